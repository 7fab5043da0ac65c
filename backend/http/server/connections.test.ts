import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';

test('an incomplete HTTP request keeps a closing server open for five seconds at most', async (t) => {
  const setup = await openHttpSetup(t);
  const port = Number(new URL(await setup.app.listen({ host: '127.0.0.1', port: 0 })).port);
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  const arrived = once(setup.app.server, 'request');
  socket.write('POST /api/v1/callbacks HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
  await arrived;
  let closed = false;
  const closing = setup.app.close().then(() => {
    closed = true;
  });
  await setup.clock.advance(4_999);
  assert.equal(closed, false);
  await setup.clock.advance(1);
  await closing;
});

/** Factor by which the timeouts are shorter than real ones. */
const haste = 50;

test('a slow client gets 408 once its headers or its body exceed their time', async (t) => {
  const { app } = await openHttpSetup(t);
  const { requestTimeout, headersTimeout } = app.server;
  const checkInterval: number = Reflect.get(app.server, 'connectionsCheckingInterval');
  assert.ok(headersTimeout + checkInterval <= 20_000);
  assert.ok(requestTimeout + checkInterval <= 40_000);
  for (const limit of ['requestTimeout', 'headersTimeout', 'connectionsCheckingInterval'] as const)
    Reflect.set(app.server, limit, Reflect.get(app.server, limit) / haste);
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  const post = 'POST /api/v1/callbacks HTTP/1.1\r\nHost: x\r\n';
  const [inHeaders, inBody] = await Promise.all([
    answerTo(port, `${post}X-More: `),
    answerTo(port, `${post}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`),
  ]);
  assert.match(inHeaders, /^HTTP\/1\.1 408 /);
  assert.match(inBody, /^HTTP\/1\.1 408 /);
});

test('a request for several hosts, in two headers or in one, is refused', async (t) => {
  const { app } = await openHttpSetup(t);
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  const answerFor = (hosts: string) =>
    answerTo(port, `GET /health HTTP/1.1\r\n${hosts}\r\nConnection: close\r\n\r\n`);
  for (const hosts of [
    'Host: a\r\nHost: b',
    'Host: a\r\nhOsT: a',
    'Host: a, b',
    'Host: a,b',
    'Host: a b',
    'Host: a/b@c',
  ])
    assert.match(await answerFor(hosts), /^HTTP\/1\.1 400 [\s\S]*"field":"Host"/, hosts);
  for (const host of ['a', 'a:8501', '127.0.0.1:8501', '[::1]:8501', 'my_host.example', ''])
    assert.match(await answerFor(`Host: ${host}`), /^HTTP\/1\.1 200 /, host);
});

async function answerTo(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (more) => {
    text += more;
  });
  socket.write(head);
  await once(socket, 'close');
  return text;
}
