import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { post } from './post.ts';

const chunk = Buffer.alloc(64 * 1024, 'x');

/** A receiver whose answer has no end; `sentBytes` resolves when the connection is closed. */
async function startEndless(t: TestContext, status: number) {
  const closed = Promise.withResolvers<number>();
  const server = createServer((_request, response) => {
    let bytes = 0;
    response.writeHead(status, { 'content-type': 'application/json' });
    const pour = () => {
      if (response.destroyed) return;
      bytes += chunk.length;
      if (bytes < 200_000_000 && response.write(chunk)) setImmediate(pour);
      else response.once('drain', pour);
    };
    response.once('close', () => closed.resolve(bytes));
    pour();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, sentBytes: closed.promise };
}

const request = { headers: {}, body: '{}', timeoutMs: 20_000 };

for (const status of [200, 429, 503]) {
  test(`an endless answer with status ${status} is cut off`, async (t) => {
    const { url, sentBytes } = await startEndless(t, status);
    assert.deepEqual(await post(url, request), { kind: 'answered', status, retryAfterMs: undefined });
    assert.ok((await sentBytes) < 20_000_000, `${await sentBytes}`);
  });
}
