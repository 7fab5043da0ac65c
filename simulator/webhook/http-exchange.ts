import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../time/clock.ts';

export type Exchange =
  | { ok: true; status: number; contentType: string; body: string }
  | { ok: false; reason: 'ct' | 'rt' | 'stopped'; detail: string };

export type ExchangeRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  connectTimeoutMs: number;
  readTimeoutMs: number;
  clock: Clock;
  signal: AbortSignal;
  /** Called when the request has been written, and once more when it is over. */
  onWritten: () => void;
};

const maxAnswerBytes = 512 * 1024;

function readBody(response: http.IncomingMessage, done: (exchange: Exchange) => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxAnswerBytes) response.destroy(new Error('the answer is larger than 512 KiB'));
  });
  response.on('end', () =>
    done({
      ok: true,
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      body: Buffer.concat(chunks).toString('utf8'),
    }),
  );
  response.on('error', (error) => done({ ok: false, reason: 'rt', detail: error.message }));
}

function open({ method, url, headers, body }: ExchangeRequest): http.ClientRequest {
  const { request } = url.startsWith('https:') ? https : http;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return request(url, { method, agent: false, headers: { ...headers, ...length, connection: 'close' } });
}

/** Waits for the first of answer, error, timeout and stop. */
function follow(outgoing: http.ClientRequest, exchangeRequest: ExchangeRequest): Promise<Exchange> {
  const { clock, signal } = exchangeRequest;
  const result = Promise.withResolvers<Exchange>();
  let connected = false;
  const fail = (reason: 'ct' | 'rt' | 'stopped', detail: string) => {
    result.resolve({ ok: false, reason, detail });
    outgoing.destroy();
  };
  let cancelTimer = clock.after(exchangeRequest.connectTimeoutMs, () => fail('ct', 'connect timed out'));
  const stop = () => fail('stopped', 'the simulator was stopped or reset');
  signal.addEventListener('abort', stop, { once: true });
  outgoing.on('socket', (socket) => {
    socket.once(exchangeRequest.url.startsWith('https:') ? 'secureConnect' : 'connect', () => {
      connected = true;
      cancelTimer();
      cancelTimer = clock.after(exchangeRequest.readTimeoutMs, () => fail('rt', 'no answer in time'));
    });
  });
  outgoing.on('finish', exchangeRequest.onWritten);
  outgoing.on('response', (response) => readBody(response, result.resolve));
  outgoing.on('error', (error) => fail(connected ? 'rt' : 'ct', error.message || 'connection failed'));
  outgoing.end(exchangeRequest.body);
  return result.promise.finally(() => {
    cancelTimer();
    signal.removeEventListener('abort', stop);
  });
}

/** Sends one HTTP request on its own socket. Never rejects. Timeouts run on the given clock. */
export async function exchange(exchangeRequest: ExchangeRequest): Promise<Exchange> {
  try {
    return await follow(open(exchangeRequest), exchangeRequest);
  } catch (error) {
    return { ok: false, reason: 'ct', detail: String(error) };
  } finally {
    exchangeRequest.onWritten();
  }
}
