import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { PlaceCall, PlaceResult } from '../../../ports/carrier/voice-carrier.ts';
import { accountSid, apiError, json, type Respond, scriptedApi } from '../test-support/scripted-api.ts';
import { createWebhookUrls } from '../webhooks/webhook-urls.ts';
import { placeCall } from './place-call.ts';

const urls = createWebhookUrls('https://callback.example/');

const call: PlaceCall = {
  to: '+12015550123',
  from: '+12015550100',
  ringSeconds: 22,
  maxCallSeconds: 1800,
  token: 'tok_en-1',
  reason: 'Callback requested',
};

async function placed(
  t: TestContext,
  respond: Respond,
  change: Partial<PlaceCall> = {},
): Promise<PlaceResult> {
  const { client } = await scriptedApi(t, respond);
  return placeCall(client, urls, { ...call, ...change });
}

// rule: webhook-address
test('a call request has webhook URLs, limits and the reason', async (t) => {
  const { client, requests } = await scriptedApi(t, (_, response) =>
    json(response, 201, { sid: 'CA1', status: 'queued' }),
  );
  assert.deepEqual(await placeCall(client, urls, call), {
    result: 'placed',
    call: { sid: 'CA1', status: 'queued', talkSeconds: undefined },
  });
  assert.equal(requests.length, 1);
  assert.equal(requests[0]?.method, 'POST');
  assert.equal(requests[0]?.path, `/2010-04-01/Accounts/${accountSid}/Calls.json`);
  assert.deepEqual(
    [...(requests[0]?.form ?? [])].sort(([left], [right]) => left.localeCompare(right)),
    [
      ['CallReason', 'Callback requested'],
      ['FallbackUrl', 'https://callback.example/twilio/voice/tok_en-1/fallback#rc=2&rp=ct,rt,5xx'],
      ['From', '+12015550100'],
      ['StatusCallback', 'https://callback.example/twilio/voice/tok_en-1/status#rc=2&rp=ct,rt,5xx'],
      ['StatusCallbackEvent', 'initiated'],
      ['StatusCallbackEvent', 'ringing'],
      ['StatusCallbackEvent', 'answered'],
      ['StatusCallbackEvent', 'completed'],
      ['TimeLimit', '1800'],
      ['Timeout', '22'],
      ['To', '+12015550123'],
      ['Url', 'https://callback.example/twilio/voice/tok_en-1/prompt#rc=2&rp=ct,rt,5xx'],
    ],
  );
});

test('a SIP address is called, and a long reason is cut between characters', async (t) => {
  const { client, requests } = await scriptedApi(t, (_, response) =>
    json(response, 201, { sid: 'CA1', status: 'queued' }),
  );
  await placeCall(client, urls, { ...call, to: 'sip:owner@pbx.example', reason: '📞'.repeat(60) });
  assert.equal(requests[0]?.form.get('To'), 'sip:owner@pbx.example');
  assert.equal(requests[0]?.form.get('CallReason'), '📞'.repeat(50));
});

// rule: isolated-post
test('a 429 is throttled: no call was made', async (t) => {
  const explained: Respond = (_, response) => apiError(response, 429, 20429);
  assert.deepEqual(await placed(t, explained), { result: 'throttled' });
  const bare: Respond = (_, response) => response.writeHead(429).end();
  assert.deepEqual(await placed(t, bare), { result: 'throttled' });
});

test('a request that was not sent is throttled: no call was made', async (t) => {
  const { client, clock } = await scriptedApi(t, () => {});
  const placing = placeCall(client, urls, call);
  clock.advance(8_000);
  assert.deepEqual(await placing, { result: 'throttled' });
});

test('a refusal has its class, code and advice', async (t) => {
  const respond: Respond = (_, response) => apiError(response, 400, 21215);
  const result = await placed(t, respond);
  assert.ok(result.result === 'refused');
  assert.equal(result.refusal.class, 'not-permitted');
  assert.equal(result.refusal.code, '21215');
  assert.match(result.refusal.advice, /Geo permissions/);
});

const unknowns: { what: string; cause: string; respond: Respond }[] = [
  {
    what: 'a server error with an error body',
    cause: 'http-500',
    respond: (_, response) => apiError(response, 500, 20500),
  },
  {
    what: "a proxy's error page",
    cause: 'http-403',
    respond: (_, response) => response.writeHead(403).end('<html>no</html>'),
  },
  {
    what: 'a 408',
    cause: 'http-408',
    respond: (_, response) => apiError(response, 408, 20408),
  },
  {
    what: 'a redirect',
    cause: 'http-307',
    respond: (_, response) => apiError(response, 307, 20001),
  },
  {
    what: 'a success that is not JSON',
    cause: 'SyntaxError',
    respond: (_, response) => response.writeHead(201).end('<html>'),
  },
  {
    what: 'a success without a call',
    cause: 'unreadable-answer',
    respond: (_, response) => json(response, 201, { status: 'queued' }),
  },
  {
    what: 'a success whose body is null',
    cause: 'TypeError',
    respond: (_, response) => json(response, 201, null),
  },
  {
    what: 'a connection reset',
    cause: 'ECONNRESET',
    respond: (_, response) => response.destroy(),
  },
];

for (const { what, cause, respond } of unknowns) {
  test(`${what} leaves it unknown whether a call was made`, async (t) => {
    assert.deepEqual(await placed(t, respond), { result: 'unknown', cause });
  });
}

// rule: isolated-post
test('no response within 8 seconds leaves it unknown whether a call was made', async (t) => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const { client, clock } = await scriptedApi(t, () => resolve());
  const placing = placeCall(client, urls, call);
  await arrived;
  clock.advance(8_000);
  assert.deepEqual(await placing, { result: 'unknown', cause: 'ETIMEDOUT' });
});

test('an extension is dialled after the call is answered', async (t) => {
  for (const [extension, keys] of [
    ['12', 'wwww12'],
    ['0', 'wwww0'],
    ['20155501', 'wwww20155501'],
  ] as const) {
    const { client, requests } = await scriptedApi(t, (_, response) =>
      json(response, 201, { sid: 'CA1', status: 'queued' }),
    );
    await placeCall(client, urls, { ...call, extension });
    assert.equal(requests[0]?.form?.get('SendDigits'), keys);
  }
});
