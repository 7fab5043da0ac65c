import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../../ports/clock.ts';

export type ApiRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  timeoutMs: number;
};

export type ApiAnswer = { statusCode: number; body: string; headers: NodeJS.Dict<string | string[]> };

/** No whole answer came. `sent: false` only when no connection ever stood, so that the carrier cannot have read a byte. */
export type RequestFailed = Error & { code: string; sent: boolean };

export function isRequestFailed(error: unknown): error is RequestFailed {
  return error instanceof Error && 'sent' in error && typeof error.sent === 'boolean';
}

/**
 * One request on a connection of its own: a reused one may have died unnoticed, and then nobody knows whether the
 * request was carried out. Nothing is repeated and no redirect is followed.
 * Throws `RequestFailed`.
 */
export function sendRequest(clock: Clock, request: ApiRequest): Promise<ApiAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ApiAnswer>();
  const url = new URL(request.url);
  const secure = url.protocol === 'https:';
  let sent = false;
  const outgoing = (secure ? httpsRequest : httpRequest)(url, {
    method: request.method.toUpperCase(),
    headers: request.headers,
    agent: false,
  });
  const fail = (cause: NodeJS.ErrnoException) => {
    cancelTimeout();
    outgoing.destroy();
    reject(requestFailed(cause, sent));
  };
  const cancelTimeout = clock.after(request.timeoutMs, () => fail(timedOut(request.timeoutMs)));
  outgoing.on('socket', (socket: Socket) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      sent = true;
    });
  });
  outgoing.on('error', fail);
  outgoing.on('response', (response) => {
    readAnswer(response).then((answer) => {
      cancelTimeout();
      resolve(answer);
    }, fail);
  });
  outgoing.end(request.body);
  return promise;
}

async function readAnswer(response: IncomingMessage): Promise<ApiAnswer> {
  return { statusCode: response.statusCode ?? 0, body: await text(response), headers: response.headers };
}

function timedOut(timeoutMs: number): NodeJS.ErrnoException {
  return Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
}

function requestFailed(cause: NodeJS.ErrnoException, sent: boolean): RequestFailed {
  const message = sent ? 'The carrier did not answer.' : 'The carrier could not be reached.';
  return Object.assign(new Error(message, { cause }), { code: cause.code ?? 'ERR_REQUEST', sent });
}
