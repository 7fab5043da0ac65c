import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, apiError, json, scriptedApi } from '../test-support/scripted-api.ts';
import { checkAccount } from './check-account.ts';

function answering(numbers: object[]): Answer {
  return ({ path }, response) =>
    json(
      response,
      200,
      path.endsWith('/IncomingPhoneNumbers.json')
        ? { incoming_phone_numbers: numbers }
        : { status: 'active', type: 'Trial' },
    );
}

test('the check says what the account is and what its number can do', async (t) => {
  const { client, asked } = await scriptedApi(
    t,
    answering([
      { phone_number: '+12015550100', capabilities: { voice: true, sms: false, mms: false, fax: false } },
    ]),
  );
  assert.deepEqual(await checkAccount(client, '+12015550100'), {
    ok: true,
    status: 'active',
    trial: true,
    number: { calls: true, texts: false },
  });
  assert.equal(asked.find(({ query }) => query.has('PhoneNumber'))?.query.get('PhoneNumber'), '+12015550100');
});

test('a number that only resembles ours does not count as ours', async (t) => {
  const { client } = await scriptedApi(
    t,
    answering([{ phone_number: '+112015550100', capabilities: { voice: true, sms: true } }]),
  );
  const check = await checkAccount(client, '+12015550100');
  assert.ok(check.ok);
  assert.equal(check.number, undefined);
});

test('wrong keys are reported with what to do', async (t) => {
  const { client } = await scriptedApi(t, (_, response) => apiError(response, 401, 20003));
  const check = await checkAccount(client, '+12015550100');
  assert.ok(!check.ok && check.reason === 'refused');
  assert.equal(check.refusal.class, 'config');
  assert.match(check.refusal.advice, /TWILIO_AUTH_TOKEN/);
});

test('a carrier that does not answer is reported, not thrown', async (t) => {
  const { client } = await scriptedApi(t, (_, response) => response.destroy());
  assert.deepEqual(await checkAccount(client, '+12015550100'), {
    ok: false,
    reason: 'unreachable',
    cause: 'ECONNRESET',
  });
});
