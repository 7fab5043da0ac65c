import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectKinds, gaveUp } from '../../test/support/domain/callback-events.ts';
import {
  answerPost,
  currentAttempt,
  type InMemoryEngine,
  newInMemoryEngine,
  placeCall,
  tellAttempt,
  tellCallback,
} from '../../test/support/domain/in-memory-engine.ts';
import { type CarrierMood, performNext } from '../../test/support/domain/perform-effects.ts';
import type { AttemptEvent } from './attempt/event.ts';
import { legStatuses } from './attempt/leg.ts';
import { defaultAttemptRules } from './attempt/rules.ts';
import { isAttemptOpen } from './attempt/state.ts';
import type { CallbackEvent } from './callback/event.ts';
import { hasEnded } from './callback/state.ts';

type Step =
  | { at: number; to: 'callback'; event: CallbackEvent }
  | { at: number; to: 'attempt'; event: AttemptEvent }
  | { at: number; to: 'post'; event: AttemptEvent }
  | { at: number; to: 'line-free' };

const sid = fc.constantFrom('CA1', 'CA2');
const report = fc.record({ sid, status: fc.constantFrom(...legStatuses), talkSeconds: fc.nat(60) });
const channel = fc.constantFrom('sms' as const, 'email' as const);
const token = fc.constantFrom('t1', 't2', '');

/** Callback events from other sources than the attempt and the checks before a call. */
const callbackEvent = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('phone-proven' as const, 'retry-asked' as const).map((kind) => ({ kind })),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        ...(['code-requested', 'wrong-code-entered', 'live-request-found', 'visitor-cancelled'] as const),
        ...(['operator-cancelled', 'business-closed', 'visitor-opted-out'] as const),
        ...(['number-blocked', 'call-expired', 'budget-reached'] as const),
        ...(['request-expired', 'wait-exceeded', 'last-resort-reached', 'database-moved'] as const),
      )
      .map((kind) => ({ kind })),
  },
  fc.record({
    kind: fc.constantFrom(
      ...(['notice-accepted', 'notice-delayed', 'notice-handed-over'] as const),
      ...(['notice-delivered', 'notice-undelivered'] as const),
    ),
    channel,
    attempt: fc.nat(2),
    armedAt: fc.nat(400_000),
  }),
  fc.record({ kind: fc.constant('proven-beyond-budget'), textPaid: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom('code-text-accepted', 'code-text-undelivered'),
    sendNumber: fc.integer({ min: 1, max: 2 }),
  }),
  fc.constantFrom(...effectKinds).map((kind) => gaveUp(kind)),
) as fc.Arbitrary<CallbackEvent>;

/** Attempt events with any content, sensible or not, in any order. */
const attemptEvent = fc.oneof(
  fc.record({ kind: fc.constant('leg-reported'), leg: fc.constantFrom('business', 'visitor'), report }),
  fc.record({ kind: fc.constant('prompt-asked'), sid, token }),
  fc.record({ kind: fc.constant('key-pressed'), sid, token, digits: fc.constantFrom('1', '', '5') }),
  fc.record({ kind: fc.constant('dial-finished'), sid, visitor: report, bridged: fc.boolean() }),
  fc.record({
    kind: fc.constant('legs-fetched'),
    business: report,
    visitor: fc.option(report, { nil: undefined }),
  }),
  fc.constantFrom('call-not-found', 'check-gave-up').map((kind) => ({ kind })),
) as fc.Arbitrary<AttemptEvent>;

/** Results of the POST that asks for a call. */
const postAnswer = fc.oneof(
  fc.record({ kind: fc.constant('call-placed'), call: report }),
  fc.record({ kind: fc.constant('call-refused'), code: fc.constant('21215'), advice: fc.constant('') }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('call-unprocessed'), retryAt: fc.nat(900_000) }) },
  fc.constant({ kind: 'call-unanswered' }),
) as fc.Arbitrary<AttemptEvent>;

/** The usual first events; most faults happen after them. */
const beginning = [
  [0, { to: 'callback', event: { kind: 'phone-proven' } }],
  [0, { to: 'line-free' }],
] as const;

const pauses = fc.array(
  fc.tuple(
    fc.nat(40_000),
    fc.oneof(
      callbackEvent.map((event) => ({ to: 'callback', event })),
      attemptEvent.map((event) => ({ to: 'attempt', event })),
      postAnswer.map((event) => ({ to: 'post', event })),
      fc.constant({ to: 'line-free' }),
    ),
  ),
  { minLength: 5, maxLength: 40, size: 'max' },
);

/** One course in four starts without the usual beginning. */
const happenings = fc.tuple(fc.nat(3), pauses).map(([early, after]) => {
  let at = 0;
  return [...(early === 0 ? [] : beginning), ...after].map(([pause, happening]) => {
    at += pause;
    return { ...happening, at } as Step;
  });
});

