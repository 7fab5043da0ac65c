import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { problemCodes } from '../../contract/problem.ts';
import { openHttpSetup } from '../../test/support/http/http-setup.ts';
import { ann, ask, assertProblem, newCallback } from '../../test/support/http/visitor-requests.ts';
import { problems } from './problems/catalogue.ts';

const json = { 'content-type': 'application/json' };
const url = '/api/v1/callbacks';

test('every answer forbids sniffing, framing, referrers and caching', async (t) => {
  const setup = await openHttpSetup(t);
  for (const answer of [
    await setup.app.inject('/api/v1/site'),
    await setup.app.inject('/no'),
    await ask(setup),
  ]) {
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(answer.headers['referrer-policy'], 'no-referrer');
    assert.equal(
      answer.headers['content-security-policy'],
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.match(String(answer.headers['x-request-id']), /^[\w-]{22}$/);
    assert.match(String(answer.headers['strict-transport-security']), /max-age=\d+/);
  }
});

test('an http address gets no HSTS header', async (t) => {
  const setup = await openHttpSetup(t, { settings: { publicBaseUrl: 'http://127.0.0.1:8501' } });
  assert.equal((await setup.app.inject('/health')).headers['strict-transport-security'], undefined);
});

test('an unknown address gets 404, a wrong method 405', async (t) => {
  const setup = await openHttpSetup(t);
  assertProblem(await setup.app.inject('/api/v1/nothing'), 'not-found', 404);
  const answer = await setup.app.inject({ method: 'DELETE', url, headers: json, payload: '{' });
  assertProblem(answer, 'method-not-allowed', 405);
  assert.equal(answer.headers.allow, 'POST, OPTIONS');
  const site = await setup.app.inject({ method: 'PUT', url: '/api/v1/site' });
  assert.equal(site.headers.allow, 'GET, HEAD, OPTIONS');
});

test('HEAD and a trailing slash are handled as the plain GET', async (t) => {
  const setup = await openHttpSetup(t);
  const head = await setup.app.inject({ method: 'HEAD', url: '/api/v1/site/' });
  assert.equal(head.statusCode, 200);
  assert.equal(head.body, '');
  assert.equal((await ask(setup, { url: `${url}/` } as object)).statusCode, 201);
});

test('incomplete JSON and JSON with prototype keys are refused', async (t) => {
  const setup = await openHttpSetup(t);
  const poison = ['{"__proto__":{"name":"x"}}', '{"constructor":{"prototype":{"name":"x"}}}'];
  for (const payload of ['', '{', '{"name":', 'undefined', ...poison]) {
    assertProblem(await ask(setup, { headers: json, payload }), 'invalid-json', 400);
  }
});

test('deeply nested JSON in an unknown field does no harm', async (t) => {
  const setup = await openHttpSetup(t);
  const payload = `{"name":"Ann","phone":"${ann.phone}","deep":${'['.repeat(7000)}${']'.repeat(7000)}}`;
  assert.equal((await ask(setup, { headers: json, payload })).statusCode, 201);
});

test('bodies of another type, too large or incomplete are refused', async (t) => {
  const setup = await openHttpSetup(t);
  const text = { headers: { 'content-type': 'text/plain' }, payload: '{}' };
  assertProblem(await ask(setup, text), 'unsupported-media-type', 415);
  const large = { headers: json, payload: JSON.stringify({ ...ann, subject: 'x'.repeat(17_000) }) };
  assertProblem(await ask(setup, large), 'body-too-large', 413);
  const short = { headers: { ...json, 'content-length': '5' }, payload: '{}' };
  const { errors } = assertProblem(await ask(setup, short), 'invalid-request', 400);
  assert.equal(errors?.[0]?.field, 'Content-Length');
});

test('an invalid address is answered with a problem', async (t) => {
  const setup = await openHttpSetup(t);
  for (const address of ['/api/v1/callbacks/%zz', '/%']) {
    const answer = await setup.app.inject(address);
    assert.equal(assertProblem(answer, 'invalid-request', 400).errors?.[0]?.field, 'address');
    assert.match(String(answer.headers['x-request-id']), /^[\w-]{22}$/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  }
});

test('bytes that are not HTTP get a problem, and the connection is closed', async (t) => {
  const setup = await openHttpSetup(t);
  const port = Number(new URL(await setup.app.listen({ host: '127.0.0.1', port: 0 })).port);
  const send = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (data) => {
        heard += data;
      });
      socket.on('close', () => resolve(heard));
      socket.on('error', reject);
    });
  const nonsense = await send('nonsense\r\n\r\n');
  assert.match(nonsense, /^HTTP\/1\.1 400 /);
  assert.match(nonsense, /\r\nX-Content-Type-Options: nosniff\r\n/);
  assert.match(nonsense, /application\/problem\+json[\s\S]*"code":"invalid-request"/);
  const swollen = await send(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
  assert.match(swollen, /^HTTP\/1\.1 431 [\s\S]*"code":"headers-too-large"/);
});

