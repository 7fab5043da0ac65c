import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sdkClient } from '../test-support/sdk-client.ts';
import {
  accountNumber,
  business,
  type Setup,
  setUpSimulator,
  testAccount,
  token,
  visitorNumber,
} from '../test-support/setup.ts';

const basic = `Basic ${Buffer.from(`${testAccount}:${token}`).toString('base64')}`;
const say = '<Response><Say>Hello</Say></Response>';

function post({ url }: Setup, path: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${url}/2010-04-01/Accounts/${testAccount}${path}`, {
    method: 'POST',
    headers: { authorization: basic, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
}

async function codeOf(response: Response) {
  return ((await response.json()) as { code: number }).code;
}

test('a request without valid credentials is 401', async (t) => {
  const key = { username: 'SK00000000000000000000000000000001', password: 'secret' };
  const setup = await setUpSimulator(t, { apiKeys: [key] });
  const as = (username: string, password: string) =>
    sdkClient({ url: setup.url, username, password, accountSid: testAccount }).calls.list();
  assert.deepEqual(await as(key.username, key.password), []);
  await assert.rejects(as(testAccount, 'wrong'), { status: 401, code: 20003 });
  await assert.rejects(as(key.username, token), { status: 401, code: 20003 });
  for (const authorization of ['', 'Basic', 'Basic !!!', 'Bearer x']) {
    assert.equal((await post(setup, '/Calls.json', '', { authorization })).status, 401, authorization);
  }
});

test('a path of another account is 404', async (t) => {
  const setup = await setUpSimulator(t);
  const accountSid = 'AC00000000000000000000000000000002';
  const stranger = sdkClient({ url: setup.url, username: testAccount, password: token, accountSid });
  await assert.rejects(stranger.calls.list(), { status: 404, code: 20404 });
});

test("an unknown resource is 404 in Twilio's format", async (t) => {
  const setup = await setUpSimulator(t);
  const sid = `CA${'0'.repeat(32)}`;
  await assert.rejects(setup.client.calls(sid).fetch(), { status: 404, code: 20404 });
  await assert.rejects(setup.client.calls(sid).update({ status: 'completed' }), { code: 20404 });
  await assert.rejects(setup.client.messages(`SM${'0'.repeat(32)}`).fetch(), { code: 20404 });
  const response = await fetch(`${setup.url}/anything`);
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), {
    code: 20404,
    message: 'The requested resource /anything was not found',
    more_info: 'https://www.twilio.com/docs/errors/20404',
    status: 404,
  });
});

test("an invalid call is rejected with Twilio's error code", async (t) => {
  const { client, application } = await setUpSimulator(t);
  const good = { to: business, from: accountNumber, twiml: say };
  const url = application.url;
  const refusals = [
    [{ to: '' }, 21201],
    [{ from: '' }, 21213],
    [{ to: '123' }, 21211],
    [{ to: 'sip:broken' }, 21211],
    [{ from: 'Ada' }, 21212],
    [{ from: '+12015550199' }, 21210],
    [{ twiml: '' }, 21205],
    [{ url: 'nonsense' }, 21205],
    [{ url, method: 'PUT' }, 21209],
    [{ fallbackUrl: 'nonsense' }, 21205],
    [{ statusCallback: 'nonsense' }, 21609],
    [{ statusCallback: 'http://under_score.example.com/' }, 21609],
    [{ sendDigits: '1x' }, 21206],
    [{ sendDigits: '1'.repeat(33) }, 21206],
    [{ timeout: 0 }, 21208],
    [{ timeout: 601 }, 21208],
    [{ timeLimit: -1 }, 21208],
    [{ twiml: say.padEnd(4_001) + say }, 21623],
  ] as const;
  for (const [wrong, code] of refusals) {
    const request = client.calls.create({ ...good, ...wrong });
    await assert.rejects(request, { status: 400, code }, JSON.stringify(wrong));
  }
  assert.equal((await client.calls.list()).length, 0);
});

test("an invalid message is rejected with Twilio's error code", async (t) => {
  const { client } = await setUpSimulator(t);
  const good = { to: visitorNumber, from: accountNumber, body: 'Hi' };
  const refusals = [
    [{ to: '' }, 21604],
    [{ from: '' }, 21603],
    [{ from: '', messagingServiceSid: 'MG1' }, 21701],
    [{ to: '12' }, 21211],
    [{ from: '+12015550199' }, 21606],
    [{ body: '' }, 21602],
    [{ body: 'a'.repeat(1_601) }, 21617],
    [{ statusCallback: 'nonsense' }, 21609],
  ] as const;
  for (const [wrong, code] of refusals) {
    await assert.rejects(client.messages.create({ ...good, ...wrong }), { status: 400, code });
  }
  assert.equal((await client.messages.list()).length, 0);
});

test("Twilio's magic numbers answer as published; the test number sends nothing", async (t) => {
  const { client, clock, simulator, application } = await setUpSimulator(t);
  const magic = (last: string) => `+1500555000${last}`;
  const calls = [
    [magic('6'), magic('1'), 21217],
    [magic('6'), magic('2'), 21214],
    [magic('6'), magic('3'), 21215],
    [magic('6'), magic('4'), 21216],
    [magic('1'), business, 21212],
    [magic('5'), business, 21210],
  ] as const;
  for (const [from, to, code] of calls) {
    await assert.rejects(client.calls.create({ from, to, twiml: say }), { status: 400, code });
  }
  const texts = [
    [magic('6'), magic('1'), 21211],
    [magic('6'), magic('2'), 21612],
    [magic('6'), magic('3'), 21408],
    [magic('6'), magic('4'), 21610],
    [magic('6'), magic('9'), 21614],
    [magic('1'), visitorNumber, 21212],
    [magic('7'), visitorNumber, 21606],
    [magic('8'), visitorNumber, 21611],
    [magic('5'), visitorNumber, 21606],
  ] as const;
  for (const [from, to, code] of texts) {
    await assert.rejects(client.messages.create({ from, to, body: 'Hi' }), { status: 400, code });
  }
  const statusCallback = `${application.url}/status`;
  await client.calls.create({ from: magic('6'), to: business, twiml: say, statusCallback });
  await client.messages.create({ from: magic('6'), to: visitorNumber, body: 'Hi', statusCallback });
  await clock.run(60_000);
  assert.equal(simulator.calls()[0]?.status, 'queued');
  assert.equal(application.received.length, 0);
});

test('a trial account reaches only verified numbers and can call from them', async (t) => {
  const { client } = await setUpSimulator(t, { settings: { trial: true, verifiedNumbers: [business] } });
  await assert.rejects(client.calls.create({ to: visitorNumber, from: accountNumber, twiml: say }), {
    code: 21219,
  });
  await assert.rejects(client.messages.create({ to: visitorNumber, from: accountNumber, body: 'Hi' }), {
    code: 21608,
  });
  await client.calls.create({ to: business, from: accountNumber, twiml: say });
  await client.calls.create({ to: business, from: business, twiml: say });
  await client.messages.create({ to: business, from: accountNumber, body: 'Hi' });
});

test('forbidden prefixes are rejected, separately for calls and messages', async (t) => {
  const { client } = await setUpSimulator(t, { settings: { voicePrefixes: ['+44'], smsPrefixes: ['+1'] } });
  await assert.rejects(client.calls.create({ to: business, from: accountNumber, twiml: say }), {
    code: 21215,
  });
  await assert.rejects(client.messages.create({ to: '+447700900123', from: accountNumber, body: 'Hi' }), {
    code: 21408,
  });
  await client.calls.create({ to: '+447700900123', from: accountNumber, twiml: say });
  await client.messages.create({ to: business, from: accountNumber, body: 'Hi' });
});

test('a SIP address can be called', async (t) => {
  const { client } = await setUpSimulator(t);
  const call = await client.calls.create({
    to: 'sip:owner@pbx.example.com',
    from: accountNumber,
    twiml: say,
  });
  assert.equal(call.to, 'sip:owner@pbx.example.com');
});

test('an oversized body is 413, and a body that is no form has no fields', async (t) => {
  const setup = await setUpSimulator(t);
  const large = await post(setup, '/Calls.json', `To=${'1'.repeat(100_000)}`);
  assert.equal(large.status, 413);
  assert.equal(await codeOf(large), 20413);
  const json = await post(setup, '/Calls.json', '{"To":"+12015550110"}', {
    'content-type': 'application/json',
  });
  assert.equal(json.status, 400);
  assert.equal(await codeOf(json), 21201);
});

test('no request to the REST API is answered with a 5xx', async (t) => {
  const setup = await setUpSimulator(t);
  const names = [
    'To',
    'From',
    'Url',
    'Twiml',
    'Timeout',
    'Status',
    'StatusCallback',
    'StatusCallbackEvent',
    'Body',
    'PageSize',
    'Page',
    'PageToken',
    'StartTime>',
    'SendDigits',
    'MachineDetection',
  ];
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(accountNumber, business, '-1', '1e9', 'http://[', 'CA', say),
  );
  const pairs = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 });
  const path = fc.constantFrom(
    '/Calls',
    '/Messages',
    '/Calls/CA1',
    '/Calls/%00',
    '/Messages/..%2f',
    '/IncomingPhoneNumbers',
    '/constructor',
  );
  const property = fc.asyncProperty(
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path,
    pairs,
    fc.boolean(),
    async (method, where, form, raw) => {
      const text = raw
        ? form.flat().join('&')
        : form.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
      const response = await fetch(
        `${setup.url}/2010-04-01/Accounts/${testAccount}${where}.json${method === 'POST' ? '' : `?${encodeURI(text)}`}`,
        {
          method,
          headers: { authorization: basic, 'content-type': 'application/x-www-form-urlencoded' },
          body: method === 'POST' ? text : null,
        },
      );
      await response.text();
      assert.ok(response.status < 500, `${response.status} for ${method} ${where} ${text}`);
    },
  );
  await fc.assert(property, { numRuns: 200 });
  await setup.clock.run(1_000);
});
