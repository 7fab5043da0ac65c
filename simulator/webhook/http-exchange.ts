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
  /** Called once when the request has left this process, or will never leave it. */
  onWritten: () => void;
};

const largestAnswer = 512 * 1024;

function readBody(response: http.IncomingMessage, done: (exchange: Exchange) => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > largestAnswer) response.destroy(new Error('the answer is larger than 512 KiB'));
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

/** Follows a request to its end; the first of answer, error, time-out and stop decides. */
function follow(outgoing: http.ClientRequest, asked: ExchangeRequest): Promise<Exchange> {
  const { clock, signal } = asked;
  const result = Promise.withResolvers<Exchange>();
  let connected = false;
  const giveUp = (reason: 'ct' | 'rt' | 'stopped', detail: string) => {
    result.resolve({ ok: false, reason, detail });
    outgoing.destroy();
  };
  let cancelTimer = clock.after(asked.connectTimeoutMs, () => giveUp('ct', 'connect timed out'));
  const stop = () => giveUp('stopped', 'the simulator was stopped or reset');
  signal.addEventListener('abort', stop, { once: true });
  outgoing.on('socket', (socket) => {
    socket.once(asked.url.startsWith('https:') ? 'secureConnect' : 'connect', () => {
      connected = true;
      cancelTimer();
      cancelTimer = clock.after(asked.readTimeoutMs, () => giveUp('rt', 'no answer in time'));
    });
  });
  outgoing.on('finish', asked.onWritten);
  outgoing.on('response', (response) => readBody(response, result.resolve));
  outgoing.on('error', (error) => giveUp(connected ? 'rt' : 'ct', error.message || 'connection failed'));
  outgoing.end(asked.body);
  return result.promise.finally(() => {
    cancelTimer();
    signal.removeEventListener('abort', stop);
  });
}

/** One HTTP request on a socket of its own. Never rejects; time-outs run on the given clock. */
export async function exchange(asked: ExchangeRequest): Promise<Exchange> {
  try {
    return await follow(open(asked), asked);
  } catch (error) {
    return { ok: false, reason: 'ct', detail: String(error) };
  } finally {
    asked.onWritten();
  }
}
