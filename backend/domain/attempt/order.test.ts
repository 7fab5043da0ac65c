import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { permutations } from '../../../test/support/domain/permutations.ts';
import { newAttempt } from '../../../test/support/domain/sample-attempt.ts';
import { type Report, type WholeCall, wholeCalls } from '../../../test/support/domain/whole-calls.ts';
import type { AttemptEvent } from './event.ts';
import { afterKeys, afterPrompt } from './next-instruction.ts';
import { defaultAttemptRules as rules } from './rules.ts';
import { type Attempt, isAttemptOpen } from './state.ts';
import { advanceAttempt } from './transition.ts';

/** Up to this many events all orders are tried; beyond, a sample of them. */
const fewEvents = 8;
const sampled = { numRuns: 2_000 };

type Replay = { attempt: Attempt; dials: number };

/** Applies one event and counts the answers that dial the visitor. */
function replay({ attempt, dials }: Replay, event: AttemptEvent): Replay {
  const after = advanceAttempt(attempt, event, rules).attempt;
  const asks = event.kind === 'key-pressed' || event.kind === 'prompt-asked';
  if (!asks) return { attempt: after, dials };
  const answer = event.kind === 'key-pressed' ? afterKeys : afterPrompt;
  const next = answer({ before: attempt, after, callbackEnded: false, requestToken: event.token });
  const repeated = attempt.dialToken === event.token;
  return { attempt: after, dials: dials + (next === 'dial-visitor' && !repeated ? 1 : 0) };
}

/** Applies reports one second apart. If the attempt is still open, a check fetches the final state of both legs. */
function replayAll(reports: readonly Report[], call: WholeCall): Replay {
  const result = reports.reduce((before, report, index) => replay(before, { ...report, at: index * 1_000 }), {
    attempt: newAttempt(1, call.visitorScreened),
    dials: 0,
  } as Replay);
  if (!isAttemptOpen(result.attempt)) return result;
  return replay(result, { kind: 'legs-fetched', at: reports.length * 1_000, ...call.legs });
}

function assertSame(reports: readonly Report[], call: WholeCall): void {
  const { attempt, dials } = replayAll(reports, call);
  const order = () => `${call.name}: ${reports.map((report) => JSON.stringify(report)).join(' ')}`;
  if (attempt.outcome !== call.outcome) assert.equal(attempt.outcome, call.outcome, order());
  if (dials > 1) assert.fail(`dialled ${dials} times: ${order()}`);
}

function shuffled(reports: readonly Report[]): fc.Arbitrary<Report[]> {
  return fc.shuffledSubarray([...reports], { minLength: reports.length });
}

/**
 * Every report but pressed keys and a failed instruction can be fetched from the carrier later. Losing one does no
 * harm: without an answer to its webhook, the carrier did not connect the visitor.
 */
function canBeLost(report: Report): boolean {
  const { kind } = report;
  return kind !== 'key-pressed' && kind !== 'visitor-key-pressed' && kind !== 'instruction-failed';
}

for (const call of wholeCalls) {
  const { reports } = call;

  // rule: any-report-order
  test(`reports in any order: ${call.name}`, () => {
    if (reports.length > fewEvents) {
      fc.assert(
        fc.property(shuffled(reports), (order) => assertSame(order, call)),
        sampled,
      );
      return;
    }
    for (const order of permutations(reports)) assertSame(order, call);
  });

  // rule: any-report-order
  test(`one report repeated, in any order: ${call.name}`, () => {
    const doubled = fc.constantFrom(...reports).chain((report) => shuffled([...reports, report]));
    fc.assert(
      fc.property(doubled, (order) => assertSame(order, call)),
      sampled,
    );
  });

  // rule: any-report-order
  test(`one status lost and fetched later, in any order: ${call.name}`, () => {
    const lossy = fc
      .constantFrom(...reports.filter(canBeLost))
      .chain((lost) => shuffled(reports.filter((report) => report !== lost)));
    fc.assert(
      fc.property(lossy, (order) => assertSame(order, call)),
      sampled,
    );
  });
}

// rule: any-report-order
test('with only the key reported, the fetched call decides the outcome', () => {
  for (const call of wholeCalls)
    assertSame(
      call.reports.filter((report) => !canBeLost(report)),
      call,
    );
});

test('a lost key counts as hanging up, so the business gets a notice', () => {
  for (const call of wholeCalls.filter(({ legs }) => legs.visitor === undefined)) {
    const { attempt } = replayAll(call.reports.filter(canBeLost), call);
    const asked = call.reports.some((report) => report.kind === 'prompt-asked');
    const withoutKey = attempt.callFault === 'none' ? 'business-hung-up' : call.outcome;
    assert.equal(attempt.outcome, asked ? withoutKey : call.outcome, call.name);
  }
});

test('webhooks that arrive after a decisive check change nothing', () => {
  for (const call of wholeCalls) {
    const key = call.reports.findLastIndex((report) => !canBeLost(report));
    for (let known = Math.max(key + 1, 1); known < call.reports.length; known += 1) {
      const asked = replayAll(call.reports.slice(0, known), call);
      const late = call.reports
        .slice(known)
        .reduce((result, report) => replay(result, { ...report, at: 60_000 }), asked);
      assert.deepEqual([asked.attempt.outcome, late.attempt], [call.outcome, asked.attempt], call.name);
    }
  }
});

test('the visitor is dialled once after the key 1, and otherwise never', () => {
  for (const call of wholeCalls) {
    const pressed1 = call.reports.some((report) => report.kind === 'key-pressed' && report.digits === '1');
    const expected = pressed1 ? 1 : 0;
    assert.equal(replayAll(call.reports, call).dials, expected, call.name);
  }
});

// rule: cancel-ends-call
test('cancelling at any moment ends the call, stops dialling and closes the attempt', () => {
  for (const call of wholeCalls) {
    for (let moment = 0; moment < call.reports.length; moment += 1) {
      const before = call.reports.slice(0, moment);
      const early = before.reduce(
        (result, report, index) => replay(result, { ...report, at: index * 1_000 }),
        {
          attempt: newAttempt(1, call.visitorScreened),
          dials: 0,
        } as Replay,
      );
      if (!isAttemptOpen(early.attempt)) continue;
      const decision = advanceAttempt(early.attempt, { kind: 'end-asked', at: 20_000 }, rules);
      const ends = decision.arm.some(({ effect }) => effect.kind === 'end-call');
      assert.ok(ends || !isAttemptOpen(decision.attempt), `${call.name}, ${moment}`);
      const late = call.reports
        .slice(moment)
        .reduce((result, report) => replay(result, { ...report, at: 21_000 }), {
          attempt: decision.attempt,
          dials: 0,
        } as Replay);
      const closed = replay(late, { kind: 'legs-fetched', at: 30_000, ...call.legs });
      assert.deepEqual([closed.attempt.outcome, closed.dials], ['called-off', 0], `${call.name}, ${moment}`);
    }
  }
});
