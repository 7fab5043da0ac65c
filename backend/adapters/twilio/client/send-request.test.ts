import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createManualClock } from '../test-support/manual-clock.ts';
import { isRequestError, type RequestError, sendRequest } from './send-request.ts';

async function listen(t: TestContext, server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/Calls.json`;
}

function post(url: string) {
  return { method: 'post', url, headers: {}, body: 'To=a', timeoutMs: 8_000 };
}

async function failing(sending: Promise<unknown>): Promise<Pick<RequestError, 'code' | 'sent'>> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isRequestError(error), `expected a failed request, got ${error}`);
  return { code: error.code, sent: error.sent };
}

test('a response has status and body, and no timer stays pending', async (t) => {
  const clock = createManualClock();
  const url = await listen(
    t,
    createServer((_, response) => response.writeHead(201).end('ünï')),
  );
  const answer = await sendRequest(clock, post(url));
  assert.equal(answer.statusCode, 201);
  assert.equal(answer.body, 'ünï');
  assert.equal(clock.pendingTimers(), 0);
});

// rule: isolated-post
test('a refused connection counts as not sent', async () => {
  const clock = createManualClock();
  const url = await new Promise<string>((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(`http://127.0.0.1:${port}/Calls.json`));
    });
  });
  assert.deepEqual(await failing(sendRequest(clock, post(url))), { code: 'ECONNREFUSED', sent: false });
  assert.equal(clock.pendingTimers(), 0);
});

test('a failed TLS handshake counts as not sent', async (t) => {
  const url = await listen(t, createServer());
  const sending = sendRequest(createManualClock(), post(url.replace('http:', 'https:')));
  assert.equal((await failing(sending)).sent, false);
});

// rule: isolated-post
test('a connection reset after the request counts as sent', async (t) => {
  const url = await listen(
    t,
    createServer((request) => request.socket.destroy()),
  );
  assert.deepEqual(await failing(sendRequest(createManualClock(), post(url))), {
    code: 'ECONNRESET',
    sent: true,
  });
});

test('an incomplete response is a failure that counts as sent', async (t) => {
  const url = await listen(
    t,
    createServer((_, response) => {
      response.writeHead(201, { 'content-length': '100' }).write('{"sid":');
      setImmediate(() => response.destroy());
    }),
  );
  assert.equal((await failing(sendRequest(createManualClock(), post(url)))).sent, true);
});

// rule: isolated-post
test('a request without a response fails at its timeout', async (t) => {
  const clock = createManualClock();
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const url = await listen(
    t,
    createServer(() => resolve()),
  );
  const failed = failing(sendRequest(clock, post(url)));
  await arrived;
  clock.advance(7_999);
  assert.equal(clock.pendingTimers(), 1);
  clock.advance(1);
  assert.deepEqual(await failed, { code: 'ETIMEDOUT', sent: true });
});

test('a connection not established within the timeout counts as not sent', async (t) => {
  const clock = createManualClock();
  const url = await listen(t, createServer());
  const failed = failing(sendRequest(clock, post(url)));
  clock.advance(8_000);
  assert.deepEqual(await failed, { code: 'ETIMEDOUT', sent: false });
});

// rule: isolated-post
test('every request opens a new connection', async (t) => {
  const ports = new Set<number | undefined>();
  const connections: (string | undefined)[] = [];
  const url = await listen(
    t,
    createServer((request, response) => {
      ports.add(request.socket.remotePort);
      connections.push(request.headers.connection);
      response.end('{}');
    }),
  );
  await sendRequest(createManualClock(), post(url));
  await sendRequest(createManualClock(), post(url));
  assert.equal(ports.size, 2);
  assert.deepEqual(connections, ['close', 'close']);
});

// rule: isolated-post
test('a redirect is not followed', async (t) => {
  let requests = 0;
  const url = await listen(
    t,
    createServer((_, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    }),
  );
  const answer = await sendRequest(createManualClock(), post(url));
  assert.equal(answer.statusCode, 307);
  assert.equal(requests, 1);
});

// rule: isolated-post
test('an answer without an end is cut off and counts as sent', async (t) => {
  let written = 0;
  const url = await listen(
    t,
    createServer((_, response) => {
      const more = () => {
        while (!response.destroyed && written < 100_000_000 && response.write('x'.repeat(100_000)))
          written += 100_000;
      };
      response.writeHead(200).on('drain', more);
      more();
    }),
  );
  const failure = await failing(sendRequest(createManualClock(), post(url)));
  assert.deepEqual(failure, { code: 'answer-too-large', sent: true });
  assert.ok(written < 20_000_000, `${written} bytes were read`);
});
