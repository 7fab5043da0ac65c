import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { problemCodes } from '../../contract/problem.ts';
import { openHttpSetup } from '../../test/support/http/http-setup.ts';
import { ann, ask, assertProblem, newCallback } from '../../test/support/http/visitor-requests.ts';
import { problems } from './problems/catalogue.ts';

const json = { 'content-type': 'application/json' };
const url = '/api/v1/callbacks';

test('every answer forbids sniffing, framing, referring and keeping', async (t) => {
  const rig = await openHttpSetup(t);
  for (const answer of [await rig.app.inject('/api/v1/site'), await rig.app.inject('/no'), await ask(rig)]) {
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

test('a development host is not told to keep to https', async (t) => {
  const rig = await openHttpSetup(t, { settings: { publicBaseUrl: 'http://127.0.0.1:8501' } });
  assert.equal((await rig.app.inject('/health')).headers['strict-transport-security'], undefined);
});

test('an unknown address is told from one that takes other methods', async (t) => {
  const rig = await openHttpSetup(t);
  assertProblem(await rig.app.inject('/api/v1/nothing'), 'not-found', 404);
  const answer = await rig.app.inject({ method: 'DELETE', url, headers: json, payload: '{' });
  assertProblem(answer, 'method-not-allowed', 405);
  assert.equal(answer.headers.allow, 'POST, OPTIONS');
  const site = await rig.app.inject({ method: 'PUT', url: '/api/v1/site' });
  assert.equal(site.headers.allow, 'GET, HEAD, OPTIONS');
});

test('HEAD and a slash at the end are answered as GET without them', async (t) => {
  const rig = await openHttpSetup(t);
  const head = await rig.app.inject({ method: 'HEAD', url: '/api/v1/site/' });
  assert.equal(head.statusCode, 200);
  assert.equal(head.body, '');
  assert.equal((await ask(rig, { url: `${url}/` } as object)).statusCode, 201);
});

test('what is not whole JSON, or would poison an object, is refused', async (t) => {
  const rig = await openHttpSetup(t);
  const poison = ['{"__proto__":{"name":"x"}}', '{"constructor":{"prototype":{"name":"x"}}}'];
  for (const payload of ['', '{', '{"name":', 'undefined', ...poison]) {
    assertProblem(await ask(rig, { headers: json, payload }), 'invalid-json', 400);
  }
});

test('deep nesting harms nobody', async (t) => {
  const rig = await openHttpSetup(t);
  const payload = `{"name":"Ann","phone":"${ann.phone}","deep":${'['.repeat(7000)}${']'.repeat(7000)}}`;
  assert.equal((await ask(rig, { headers: json, payload })).statusCode, 201);
});

test('bodies of another type, too large or cut short are refused', async (t) => {
  const rig = await openHttpSetup(t);
  const text = { headers: { 'content-type': 'text/plain' }, payload: '{}' };
  assertProblem(await ask(rig, text), 'unsupported-media-type', 415);
  const large = { headers: json, payload: JSON.stringify({ ...ann, subject: 'x'.repeat(17_000) }) };
  assertProblem(await ask(rig, large), 'body-too-large', 413);
  const short = { headers: { ...json, 'content-length': '5' }, payload: '{}' };
  const { errors } = assertProblem(await ask(rig, short), 'invalid-request', 400);
  assert.equal(errors?.[0]?.field, 'Content-Length');
});

test('an address that is none is a problem too', async (t) => {
  const rig = await openHttpSetup(t);
  for (const address of ['/api/v1/callbacks/%zz', '/%']) {
    const answer = await rig.app.inject(address);
    assert.equal(assertProblem(answer, 'invalid-request', 400).errors?.[0]?.field, 'address');
    assert.match(String(answer.headers['x-request-id']), /^[\w-]{22}$/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  }
});

test('bytes that are no HTTP are answered with a problem, and the line is closed', async (t) => {
  const rig = await openHttpSetup(t);
  const port = Number(new URL(await rig.app.listen({ host: '127.0.0.1', port: 0 })).port);
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

test('a database that cannot be written is said to be passing, and when to try again', async (t) => {
  const rig = await openHttpSetup(t);
  const intruder = new DatabaseSync(rig.path);
  intruder.exec('BEGIN IMMEDIATE');
  const refused = await ask(rig);
  intruder.close();
  assert.equal(assertProblem(refused, 'temporarily-unavailable', 503).retry_after, 5);
  assert.equal(refused.headers['retry-after'], '5');
  assert.equal((await ask(rig)).statusCode, 201);
});

test('a fault of ours is logged with its cause and told without it', async (t) => {
  const fault = new Error('the digits are 123456');
  const rig = await openHttpSetup(t, {
    deps: {
      numbers: {
        parse() {
          throw fault;
        },
        format: (e164) => e164,
      },
    },
  });
  const answer = await ask(rig);
  assertProblem(answer, 'internal', 500);
  assert.equal(answer.body.includes('123456'), false);
  const line = rig.log.find(({ level }) => level === 'error');
  assert.equal(line?.cause, fault);
  assert.equal(line?.fields.id, answer.headers['x-request-id']);
});

test('each request leaves one line, and none of its id, name or number in it', async (t) => {
  const rig = await openHttpSetup(t);
  const { request_id: id } = await newCallback(rig);
  await rig.app.inject(`${url}/${id}?name=Ann`);
  await rig.app.inject('/api/v1/secret-place');
  const lines = rig.log.filter(({ message }) => message === 'request');
  assert.deepEqual(
    lines.map(({ fields }) => [fields.method, fields.route, fields.status]),
    [
      ['POST', '/api/v1/callbacks', 201],
      ['GET', '/api/v1/callbacks/:id', 200],
      ['GET', 'none', 404],
    ],
  );
  const written = JSON.stringify(rig.log);
  for (const secret of [id, 'Ann', '555', 'secret-place'])
    assert.equal(written.includes(secret), false, secret);
});

test('whoever hangs up without waiting for the answer leaves a line too', async (t) => {
  const rig = await openHttpSetup(t);
  const base = await rig.app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /api/v1/callbacks HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n{', () =>
    socket.resetAndDestroy(),
  );
  await once(socket, 'close');
  for (let others = 0; others < 10; others += 1) await fetch(`${base}/health`);
  const lines = rig.log.filter(({ message, fields }) => message === 'request' && fields.hung_up === true);
  assert.deepEqual(
    lines.map(({ fields }) => [fields.method, fields.route, fields.status]),
    [['POST', '/api/v1/callbacks', undefined]],
  );
});

test('every code has a status, a title and a sentence that ends', () => {
  assert.deepEqual(Object.keys(problems).sort(), [...problemCodes].sort());
  for (const { status, title, detail } of Object.values(problems)) {
    assert.ok(status >= 400 && status < 600);
    assert.ok(title.length > 0 && !title.endsWith('.'));
    assert.match(detail, /\.$/);
  }
});
