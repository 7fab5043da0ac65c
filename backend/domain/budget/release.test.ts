import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleCallback } from '../../../test/support/domain/sample-callback.ts';
import type { Leg } from '../attempt/leg.ts';
import { type Attempt, beginAttempt } from '../attempt/state.ts';
import type { Callback } from '../callback/state.ts';
import { worstCase, zeroAmounts } from './charge.ts';
import { releasesFor } from './release.ts';

const tariff = {
  rules: {
    caps: { textsPerHour: 1, callsPerDay: 1, minutesPerDay: 1, moneyPerDay: 1 },
    rateFor: (address: string) => ({ text: 1, minute: address.endsWith('23') ? 10 : 100 }),
    codeSegments: 1,
    blockLimits: [],
  },
  site: { businessNumber: '+12015550123', maxCallSeconds: 600 },
};

const open = beginAttempt({ callbackId: 'r', number: 1, token: 't', line: '+12015550123', at: 0 });

function leg(status: Leg['status'], talkSeconds = 0): Leg {
  return { sid: 'CA1', status, talkSeconds };
}

const visitor = { name: 'Ann', phone: '+12015550150', email: undefined };

function callback(own: Partial<Callback> & Pick<Callback, 'status'>): Callback {
  return { ...sampleCallback(own.status), notice: 'none', visitor, ...own };
}

function settledCall(own: Partial<Attempt>) {
  const calling = callback({ status: 'calling' });
  const closed: Attempt = { ...open, post: 'answered', outcome: 'talked', closedAt: 300_000, ...own };
  const failed = callback({ status: 'failed', notice: 'sending' });
  const found = releasesFor(
    { callback: calling, attempt: open },
    { callback: failed, attempt: closed },
    tariff,
  );
  return found.find(({ part }) => part === 'call')?.used;
}

test('a call is charged for the started minutes of each leg at its own price', () => {
  const used = settledCall({ business: leg('completed', 121), visitor: leg('completed', 60) });
  assert.deepEqual(used, { texts: 0, calls: 1, minutes: 4, money: 3 * 10 + 100 });
});

test('an unanswered call is charged as a call without minutes', () => {
  assert.deepEqual(settledCall({ outcome: 'business-busy', business: leg('busy') }), {
    ...zeroAmounts,
    calls: 1,
  });
});

test('a call that was certainly never made releases its whole reserve', () => {
  assert.deepEqual(settledCall({ outcome: 'carrier-refused', post: 'refused' }), zeroAmounts);
  assert.deepEqual(settledCall({ outcome: 'called-off', post: 'unprocessed' }), zeroAmounts);
});

test('a call with an unknown result releases nothing', () => {
  assert.equal(settledCall({ outcome: 'unknown-result', post: 'unanswered' }), 'all');
});

test('a leg without duration is charged for the time of its attempt', () => {
  const used = settledCall({ business: leg('completed') });
  assert.deepEqual(used, { texts: 0, calls: 1, minutes: 5, money: 50 });
});

test('a leg that is not known to be dead is charged to its limit', () => {
  const used = settledCall({ business: leg('completed', 30), visitor: leg('in-progress') });
  assert.deepEqual(used, { texts: 0, calls: 1, minutes: 12, money: 10 + 1_100 });
});

test('legs that outlast their limit by a second cost no more than their reserve', () => {
  const [reserve] = worstCase(tariff.rules, { ...tariff.site, notifyNumber: '' }, visitor.phone, []);
  const overrun = settledCall({ business: leg('completed', 601), visitor: leg('completed', 601) });
  assert.deepEqual(overrun, reserve?.amounts);
  const late = { closedAt: 601_000, business: leg('completed'), visitor: leg('completed') };
  assert.deepEqual(settledCall(late), reserve?.amounts);
  const alive = { business: leg('in-progress'), visitor: leg('in-progress') };
  assert.deepEqual(settledCall(alive), reserve?.amounts);
});

test('late facts about a closed attempt release nothing more', () => {
  const closed: Attempt = { ...open, outcome: 'talked', closedAt: 1 };
  const ended = callback({ status: 'completed' });
  const late = { ...closed, business: leg('completed', 999) };
  assert.deepEqual(
    releasesFor({ callback: ended, attempt: closed }, { callback: ended, attempt: late }, tariff),
    [],
  );
});

test('a verified callback that ends without a call releases everything', () => {
  const before = { callback: callback({ status: 'verified' }), attempt: undefined };
  const after = { callback: callback({ status: 'failed', outcome: 'opted-out' }), attempt: undefined };
  assert.deepEqual(releasesFor(before, after, tariff), [
    { part: 'call', used: zeroAmounts },
    { part: 'notice', used: zeroAmounts },
  ]);
});

test('a callback without a proven phone has nothing to release', () => {
  const before = { callback: callback({ status: 'pending' }), attempt: undefined };
  const after = { callback: callback({ status: 'failed', outcome: 'not-verified' }), attempt: undefined };
  assert.deepEqual(releasesFor(before, after, tariff), []);
});

test("the notice's reserve over budget is not released before it is sent", () => {
  const before = { callback: callback({ status: 'pending' }), attempt: undefined };
  const after = { callback: callback({ status: 'failed', notice: 'sending' }), attempt: undefined };
  assert.deepEqual(releasesFor(before, after, tariff), []);
});

test('a call that outlives its callback keeps its reserve', () => {
  const before = { callback: callback({ status: 'calling' }), attempt: open };
  const after = { callback: callback({ status: 'cancelled' }), attempt: { ...open, endAsked: true } };
  assert.deepEqual(releasesFor(before, after, tariff), [{ part: 'notice', used: zeroAmounts }]);
});

test('a notice keeps its reserve while it is sent, then is charged in full', () => {
  const calling = { callback: callback({ status: 'connected' }), attempt: undefined };
  const sending = { callback: callback({ status: 'failed', notice: 'sending' }), attempt: undefined };
  assert.deepEqual(releasesFor(calling, sending, tariff), []);
  for (const notice of ['sent', 'failed', 'none'] as const) {
    const after = { callback: callback({ status: 'failed', notice }), attempt: undefined };
    assert.deepEqual(releasesFor(sending, after, tariff), [{ part: 'notice', used: 'all' }]);
  }
});
