import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameEachDay } from '../../../backend/domain/site/business-hours.ts';
import {
  type CarrierScript,
  deliveredText,
  type TextFate,
  takesTheCall,
} from '../../support/carrier/carrier-script.ts';
import type { Crossing } from '../../support/engine/crashing-port.ts';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';

const owner = '+12015550124';

/** The business declines, and its notice gets this result; codes arrive. */
function missed(fate: Partial<TextFate>): Partial<CarrierScript> {
  return {
    business: () => ({ ...takesTheCall, presses: '2' }),
    text: ({ to }) => (to === owner ? { ...deliveredText, ...fate } : deliveredText),
  };
}

function textsToOwner({ carrier }: Harness) {
  return carrier.texts.filter(({ to }) => to === owner);
}

// rule: notice-needs-acceptance
test('the notice is pending until a carrier has delivered it', async () => {
  let fate: TextFate['fate'] = 'unsent';
  await using harness = await openHarness({
    script: {
      ...missed({}),
      text: ({ to }) => (to === owner ? { ...deliveredText, fate } : deliveredText),
    },
  });
  const { callbackId } = await harness.proven();
  await harness.until(async () => (await harness.record(callbackId)).callback.status === 'failed');
  await harness.clock.advance(60_000);
  assert.equal((await harness.record(callbackId)).callback.notice, 'sending');
  fate = 'accepted';
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
});

// rule: notice-needs-acceptance
test('the notice has its reference and the visitor’s name, but not the callback id', async () => {
  await using harness = await openHarness({ script: missed({}) });
  const { callbackId, reference, visitor } = await harness.proven();
  await harness.settled(callbackId);
  const body = textsToOwner(harness)[0]?.body ?? '';
  for (const part of [reference, visitor.name, visitor.phone]) assert.ok(body.includes(part), body);
  assert.ok(!body.includes(callbackId));
});

// rule: notice-needs-acceptance
test('a refused notice goes to the second channel at once', async () => {
  await using harness = await openHarness({ script: missed({ fate: 'refused' }) });
  const { callbackId, reference } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.equal(callback.notice, 'sent');
  assert.deepEqual(
    harness.email.notices.map(({ requestReference }) => requestReference),
    [reference],
  );
  assert.equal(textsToOwner(harness).length, 1);
});

// rule: notice-needs-acceptance
test('a notice that keeps failing starts the second channel within 15 minutes', async () => {
  await using harness = await openHarness({ script: missed({ fate: 'unsent' }) });
  const { callbackId } = await harness.proven();
  const callback = await harness.settled(callbackId);
  assert.equal(callback.notice, 'sent');
  assert.equal(harness.email.notices.length, 1);
  assert.ok(textsToOwner(harness).length > 10);
  assert.ok(harness.clock.now() - (callback.endedAt ?? 0) < 16 * 60_000);
});

for (const report of ['undelivered', 'failed'] as const) {
  // rule: notice-needs-acceptance
  test(`an accepted notice that is reported ${report} goes to the second channel`, async () => {
    await using harness = await openHarness({ script: missed({ report, reportAfter: 30_000 }) });
    const { callbackId } = await harness.proven();
    await harness.until(() => textsToOwner(harness).length === 1);
    await harness.clock.advance(20_000);
    assert.equal((await harness.record(callbackId)).callback.notice, 'sending');
    assert.equal(harness.email.notices.length, 0);
    await harness.clock.advance(20_000);
    assert.equal(harness.email.notices.length, 1);
    assert.equal((await harness.record(callbackId)).callback.notice, 'sent');
  });
}

// rule: notice-needs-acceptance
test('when every channel fails, the operator sees the notice as failed', async () => {
  await using harness = await openHarness({ script: missed({ fate: 'refused' }) });
  harness.email.answering = () => ({
    result: 'refused',
    code: '550',
    advice: 'no such mailbox',
    fixable: false,
  });
  const { callbackId } = await harness.proven();
  assert.equal((await harness.settled(callbackId)).notice, 'failed');
});

test('a repeated delivery report changes nothing', async () => {
  await using harness = await openHarness({ script: missed({ report: 'undelivered', reportAfter: 1_000 }) });
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(5_000);
  const [text] = textsToOwner(harness);
  await harness.hearText({
    kind: 'status',
    messageId: text?.messageId ?? '',
    sid: undefined,
    status: 'failed',
    errorCode: '30003',
  });
  await harness.clock.advance(5_000);
  assert.equal(harness.email.notices.length, 1);
});

const closedNow = sampleSite({
  site: { hours: sameEachDay({ start: 0, end: 60, zone: 'America/New_York', weekdaysOnly: false }) },
});

