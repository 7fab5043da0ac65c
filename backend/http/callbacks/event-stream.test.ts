import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import { openEventReader } from '../../../test/support/http/event-reader.ts';
import { type EventStream, openEventStream } from './event-stream.ts';

async function openPair(t: TestContext) {
  const app = fastify();
  const server: { stream?: EventStream; closed: number } = { closed: 0 };
  app.get('/', async (_request, reply) => {
    server.stream = openEventStream(reply, () => {
      server.closed += 1;
    });
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const page = await openEventReader(address);
  t.after(async () => {
    page.close();
    await app.close();
  });
  assert.ok(server.stream);
  return { page, server, stream: server.stream };
}

function pause() {
  return new Promise((resolve) => setImmediate(resolve));
}

test('events and heartbeats arrive in the order in which they were sent', async (t) => {
  const { page, server, stream } = await openPair(t);
  stream.send({ id: '7', name: 'state', data: '{"a":1}' });
  stream.heartbeat();
  stream.end();
  await page.ended;
  assert.deepEqual(page.events, [{ id: '7', name: 'state', data: '{"a":1}' }]);
  assert.deepEqual(page.comments, ['heartbeat']);
  assert.equal(server.closed, 1);
});

test('when a page disconnects, later events are dropped', async (t) => {
  const { page, server, stream } = await openPair(t);
  page.close();
  while (server.closed === 0) await pause();
  stream.send({ id: '8', name: 'state', data: '{}' });
  stream.end();
  assert.equal(server.closed, 1);
});

test('a page that does not read is disconnected instead of buffered', async (t) => {
  const { page, server, stream } = await openPair(t);
  page.pause();
  const data = 'x'.repeat(16_384);
  for (let sent = 0; server.closed === 0; sent += 1) {
    assert.ok(sent < 4_000, 'more than 64 MB were buffered for a page that does not read');
    stream.send({ id: String(sent), name: 'state', data });
    await pause();
  }
});
