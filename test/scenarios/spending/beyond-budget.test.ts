import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import { takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/engine/sample-site.ts';
import { counted, reservedParts } from '../../support/fraud/counters.ts';

const owner = '+12015550124';

/** In millionths: a code, both legs for their ten minutes, the owner's three segments, the warning's two. */
const code = 12_000;
const call = 10 * 14_000 + 10 * 14_000;
const notice = 3 * 12_000;
const warning = 2 * 12_000;

const plenty: Caps = { textsPerHour: 1_000, callsPerDay: 100, minutesPerDay: 10_000, moneyPerDay: 10 ** 9 };

/** Caps may be lowered while requests wait for their proof. */
async function openBudget(own: Partial<Caps> = {}, options: HarnessOptions = {}) {
  const caps = { ...plenty, ...own };
  const site = sampleSite({ site: { maxCallSeconds: 600 }, spending: { caps } });
  return { caps, harness: await openHarness({ sites: [site], ...options }) };
}

async function asked(harness: Awaited<ReturnType<typeof openHarness>>): Promise<string> {
  const requested = await harness.request();
  assert.ok(requested.ok, JSON.stringify(requested));
  return requested.callback.callbackId;
}

// rule: reserved-under-caps
test('whoever proves nothing uses up a code and sets nothing aside', async () => {
  const { harness } = await openBudget();
  await using _closing = harness;
  for (let count = 0; count < 40; count += 1) await asked(harness);
  await harness.clock.advance(5_000);
  assert.deepEqual(counted(harness), { texts: 40, calls: 0, minutes: 0, money: 40 * code });
  assert.deepEqual(reservedParts(harness), []);
});

// rule: reserved-under-caps
test('with the proof all that the call may cost is set aside, before anything is dialled', async () => {
  const { harness } = await openBudget();
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  assert.equal(harness.carrier.posts.length, 0);
  assert.deepEqual(counted(harness), { texts: 4, calls: 1, minutes: 20, money: code + call + notice });
  assert.deepEqual(reservedParts(harness), ['call', 'notice']);
  await harness.settled(callbackId);
  assert.deepEqual(reservedParts(harness), []);
  assert.ok(counted(harness).money < code + call);
});

test('nobody is let in for whose call there is no room any more, so no code is wasted', async () => {
  const { harness } = await openBudget({ moneyPerDay: code + call + notice + warning - 1 });
  await using _closing = harness;
  const refused = await harness.request();
  assert.equal(!refused.ok && refused.reason, 'budget-reached');
});

// rule: reserved-under-caps
test('where the budget was used up since the code was sent, the proof is told so and the owner gets a text', async () => {
  const { harness } = await openBudget({ moneyPerDay: 2 * code + call + 2 * notice + warning });
  await using _closing = harness;
  const first = await asked(harness);
  const second = await asked(harness);
  await harness.clock.advance(3_000);
  await harness.prove(first);
  const proven = await harness.prove(second);
  assert.ok(proven.ok);
  assert.deepEqual([proven.callback.status, proven.callback.outcome], ['failed', 'budget-reached']);
  assert.equal((await harness.settled(second)).notice, 'sent');
  await harness.settled(first);
  assert.equal(harness.carrier.posts.length, 1);
  const told = harness.carrier.texts.filter(({ to }) => to === owner).map(({ body }) => body);
  assert.ok(
    told.some((body) => body.includes(proven.callback.reference) && /spending limit/.test(body)),
    JSON.stringify(told),
  );
  assert.deepEqual(harness.email.mails, []);
});

// rule: reserved-under-caps
test('where not even a text can be paid, the owner is told by email, and no more is counted', async () => {
  const { harness, caps } = await openBudget();
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(3_000);
  caps.moneyPerDay = code + warning;
  const before = counted(harness);
  await harness.prove(callbackId);
  const { outcome, notice: told, verifiedAt, reference } = await harness.settled(callbackId);
  assert.deepEqual([outcome, told], ['budget-reached', 'sent']);
  assert.equal(verifiedAt, harness.clock.now());
  assert.deepEqual(
    harness.email.mails.map(({ requestReference }) => requestReference),
    [reference],
  );
  const warned = harness.carrier.texts.filter(({ to }) => to === owner).length;
  assert.equal(warned, 1);
  assert.deepEqual(counted(harness), { ...before, texts: before.texts + 1, money: before.money + 12_000 });
});

test('the text caps of the hour alone keep a call from being made too, for its owner could not be told', async () => {
  const { harness, caps } = await openBudget();
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(3_000);
  caps.textsPerHour = 5;
  await harness.prove(callbackId);
  const { outcome } = await harness.settled(callbackId);
  assert.equal(outcome, 'budget-reached');
  assert.equal(harness.email.mails.length, 1);
});

test('a request beyond the budget can be tried again when there is room', async () => {
  const { harness, caps } = await openBudget();
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(3_000);
  caps.callsPerDay = 0;
  await harness.prove(callbackId);
  await harness.settled(callbackId);
  caps.callsPerDay = 1;
  assert.equal((await harness.retry(callbackId)).ok, true);
  assert.equal((await harness.settled(callbackId)).outcome, 'talked');
});

test('nothing is tried again under a reached cap, and the request stays as it ended', async () => {
  const declines = { business: () => ({ ...takesTheCall, presses: '2' }) };
  const { harness, caps } = await openBudget({}, { script: declines });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  await harness.clock.advance(60_000);
  caps.callsPerDay = 1;
  const ended = await harness.record(callbackId);
  const before = counted(harness);
  const refused = await harness.retry(callbackId);
  assert.deepEqual(refused, {
    ok: false,
    reason: 'budget-reached',
    retryAt: Date.UTC(2030, 0, 8),
  });
  await harness.clock.advance(60_000);
  assert.deepEqual(await harness.record(callbackId), ended);
  assert.equal(harness.carrier.posts.length, 1);
  assert.deepEqual(counted(harness).calls, before.calls);
  caps.callsPerDay = 2;
  assert.equal((await harness.retry(callbackId)).ok, true);
  await harness.settled(callbackId);
  assert.equal(counted(harness).calls, 2);
});
