import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCarrierFault } from '../../../ports/carrier/carrier-errors.ts';
import { type Answer, apiError, json, scriptedApi } from '../test-support/scripted-api.ts';
import { createCallControl } from './call-control.ts';

const created = 'Mon, 05 Jan 2026 14:59:00 +0000';

function apiCall(sid: string, status: string, more: object = {}) {
  return {
    sid,
    status,
    date_created: created,
    duration: null,
    direction: 'outbound-api',
    ...more,
  };
}

async function faultOf(asking: Promise<unknown>) {
  const error: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isCarrierFault(error), `expected a carrier fault, got ${error}`);
  return error;
}

// rule: end-by-completing
test('a call is ended by completing it', async (t) => {
  const { client, clock, asked } = await scriptedApi(t, (_, response) =>
    json(response, 200, apiCall('CA1', 'completed', { duration: '31' })),
  );
  assert.deepEqual(await createCallControl({ client, clock }).end('CA1'), {
    sid: 'CA1',
    status: 'completed',
    talkSeconds: 31,
  });
  assert.equal(asked[0]?.form.get('Status'), 'completed');
});

// rule: end-by-completing
test('a call that waited in the queue stands as canceled afterwards', async (t) => {
  const { client, clock } = await scriptedApi(t, (_, response) =>
    json(response, 200, apiCall('CA1', 'canceled')),
  );
  assert.equal((await createCallControl({ client, clock }).end('CA1')).status, 'canceled');
});

// rule: end-by-completing
test('ending a call that has ended tells how it ended', async (t) => {
  const { client, clock, asked } = await scriptedApi(t, ({ method }, response) =>
    method === 'POST'
      ? apiError(response, 400, 21220)
      : json(response, 200, apiCall('CA1', 'busy', { duration: '0' })),
  );
  assert.deepEqual(await createCallControl({ client, clock }).end('CA1'), {
    sid: 'CA1',
    status: 'busy',
    talkSeconds: 0,
  });
  assert.deepEqual(
    asked.map(({ method }) => method),
    ['POST', 'GET'],
  );
});

test('a call is fetched together with the leg that was dialled inside it', async (t) => {
  const { client, clock, asked } = await scriptedApi(t, ({ query }, response) =>
    query.has('ParentCallSid')
      ? json(response, 200, {
          calls: [apiCall('CA2', 'in-progress', { direction: 'outbound-dial' })],
          next_page_uri: null,
        })
      : json(response, 200, apiCall('CA1', 'in-progress')),
  );
  assert.deepEqual(await createCallControl({ client, clock }).fetch('CA1'), {
    business: { sid: 'CA1', status: 'in-progress', talkSeconds: undefined },
    visitor: { sid: 'CA2', status: 'in-progress', talkSeconds: undefined },
  });
  assert.equal(asked[1]?.query.get('ParentCallSid'), 'CA1');
});

test('a call in which nobody was dialled has no visitor', async (t) => {
  const { client, clock } = await scriptedApi(t, ({ query }, response) =>
    json(response, 200, query.has('ParentCallSid') ? { calls: [] } : apiCall('CA1', 'ringing')),
  );
  assert.equal((await createCallControl({ client, clock }).fetch('CA1'))?.visitor, undefined);
});

test('an unknown call is fetched as undefined', async (t) => {
  const { client, clock } = await scriptedApi(t, (_, response) => apiError(response, 404, 20404));
  assert.equal(await createCallControl({ client, clock }).fetch('CA1'), undefined);
});

test('recent calls come newest first from one page; one without a creation date was made just now', async (t) => {
  const { client, clock, asked } = await scriptedApi(t, (_, response) =>
    json(response, 200, {
      calls: [
        apiCall('CA1', 'completed', { date_created: 'Mon, 05 Jan 2026 14:00:00 +0000' }),
        apiCall('CA2', 'ringing'),
        apiCall('CA3', 'queued', { date_created: null }),
      ],
      next_page_uri: '/2010-04-01/more',
    }),
  );
  const found = await createCallControl({ client, clock }).find('+12015550123', '+12015550100');
  assert.deepEqual(
    found.map(({ sid, createdAt }) => [sid, createdAt]),
    [
      ['CA3', clock.now()],
      ['CA2', Date.parse(created)],
      ['CA1', Date.UTC(2026, 0, 5, 14)],
    ],
  );
  assert.equal(asked.length, 1);
  assert.deepEqual(Object.fromEntries(asked[0]?.query ?? []), {
    To: '+12015550123',
    From: '+12015550100',
    PageSize: '50',
  });
});

const faults: { what: string; answer: Answer; class: string; code: string; retryable: boolean }[] = [
  {
    what: 'too many requests',
    answer: (_, response) => apiError(response, 429, 20429),
    class: 'throttled',
    code: '20429',
    retryable: true,
  },
  {
    what: 'a server error',
    answer: (_, response) => apiError(response, 503, 20503),
    class: 'unavailable',
    code: 'http-503',
    retryable: true,
  },
  {
    what: 'a cut connection',
    answer: (_, response) => response.destroy(),
    class: 'unavailable',
    code: 'ECONNRESET',
    retryable: true,
  },
  {
    what: 'a status that nobody knows',
    answer: (_, response) => json(response, 200, { ...apiCall('CA1', 'levitating'), calls: [{}] }),
    class: 'unavailable',
    code: 'Error',
    retryable: true,
  },
  {
    what: 'wrong keys',
    answer: (_, response) => apiError(response, 401, 20003),
    class: 'config',
    code: '20003',
    retryable: false,
  },
];

for (const { what, answer, ...expected } of faults) {
  test(`${what} is a fault that says whether to try again`, async (t) => {
    const { client, clock } = await scriptedApi(t, answer);
    const control = createCallControl({ client, clock });
    const asking = [control.end('CA1'), control.fetch('CA1'), control.find('+12015550123', '+12015550100')];
    for (const fault of await Promise.all(asking.map(faultOf))) {
      assert.deepEqual({ class: fault.class, code: fault.carrierCode, retryable: fault.retryable }, expected);
      assert.notEqual(fault.advice, '');
      assert.ok(fault.cause instanceof Error);
    }
  });
}

test('silence for ten seconds is a fault', async (t) => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const { client, clock } = await scriptedApi(t, () => resolve());
  const failed = faultOf(createCallControl({ client, clock }).fetch('CA1'));
  await arrived;
  clock.advance(9_999);
  assert.equal(clock.waiting(), 1);
  clock.advance(1);
  assert.equal((await failed).carrierCode, 'ETIMEDOUT');
});
