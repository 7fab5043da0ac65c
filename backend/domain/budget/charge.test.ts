import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitorCaps } from './caps.ts';
import { addAmounts, chargeForCall } from './charge.ts';
import { codeCost } from './estimate.ts';

const site = { businessNumber: '+12015550123', notifyNumber: '+12015550124', maxCallSeconds: 600 };
const phone = '+12015550150';
const spending = {
  caps: { textsPerHour: 100, callsPerDay: 10, minutesPerDay: 100, moneyPerDay: 10_000 },
  rateFor: () => ({ text: 8, minute: 14 }),
  codeSegments: 1,
  blockLimits: [],
};

test('a callback is charged for its code, its call and its notice', () => {
  const charges = chargeForCall(site, { spending, callback: { noticeChannels: ['sms'] } }, phone);
  assert.deepEqual(charges.code.amounts, codeCost(spending, phone));
  assert.deepEqual(charges.code.reserves, []);
  assert.deepEqual(
    charges.call.reserves.map(({ part }) => part),
    ['call', 'notice'],
  );
  assert.deepEqual(charges.codeAndCall.amounts, addAmounts(charges.code.amounts, charges.call.amounts));
  assert.deepEqual(charges.notice.reserves, charges.call.reserves.slice(1));
});

test('every charge of a callback leaves room for the warning to the owner', () => {
  const charges = chargeForCall(site, { spending, callback: { noticeChannels: ['sms'] } }, phone);
  for (const { caps } of Object.values(charges))
    assert.deepEqual(caps, visitorCaps(spending, site.notifyNumber));
});

test('without SMS notices, the notice charge is zero', () => {
  const charges = chargeForCall(site, { spending, callback: { noticeChannels: ['email'] } }, phone);
  assert.deepEqual(charges.notice.reserves, []);
  assert.equal(charges.notice.amounts.money, 0);
});
