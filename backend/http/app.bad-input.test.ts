import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { type HttpSetup, openHttpSetup, pageOrigin } from '../../test/support/http/http-setup.ts';
import { ann, assertProblem, newCallback } from '../../test/support/http/visitor-requests.ts';

const runs = 3_000;

type Method = NonNullable<InjectOptions['method']>;

/** Returns every route of the API's description, and the carrier's webhooks. */
async function describedRoutes(setup: HttpSetup): Promise<{ method: Method; path: string }[]> {
  const { paths } = (await setup.app.inject('/api/v1/openapi.json')).json();
  // The stream of the probe waits for a clock that stands still during a request.
  const answered = Object.entries<object>(paths).filter(([path]) => path !== '/health/stream');
  const described = answered.flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase() as Method, path })),
  );
  const carriers = ['/twilio/voice/inbound', '/twilio/voice/{id}/prompt', '/twilio/messages/{id}/status'];
  return [...described, ...carriers.map((path) => ({ method: 'POST' as const, path }))];
}

/** Mostly valid values, so that requests pass the first check, and sometimes invalid ones. */
function mostly<T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('', ' ', '\u0000', '\uD800', 'null', '-1', '+12015550147', '123456', "' OR 1=1 --"),
);

const anyField = fc.oneof(anyText, fc.jsonValue(), fc.constantFrom(null, 0, -0, 1e308, [], {}, true));

const phone = fc.integer({ min: 100, max: 199 }).map((last) => `+12015550${last}`);

const shapedBody = fc
  .record(
    {
      name: mostly(fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }), anyField),
      phone: mostly(phone, anyField),
      email: mostly(fc.emailAddress(), anyField),
      subject: mostly(fc.string({ maxLength: 140 }), anyField),
      page: mostly(fc.webUrl(), anyField),
      code: mostly(fc.constantFrom('000000', '123456'), anyField),
      visitor_phone: phone,
      surplus: anyField,
    },
    { requiredKeys: ['name', 'phone', 'code'] },
  )
  .map((body) => JSON.stringify(body));

const anyBody = mostly(
  shapedBody,
  fc.oneof(
    shapedBody.map((body) => body.slice(0, -1)),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    anyText,
    fc.constantFrom('{"__proto__":{"a":1}}', '['.repeat(8_000), '{"name":"\\ud800","phone":"2015550147"}'),
  ),
);

const anyType = mostly(
  fc.constant('application/json'),
  fc.constantFrom(
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'nonsense',
    '',
  ),
);

const headerText = fc.string({ unit: fc.constantFrom(...'aB1 ,;:/"{}.~\u00e9'), maxLength: 300 });

function sometimes<T>(header: fc.Arbitrary<T>) {
  return mostly(fc.constant(undefined), header);
}

const anyHeaders = fc
  .record({
    'content-type': anyType,
    'idempotency-key': mostly(fc.uuid(), headerText),
    'last-event-id': sometimes(headerText),
    'x-forwarded-for': mostly(fc.ipV4(), fc.oneof(headerText, fc.ipV6())),
    'cf-connecting-ip': sometimes(headerText),
    'x-fake-signature': sometimes(headerText),
    accept: sometimes(headerText),
    'accept-version': sometimes(headerText),
    origin: mostly(fc.constant(pageOrigin), fc.oneof(headerText, fc.constant('null'))),
    'content-length': sometimes(fc.constantFrom('0', '5', '99999999', '-1')),
  })
  .map((headers) => Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)));

test('random input at every route is answered with a problem and never with 500', {
  timeout: 120_000,
}, async (t) => {
  const setup = await openHttpSetup(t, { settings: { trustedProxies: ['loopback'] } });
  const routes = await describedRoutes(setup);
  const open = (await newCallback(setup)).request_id;
  const ended = (await newCallback(setup, { ...ann, name: 'Bob' })).request_id;
  await setup.app.inject({ method: 'POST', url: `/api/v1/callbacks/${ended}/cancel` });
  const others: Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const anyRequest = fc.record({
    route: fc.constantFrom(...routes),
    method: mostly(fc.constant(null), fc.constantFrom(...others)),
    id: mostly(fc.constantFrom(open, ended, 'AAAAAAAAAAAAAAAAAAAAAA'), anyText.map(encodeLoosely)),
    headers: anyHeaders,
    payload: anyBody,
    query: mostly(fc.constant(null), anyText.map(encodeLoosely)),
  });

  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ route, method, id, headers, payload, query }) => {
      await setup.clock.advance(6_000);
      // The stream of an open callback would never end.
      const callbackId = route.path.endsWith('/events') && id === open ? ended : id;
      const url = route.path.replace(/\{\w+\}/, () => callbackId) + (query === null ? '' : `?${query}`);
      const answer = await setup.app.inject({ method: method ?? route.method, url, headers, payload });
      assert.ok(answer.statusCode < 500, `${answer.statusCode} ${answer.body}`);
      if (answer.statusCode < 400 || method === 'HEAD') return;
      assertProblem(answer, answer.json().code, answer.statusCode);
    }),
    { numRuns: runs },
  );
  assert.deepEqual(
    setup.log.filter(({ level }) => level === 'error'),
    [],
  );
});

/** Escapes most characters, but leaves some invalid escapes. */
function encodeLoosely(text: string): string {
  return encodeURI(text.toWellFormed()).replaceAll('%25', '%').replaceAll('#', '%23');
}
