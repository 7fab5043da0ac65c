import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EffectKind } from '../../../backend/domain/effect.ts';
import type { Outcome } from '../../../backend/domain/outcome.ts';
import type { Handlers } from '../../../backend/effects/run/handler.ts';
import { deliveredText, takesTheCall, talksAMinute } from '../../support/carrier/carrier-script.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { changeRows } from '../../support/engine/read-rows.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

function hopeless(kind: EffectKind) {
  return (handlers: Handlers) => ({
    ...handlers,
    [kind]: async () => ({ result: 'hopeless', reason: 'a test wants it so' }),
  });
}

function gaveUp(kind: EffectKind) {
  return kind === 'check-attempt' ? 'check-gave-up' : 'effect-gave-up';
}

const stays = { ...talksAMinute, hangsUpAfter: Number.POSITIVE_INFINITY };

type CallbackEffect = Exclude<EffectKind, 'warn-owner'>;

/** A scenario for each effect of a callback, and the outcome of a callback without that effect. */
const withoutEffect: Record<
  CallbackEffect,
  { story: (harness: Harness) => Promise<string>; outcome: Outcome }
> = {
  'send-code': { story: asked, outcome: 'code-not-sent' },
  'call-code': { story: askedByLandline, outcome: 'code-not-sent' },
  'expire-request': { story: asked, outcome: 'not-verified' },
  'place-call': { story: proven, outcome: 'carrier-refused' },
  'check-attempt': { story: lost, outcome: 'unknown-result' },
  'give-up-waiting': { story: waits, outcome: 'waited-too-long' },
  'last-resort': { story: talksForEver, outcome: 'unknown-result' },
  'notify-business': { story: declined, outcome: 'business-declined' },
  'check-notice': { story: unreported, outcome: 'business-declined' },
  nudge: { story: declined, outcome: 'business-declined' },
  'text-visitor': { story: declined, outcome: 'business-declined' },
  'send-nudge': { story: declined, outcome: 'business-declined' },
  'end-call': { story: cancelledInTalk, outcome: 'cancelled-by-visitor' },
};

for (const [kind, { story, outcome }] of Object.entries(withoutEffect) as [
  CallbackEffect,
  (typeof withoutEffect)[CallbackEffect],
][]) {
  // rule: failing-effect-retried
  test(`after ${kind} is given up, its callback gets an event and still ends`, async () => {
    await using harness = await openHarness({
      // Not a multiple of the wait for a line: place-call would end the wait at the same moment.
      sites: [
        sampleSite({
          site: { countries: ['US', 'GB'], callsWithCodes: true },
          callback: { maxWaitMs: 65_000, lastResortMs: 900_000, textsMissedVisitor: true, ...nudgeFor(kind) },
        }),
      ],
      wrapHandlers: hopeless(kind),
    });
    const callbackId = await story(harness);
    assert.equal((await harness.settled(callbackId)).outcome, outcome);
    await harness.clock.advance(3_600_000);
    const heard = harness.rows(
      'select 1 from audit_log where request_id = ? and event_type = ?',
      callbackId,
      gaveUp(kind),
    );
    assert.ok(heard.length > 0);
    assert.deepEqual(harness.rows('select kind from effects'), []);
  });
}

function nudgeFor(kind: EffectKind) {
  const isReminder = kind === 'nudge' || kind === 'send-nudge';
  return isReminder ? { nudge: { afterMs: 600_000, second: undefined } } : {};
}

async function asked(harness: Harness): Promise<string> {
  const requested = await harness.request();
  assert.ok(requested.ok);
  return requested.callback.callbackId;
}

async function askedByLandline(harness: Harness): Promise<string> {
  const requested = await harness.request({ phone: '+442079460123' });
  assert.ok(requested.ok);
  return requested.callback.callbackId;
}

async function proven(harness: Harness): Promise<string> {
  return (await harness.proven()).callbackId;
}

async function lost(harness: Harness): Promise<string> {
  harness.carrier.script.placing = () => ({ fate: 'lost', answerAfter: 8_000, queued: 0 });
  return proven(harness);
}