for (const [when, options] of [
  ['attempt', { script: missed({ report: undefined, becomes: 'sent' }) }],
  ['end without an attempt', { sites: [closedNow], script: missed({ report: undefined, becomes: 'sent' }) }],
] as const) {
  for (const status of ['undelivered', 'delivered'] as const) {
    test(`a late report that an earlier ${when} was ${status} changes no later notice`, async () => {
      await using harness = await openHarness(options);
      const { callbackId } = await harness.proven();
      await harness.settled(callbackId);
      await harness.clock.advance(60_000);
      await harness.retry(callbackId);
      await harness.settled(callbackId);
      await harness.clock.advance(60_000);
      const before = await harness.record(callbackId);
      const [earlier, later] = textsToOwner(harness);
      const report = { kind: 'status', sid: undefined, status, errorCode: undefined } as const;
      await harness.hearText({ ...report, messageId: earlier?.messageId ?? '' });
      await harness.clock.advance(60_000);
      assert.equal((await harness.record(callbackId)).callback.notice, before.callback.notice);
      assert.equal(harness.email.notices.length, 0);
      await harness.hearText({ ...report, status: 'undelivered', messageId: later?.messageId ?? '' });
      await harness.clock.advance(60_000);
      assert.equal(harness.email.notices.length, 1);
    });
  }
}

test('the next channel’s result counts even when the clock was set back', async () => {
  await using harness = await openHarness({ script: missed({ report: 'undelivered', reportAfter: 30_000 }) });
  const { callbackId } = await harness.proven();
  await harness.until(() => textsToOwner(harness).length === 1);
  harness.clock.jump(-600_000);
  await harness.clock.advance(40_000);
  assert.equal(harness.email.notices.length, 1);
  assert.equal((await harness.record(callbackId)).callback.notice, 'sent');
});

// rule: notice-needs-acceptance
test('a notice whose sender died after sending it is not sent again', async () => {
  let sends = 0;
  const afterSend = ({ what, when }: Crossing) => {
    if (what !== 'send' || when !== 'after') return undefined;
    sends += 1;
    return sends === 2 ? 'kill' : undefined;
  };
  await using harness = await openHarness({ watch: afterSend, script: missed({}) });
  const { callbackId, reference } = await harness.proven();
  await harness.clock.advance(30_000);
  assert.equal(harness.isRunning(), false);
  await harness.reopen();
  assert.equal((await harness.settled(callbackId)).notice, 'sent');
  const bodies = textsToOwner(harness).map(({ body }) => body);
  assert.equal(bodies.length, 1);
  assert.ok(bodies[0]?.includes(reference));
});

// rule: notice-needs-acceptance
test('a code that is sent again has the same digits', async () => {
  const fates: TextFate['fate'][] = ['unsent', 'unsent', 'accepted'];
  await using harness = await openHarness({
    script: { text: () => ({ ...deliveredText, fate: fates.shift() ?? 'accepted' }) },
  });
  const requested = await harness.request();
  assert.ok(requested.ok);
  await harness.clock.advance(20_000);
  const bodies = harness.carrier.texts.map(({ body }) => body);
  assert.equal(bodies.length, 3);
  assert.equal(new Set(bodies).size, 1);
  assert.equal((await harness.prove(requested.callback.callbackId)).ok, true);
});

test('a STOP by the owner counts as a failure and is logged', async () => {
  await using harness = await openHarness();
  await harness.hearText({ kind: 'inbound', from: owner, to: '+12015550100', body: 'STOP', optOut: 'stop' });
  assert.ok(harness.log.some(({ level, message }) => level === 'error' && /opted out/.test(message)));
});

// rule: notice-by-channel
test('a late or foreign report leaves the saved state and SID of a delivered text', async () => {
  await using harness = await openHarness({ script: missed({}) });
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  const [saved] = harness.rows("select status, sid from messages where purpose = 'missed-call'");
  assert.equal(saved?.status, 'delivered');
  const messageId = textsToOwner(harness)[0]?.messageId ?? '';
  const late = { kind: 'status', messageId, sid: 'SMforeign', errorCode: undefined } as const;
  for (const status of ['queued', 'sent', 'delivered'] as const) {
    await harness.hearText({ ...late, status });
    assert.deepEqual(harness.rows("select status, sid from messages where purpose = 'missed-call'"), [saved]);
  }
});

// rule: notice-by-channel
test('a report keeps the SID that the carrier gave with its answer', async () => {
  await using harness = await openHarness({ script: missed({ report: undefined, becomes: 'queued' }) });
  await harness.proven();
  await harness.until(() => textsToOwner(harness).length === 1);
  await harness.clock.advance(1_000);
  const sidOf = () => harness.rows("select sid from messages where purpose = 'missed-call'")[0]?.sid;
  const answered = sidOf();
  assert.match(String(answered), /^SM/);
  const messageId = textsToOwner(harness)[0]?.messageId ?? '';
  await harness.hearText({
    kind: 'status',
    messageId,
    sid: 'SMforeign',
    status: 'sent',
    errorCode: undefined,
  });
  assert.equal(sidOf(), answered);
});
