import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiError, json, type Respond, scriptedApi } from '../test-support/scripted-api.ts';
import { checkAccount } from './check-account.ts';

function answering(numbers: object[]): Respond {
  return ({ path }, response) =>
    json(
      response,
      200,
      path.endsWith('/IncomingPhoneNumbers.json')
        ? { incoming_phone_numbers: numbers }
        : { status: 'active', type: 'Trial' },
    );
}

test("the check returns the account's type and the number's capabilities", async (t) => {
  const { client, requests } = await scriptedApi(
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
  assert.equal(
    requests.find(({ query }) => query.has('PhoneNumber'))?.query.get('PhoneNumber'),
    '+12015550100',
  );
});

test('a number that only contains the caller number does not count as owned', async (t) => {
  const { client } = await scriptedApi(
    t,
    answering([{ phone_number: '+112015550100', capabilities: { voice: true, sms: true } }]),
  );
  const check = await checkAccount(client, '+12015550100');
  assert.ok(check.ok);
  assert.equal(check.number, undefined);
});

test('wrong credentials are reported with a fix', async (t) => {
  const { client } = await scriptedApi(t, (_, response) => apiError(response, 401, 20003));
  const check = await checkAccount(client, '+12015550100');
  assert.ok(!check.ok && check.reason === 'refused');
  assert.equal(check.refusal.class, 'config');
  assert.match(check.refusal.advice, /TWILIO_AUTH_TOKEN/);
});

test('an unreachable carrier is reported, not thrown', async (t) => {
  const { client } = await scriptedApi(t, (_, response) => response.destroy());
  assert.deepEqual(await checkAccount(client, '+12015550100'), {
    ok: false,
    reason: 'unreachable',
    cause: 'ECONNRESET',
  });
});