async function waits(harness: Harness): Promise<string> {
  harness.carrier.script.visitor = () => ({ ...stays, hangsUpAfter: 600_000 });
  await proven(harness);
  return proven(harness);
}

async function talksForEver(harness: Harness): Promise<string> {
  harness.carrier.script.visitor = () => stays;
  return proven(harness);
}

async function declined(harness: Harness): Promise<string> {
  harness.carrier.script.business = () => ({ ...takesTheCall, presses: '2' });
  return proven(harness);
}

async function unreported(harness: Harness): Promise<string> {
  harness.carrier.script.text = () => ({ ...deliveredText, report: undefined });
  return declined(harness);
}

async function cancelledInTalk(harness: Harness): Promise<string> {
  const callbackId = await proven(harness);
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'in-progress');
  await harness.cancel(callbackId);
  return callbackId;
}

// rule: failing-effect-retried
test('an effect of an unknown kind is left alone and delays no other', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  changeRows(
    harness.path,
    `insert into effects select request_id, 'newer', site_id, 'from-a-later-version', '{}', armed_version,
    '2020-01-01T00:00:00.000Z', waiting_since, null, null, 0, 0, 0 from effects limit 1`,
  );
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  await harness.clock.advance(3_600_000);
  const left = harness.rows('select kind, tries, owner from effects');
  assert.deepEqual(left, [{ kind: 'from-a-later-version', tries: 0, owner: null }]);
});

// rule: failing-effect-retried
test('the last resort ends everything: hang-up and notice', async () => {
  await using harness = await openHarness({
    sites: [sampleSite({ callback: { lastResortMs: 300_000 } })],
    script: { visitor: () => stays },
  });
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.deepEqual([callback.outcome, callback.notice], ['unknown-result', 'sent']);
  assert.equal(harness.carrier.calls[0]?.business.status, 'completed');
  assert.equal((callback.endedAt ?? 0) - (callback.verifiedAt ?? 0), 300_000);
});

// rule: failing-effect-retried
test('a failing effect is retried, with the same result as without the failure', async () => {
  const failing = new Set<string>();
  const failsOnce = (handlers: Handlers): Handlers =>
    Object.fromEntries(
      Object.entries(handlers).map(([kind, handle]) => [
        kind,
        async (claimed: never, stopping: AbortSignal) => {
          if (failing.has(kind)) return handle(claimed, stopping);
          failing.add(kind);
          throw new Error(`${kind} fails once`);
        },
      ]),
    ) as Handlers;
  await using harness = await openHarness({ wrapHandlers: failsOnce });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
  assert.deepEqual([...failing].sort(), ['place-call', 'send-code']);
  assert.equal(harness.carrier.posts.length, 1);
});

// rule: failing-effect-retried
test('waiting for a line is no failure: one fault afterwards does not give up', async () => {
  let waits = 0;
  await using harness = await openHarness({
    sites: [sampleSite({ callback: { maxWaitMs: 1_200_000 } })],
    script: { visitor: () => ({ ...talksAMinute, hangsUpAfter: 300_000 }) },
    wrapHandlers: (handlers) => ({
      ...handlers,
      async 'place-call'(claimed, stopping) {
        const performed = await handlers['place-call'](claimed, stopping);
        if (performed.result === 'wait') waits += 1;
        return waits === 10 ? { result: 'failed', reason: 'the database was busy' } : performed;
      },
    }),
  });
  await harness.proven();
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

// rule: failing-effect-retried
test('an idle runner polls the store twice in half a minute', async () => {
  const requests: string[] = [];
  await using harness = await openHarness({
    watch({ to, what, when }) {
      if (to === 'store' && when === 'before') requests.push(what);
      return undefined;
    },
  });
  await harness.clock.advance(60_000);
  requests.length = 0;
  await harness.clock.advance(600_000);
  assert.deepEqual([...new Set(requests)], ['claim', 'nextDue']);
  assert.equal(requests.length, 40);
});
