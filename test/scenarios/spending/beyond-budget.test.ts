import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zeroAmounts } from '../../../backend/domain/budget/charge.ts';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import { takesTheCall } from '../../support/carrier/carrier-script.ts';
import { type HarnessOptions, openHarness } from '../../support/engine/engine-harness.ts';
import { sampleSite } from '../../support/fakes/sample-site.ts';
import { counted, countedWarnings, reservedParts } from '../../support/fraud/counters.ts';

const owner = '+12015550124';

/** In millionths: a code, both legs for ten minutes and the one that begins, three segments of the notice, the warnings. */
const code = 12_000;
const call = 11 * 14_000 + 11 * 14_000;
const notice = 3 * 12_000;
const warning = 8 * 12_000;

const plenty: Caps = { textsPerHour: 1_000, callsPerDay: 100, minutesPerDay: 10_000, moneyPerDay: 10 ** 9 };

/** Caps can be lowered while callbacks wait for their proof. */
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
test('an unproven callback charges a code and reserves nothing', async () => {
  const { harness } = await openBudget();
  await using _closing = harness;
  for (let count = 0; count < 40; count += 1) await asked(harness);
  await harness.clock.advance(5_000);
  assert.deepEqual(counted(harness), { texts: 40, calls: 0, minutes: 0, money: 40 * code });
  assert.deepEqual(reservedParts(harness), []);
});

// rule: reserved-under-caps
test('a proof reserves the maximum cost of the call before anything is dialled', async () => {
  const { harness } = await openBudget();
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  assert.equal(harness.carrier.posts.length, 0);
  assert.deepEqual(counted(harness), { texts: 4, calls: 1, minutes: 22, money: code + call + notice });
  assert.deepEqual(reservedParts(harness), ['call', 'notice']);
  await harness.settled(callbackId);
  assert.deepEqual(reservedParts(harness), []);
  assert.ok(counted(harness).money < code + call);
});

// rule: reserved-under-caps
test('legs that outlast their limit by some seconds cost no more than was reserved', async () => {
  const endless = Number.POSITIVE_INFINITY;
  const visitor = () => ({ answers: 0, presses: '', pressesAfter: 0, hangsUpAfter: endless });
  const { harness } = await openBudget({}, { script: { visitor } });
  await using _closing = harness;
  const { callbackId } = await harness.proven();
  const reserved = counted(harness);
  await harness.settled(callbackId);
  const seconds = (await harness.record(callbackId)).attempt?.business.talkSeconds ?? 0;
  assert.ok(seconds > 600 && seconds < 660, `the business's leg lasted ${seconds} s`);
  const used = counted(harness);
  assert.ok(used.minutes <= reserved.minutes && used.money <= reserved.money, JSON.stringify(used));
});

test('without budget for a call, a request is rejected before its code', async () => {
  const { harness } = await openBudget({ moneyPerDay: code + call + notice + warning - 1 });
  await using _closing = harness;
  const refused = await harness.request();
  assert.equal(!refused.ok && refused.reason, 'budget-reached');
});

// rule: reserved-under-caps
test('without budget at the proof the callback fails, and the owner gets a notice', async () => {
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
  assert.deepEqual(harness.email.notices, []);
});

// rule: reserved-under-caps
test('without budget for a text message the notice goes by email and charges nothing', async () => {
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
    harness.email.notices.map(({ requestReference }) => requestReference),
    [reference],
  );
  // Warnings of 80 and 100 percent are effects of the site, so either can follow the notice.
  await harness.clock.advance(1_000);
  const warned = harness.carrier.texts.filter(({ to }) => to === owner).length;
  assert.equal(warned, 2);
  assert.deepEqual(counted(harness), before);
  assert.deepEqual(countedWarnings(harness), { ...zeroAmounts, texts: 2, money: 2 * 12_000 });
});

test('a flood of codes stops neither a proven call nor its notice', async () => {
  const declines = { business: () => ({ ...takesTheCall, presses: '2' }) };
  const { harness, caps } = await openBudget({}, { script: declines });
  await using _closing = harness;
  const callbackId = await asked(harness);
  await harness.clock.advance(3_000);
  caps.textsPerHour = 1;
  await harness.prove(callbackId);
  const { outcome, notice } = await harness.settled(callbackId);
  assert.deepEqual([outcome, notice], ['business-declined', 'sent']);
  assert.equal(harness.email.notices.length, 0);
});

test('a callback beyond the budget can be retried when there is room', async () => {
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

test('under a reached cap a retry is refused and the callback stays as it ended', async () => {
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
