import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../../../ports/clock.ts';
import { readLimited } from '../../web/limited-answer.ts';

export type ApiRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  timeoutMs: number;
};

export type ApiResponse = { statusCode: number; body: string; headers: NodeJS.Dict<string | string[]> };

/** No complete response came. `sent: false`: no connection was established, so the carrier read nothing. */
export type RequestError = Error & { code: string; sent: boolean };

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && 'sent' in error && typeof error.sent === 'boolean';
}

/**
 * Sends one request on a new connection. A kept connection can be dead, and then it is unknown whether the carrier
 * carried the request out. Retries nothing and follows no redirect. Throws `RequestError`.
 */
export function sendRequest(clock: Clock, request: ApiRequest): Promise<ApiResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<ApiResponse>();
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
    reject(requestError(cause, sent));
  };
  const cancelTimeout = clock.after(request.timeoutMs, () => fail(timeoutError(request.timeoutMs)));
  outgoing.on('socket', (socket: Socket) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      sent = true;
    });
  });
  outgoing.on('error', fail);
  outgoing.on('response', (incoming) => {
    readResponse(incoming).then((response) => {
      cancelTimeout();
      resolve(response);
    }, fail);
  });
  outgoing.end(request.body);
  return promise;
}

async function readResponse(incoming: IncomingMessage): Promise<ApiResponse> {
  return {
    statusCode: incoming.statusCode ?? 0,
    body: await readLimited(incoming),
    headers: incoming.headers,
  };
}

function timeoutError(timeoutMs: number): NodeJS.ErrnoException {
  return Object.assign(new Error(`no response within ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
}

function requestError(cause: NodeJS.ErrnoException, sent: boolean): RequestError {
  const message = sent ? 'The carrier did not respond.' : 'The carrier could not be reached.';
  return Object.assign(new Error(message, { cause }), { code: cause.code ?? 'ERR_REQUEST', sent });
}
