import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCarrierFault } from '../../../ports/carrier/carrier-errors.ts';
import { apiError, json, type Respond, scriptedApi } from '../test-support/scripted-api.ts';
import { createCallControl } from './call-control.ts';

const created = 'Mon, 05 Jan 2026 14:59:00 +0000';

function apiCall(sid: string, status: string, more: object = {}) {
  return {
    sid,
    status,
    date_created: created,
    end_time: null,
    duration: null,
    direction: 'outbound-api',
    ...more,
  };
}

async function faultOf(failing: Promise<unknown>) {
  const error: unknown = await failing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isCarrierFault(error), `expected a carrier fault, got ${error}`);
  return error;
}

// rule: end-by-completing
test('ending a call sets its status to completed', async (t) => {
  const { client, clock, requests } = await scriptedApi(t, (_, response) =>
    json(response, 200, apiCall('CA1', 'completed', { duration: '31' })),
  );
  assert.deepEqual(await createCallControl({ client, clock }).end('CA1'), {
    sid: 'CA1',
    status: 'completed',
    talkSeconds: 31,
  });
  assert.equal(requests[0]?.form.get('Status'), 'completed');
});

// rule: end-by-completing
test('ending a queued call returns canceled', async (t) => {
  const { client, clock } = await scriptedApi(t, (_, response) =>
    json(response, 200, apiCall('CA1', 'canceled')),
  );
  assert.equal((await createCallControl({ client, clock }).end('CA1')).status, 'canceled');
});

// rule: end-by-completing
test('ending a call that has already ended returns its final status', async (t) => {
  const { client, clock, requests } = await scriptedApi(t, ({ method }, response) =>
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
    requests.map(({ method }) => method),
    ['POST', 'GET'],
  );
});

test('fetching a call returns its business leg and its dialled visitor leg', async (t) => {
  const { client, clock, requests } = await scriptedApi(t, ({ query }, response) =>
    query.has('ParentCallSid')
      ? json(response, 200, {
          calls: [apiCall('CA2', 'in-progress', { direction: 'outbound-dial', to: '+12015550150' })],
          next_page_uri: null,
        })
      : json(response, 200, apiCall('CA1', 'in-progress')),
  );
  assert.deepEqual(await createCallControl({ client, clock }).fetch('CA1'), {
    business: { sid: 'CA1', status: 'in-progress', talkSeconds: undefined },
    visitor: {
      sid: 'CA2',
      status: 'in-progress',
      talkSeconds: undefined,
      times: { dialledAt: Date.parse(created) },
      to: '+12015550150',
    },
  });
  assert.equal(requests[1]?.query.get('ParentCallSid'), 'CA1');
});

test('fetched legs have the times of dialling, answer and end, if the carrier has them', async (t) => {
  const ended = 'Mon, 05 Jan 2026 14:59:40 +0000';
  const child = { sid: 'CA2', direction: 'outbound-dial', to: '+12015550150' };
  let more: object = {};
  const { client, clock } = await scriptedApi(t, ({ query }, response) =>
    query.has('ParentCallSid')
      ? json(response, 200, { calls: [apiCall('CA2', 'completed', { ...child, ...more })] })
      : json(response, 200, apiCall('CA1', 'completed', { end_time: ended, duration: '60' })),
  );
  const fetchTimes = async () => {
    const legs = await createCallControl({ client, clock }).fetch('CA1');
    return [legs?.business.times, legs?.visitor?.times];
  };
  const endedAt = Date.parse(ended);
  const dialledAt = Date.parse(created);
  more = { end_time: ended, duration: '20' };
  assert.deepEqual(await fetchTimes(), [{ endedAt }, { dialledAt, answeredAt: endedAt - 20_000, endedAt }]);
  more = { end_time: ended, duration: null };
  assert.deepEqual(await fetchTimes(), [{ endedAt }, { dialledAt, endedAt }]);
  more = { end_time: null, duration: '20', date_created: null };
  assert.deepEqual(await fetchTimes(), [{ endedAt }, {}]);
});

test('fetching a call without a dialled leg returns no visitor leg', async (t) => {
  const { client, clock } = await scriptedApi(t, ({ query }, response) =>
    json(response, 200, query.has('ParentCallSid') ? { calls: [] } : apiCall('CA1', 'ringing')),
  );
  assert.equal((await createCallControl({ client, clock }).fetch('CA1'))?.visitor, undefined);
});

test('fetching an unknown call returns undefined', async (t) => {
  const { client, clock } = await scriptedApi(t, (_, response) => apiError(response, 404, 20404));
  assert.equal(await createCallControl({ client, clock }).fetch('CA1'), undefined);
});

test('found calls are newest first; one without a creation date counts as new', async (t) => {
  const { client, clock, requests } = await scriptedApi(t, (_, response) =>
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
  assert.equal(requests.length, 1);
  assert.deepEqual(Object.fromEntries(requests[0]?.query ?? []), {
    To: '+12015550123',
    From: '+12015550100',
    PageSize: '50',
  });
});

const faults: { what: string; respond: Respond; class: string; code: string; retryable: boolean }[] = [
  {
    what: 'too many requests',
    respond: (_, response) => apiError(response, 429, 20429),
    class: 'throttled',
    code: '20429',
    retryable: true,
  },
  {
    what: 'a server error',
    respond: (_, response) => apiError(response, 503, 20503),
    class: 'unavailable',
    code: 'http-503',
    retryable: true,
  },
  {
    what: 'a connection reset',
    respond: (_, response) => response.destroy(),
    class: 'unavailable',
    code: 'ECONNRESET',
    retryable: true,
  },
  {
    what: 'an unknown call status',
    respond: (_, response) => json(response, 200, { ...apiCall('CA1', 'levitating'), calls: [{}] }),
    class: 'unavailable',
    code: 'Error',
    retryable: true,
  },
  {
    what: 'wrong credentials',
    respond: (_, response) => apiError(response, 401, 20003),
    class: 'config',
    code: '20003',
    retryable: false,
  },
];

for (const { what, respond, ...expected } of faults) {
  test(`${what} throws a carrier fault that tells whether to retry`, async (t) => {
    const { client, clock } = await scriptedApi(t, respond);
    const control = createCallControl({ client, clock });
    const failing = [control.end('CA1'), control.fetch('CA1'), control.find('+12015550123', '+12015550100')];
    for (const fault of await Promise.all(failing.map(faultOf))) {
      assert.deepEqual({ class: fault.class, code: fault.carrierCode, retryable: fault.retryable }, expected);
      assert.notEqual(fault.advice, '');
      assert.ok(fault.cause instanceof Error);
    }
  });
}

test('no response within 10 seconds throws a carrier fault', async (t) => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const { client, clock } = await scriptedApi(t, () => resolve());
  const failed = faultOf(createCallControl({ client, clock }).fetch('CA1'));
  await arrived;
  clock.advance(9_999);
  assert.equal(clock.pendingTimers(), 1);
  clock.advance(1);
  assert.equal((await failed).carrierCode, 'ETIMEDOUT');
});