test('when the database cannot be written, the answer is 503 with a time to retry', async (t) => {
  const setup = await openHttpSetup(t);
  const acceptAgain = await setup.database.refuseChanges();
  const refused = await ask(setup);
  await acceptAgain();
  assert.equal(assertProblem(refused, 'temporarily-unavailable', 503).retry_after, 5);
  assert.equal(refused.headers['retry-after'], '5');
  assert.equal((await ask(setup)).statusCode, 201);
});

test('an internal error is logged with its cause and answered without it', async (t) => {
  const fault = new Error('the digits are 123456');
  const setup = await openHttpSetup(t, {
    deps: {
      numbers: {
        parse() {
          throw fault;
        },
        format: (e164) => e164,
        example: () => ({ prefix: '+1', national: '201 555 0123' }),
      },
    },
  });
  const answer = await ask(setup);
  assertProblem(answer, 'internal', 500);
  assert.equal(answer.body.includes('123456'), false);
  const line = setup.log.find(({ level }) => level === 'error');
  assert.equal(line?.cause, fault);
  assert.equal(line?.fields.id, answer.headers['x-request-id']);
});

test('each HTTP request logs one line without ids, names or phone numbers', async (t) => {
  const setup = await openHttpSetup(t);
  const { request_id: id } = await newCallback(setup);
  await setup.app.inject(`${url}/${id}?name=Ann`);
  await setup.app.inject('/api/v1/secret-place');
  const lines = setup.log.filter(({ message }) => message === 'request');
  assert.deepEqual(
    lines.map(({ fields }) => [fields.method, fields.route, fields.status]),
    [
      ['POST', '/api/v1/callbacks', 201],
      ['GET', '/api/v1/callbacks/:id', 200],
      ['GET', 'none', 404],
    ],
  );
  const written = JSON.stringify(setup.log);
  for (const secret of [id, 'Ann', '555', 'secret-place'])
    assert.equal(written.includes(secret), false, secret);
});

test('an HTTP request aborted by its client logs a line', async (t) => {
  const setup = await openHttpSetup(t);
  const base = await setup.app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /api/v1/callbacks HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n{', () =>
    socket.resetAndDestroy(),
  );
  await once(socket, 'close');
  for (let others = 0; others < 10; others += 1) await fetch(`${base}/health`);
  const lines = setup.log.filter(({ message, fields }) => message === 'request' && fields.hung_up === true);
  assert.deepEqual(
    lines.map(({ fields }) => [fields.method, fields.route, fields.status]),
    [['POST', '/api/v1/callbacks', undefined]],
  );
});

test('every code has an error status, a title and whole sentences', () => {
  assert.deepEqual(Object.keys(problems).sort(), [...problemCodes].sort());
  for (const { status, title, detail } of Object.values(problems)) {
    assert.ok(status >= 400 && status < 600);
    assert.ok(title.length > 0 && !title.endsWith('.'));
    assert.match(detail, /\.$/);
  }
});