function happen(engine: InMemoryEngine, happening: Step): void {
  const { at } = happening;
  switch (happening.to) {
    case 'callback':
      tellCallback(engine, { ...happening.event, at });
      break;
    case 'attempt':
      tellAttempt(engine, currentAttempt(engine)?.number ?? 0, { ...happening.event, at });
      break;
    case 'post':
      answerPost(engine, { ...happening.event, at });
      break;
    case 'line-free':
      if (engine.armed.has('place-call')) placeCall(engine, at);
  }
}

function promised(check: (engine: InMemoryEngine, before: InMemoryEngine) => void): void {
  fc.assert(
    fc.property(happenings, (all) => {
      const engine = newInMemoryEngine();
      for (const happening of all) {
        const before = { ...engine, attempts: [...engine.attempts] };
        happen(engine, happening);
        check(engine, before);
      }
    }),
    { numRuns: 3_000 },
  );
}

// rule: intent-before-post
test('each attempt has at most one POST that can have been carried out', () => {
  promised(({ posts }) => {
    for (const [number, count] of posts) assert.ok(count <= 1, `attempt ${number} had ${count}`);
  });
});

// rule: intent-before-post
test('a call is armed only while it was certainly not requested yet', () => {
  promised((engine) => {
    if (!engine.armed.has('place-call')) return;
    const attempt = currentAttempt(engine);
    const waiting = engine.callback.status === 'verified';
    const notProcessed = attempt !== undefined && isAttemptOpen(attempt) && attempt.post === 'unprocessed';
    assert.ok(waiting || notProcessed, `${engine.callback.status}, ${attempt?.post}`);
    if (notProcessed) assert.ok(!engine.posting.has(attempt.number));
  });
});

test('no attempt begins before the proof or while another is open', () => {
  promised((engine, before) => {
    if (engine.attempts.length === before.attempts.length) return;
    assert.notEqual(before.callback.verifiedAt, undefined);
    assert.ok(before.attempts.every((attempt) => !isAttemptOpen(attempt)));
  });
});

// rule: open-attempt-checked
test('an open attempt always has an armed check', () => {
  promised(({ attempts, armed }) => {
    for (const attempt of attempts) {
      assert.equal(armed.has(`check-attempt/${attempt.number}`), isAttemptOpen(attempt));
    }
  });
});

// rule: always-ends
test('a verified callback has its last resort until it ends, then no timers', () => {
  promised(({ callback, armed }) => {
    const waits = ['last-resort', 'give-up-waiting', 'place-call', 'expire-request'];
    if (hasEnded(callback.status)) assert.ok(!waits.some((kind) => armed.has(kind)));
    else assert.ok(armed.has(callback.status === 'pending' ? 'expire-request' : 'last-resort'));
  });
});

test('a callback is calling exactly while its attempt is open and must not end', () => {
  promised(({ callback, attempts }) => {
    const underWay = callback.status === 'calling' || callback.status === 'connected';
    const attempt = attempts.at(-1);
    assert.equal(underWay, attempt !== undefined && isAttemptOpen(attempt) && !attempt.endAsked);
  });
});

// rule: always-ends
test('each end has an outcome, and a failed verified callback notifies the business', () => {
  promised(({ callback }) => {
    assert.equal(callback.outcome !== undefined, hasEnded(callback.status));
    assert.equal(callback.status === 'completed', callback.outcome === 'talked');
    const untold = callback.outcome === 'opted-out' || callback.outcome === 'number-blocked';
    const proven = callback.verifiedAt !== undefined && !untold;
    if (callback.status === 'failed') assert.equal(callback.notice !== 'none', proven);
    else assert.equal(callback.notice, 'none');
  });
});

// rule: always-ends
test('everything ends when the timers have run, however the carrier answers', () => {
  const mood = fc.constantFrom<CarrierMood>('call is over', 'knows nothing', 'never answers');
  fc.assert(
    fc.property(happenings, mood, (all, carrier) => {
      const engine = newInMemoryEngine();
      for (const happening of all) happen(engine, happening);
      let now: number | undefined = all.at(-1)?.at ?? 0;
      for (let steps = 0; now !== undefined; steps += 1) {
        assert.ok(steps < 500, 'effects remain armed');
        now = performNext(engine, carrier, now);
      }
      assert.ok(hasEnded(engine.callback.status), engine.callback.status);
      assert.ok(engine.attempts.every((attempt) => !isAttemptOpen(attempt)));
      assert.ok(!['sending', 'delayed'].includes(engine.callback.notice));
    }),
    { numRuns: 3_000 },
  );
});

test('the time limits are ordered so that no POST is sent twice', () => {
  const { firstSearchMs, searchIntervalMs, noSidWindowMs, maxQueuedMs, webhookGraceMs, staleLegMs } =
    defaultAttemptRules;
  assert.ok(8_000 < firstSearchMs, 'a POST is answered or timed out before the first search for its call');
  assert.ok(firstSearchMs + searchIntervalMs < noSidWindowMs);
  assert.ok(maxQueuedMs < noSidWindowMs);
  assert.ok(webhookGraceMs < staleLegMs);
});
