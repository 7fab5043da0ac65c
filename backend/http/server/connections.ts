import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ProblemCode } from '../../../contract/problem.ts';
import type { Clock } from '../../ports/clock.ts';
import { buildProblem, problemContentType } from '../problems/send-problem.ts';

/** Time for HTTP requests under way to finish after the server starts to close. */
const closeTimeoutMs = 5_000;
/** Time after the stop signal at which all connections are closed, however late the server starts to close. */
export const lastCloseMs = 9_000;

/** Closes all connections after a timeout, so that a slow client cannot keep the server open. */
export function limitCloseTime(app: FastifyInstance, clock: Clock, stopping: AbortSignal): void {
  let lastCloseAt = Number.POSITIVE_INFINITY;
  stopping.addEventListener('abort', () => {
    lastCloseAt = clock.monotonic() + lastCloseMs;
  });
  app.addHook('preClose', async () => {
    const timeoutMs = Math.max(0, Math.min(closeTimeoutMs, lastCloseAt - clock.monotonic()));
    const cancel = clock.after(timeoutMs, () => app.server.closeAllConnections());
    if (app.server.listening) app.server.once('close', cancel);
    else cancel();
  });
}

/** Tells clients of a stopping server to connect anew for their next request, which the next process then answers. */
export function endKeptConnections(app: FastifyInstance, stopping: AbortSignal): void {
  app.addHook('onRequest', async (_request, reply) => {
    if (stopping.aborted) reply.header('connection', 'close');
  });
}

/**
 * Node drops `remoteAddress` when a socket closes, unless it was read before. Reading it on connect keeps early
 * disconnects rate-limited and blocked by their address.
 */
export function readPeersOnConnect({ server }: FastifyInstance): void {
  server.on('connection', (socket) => {
    if (socket.remoteAddress === undefined) socket.destroy();
  });
}

/** Node's codes for a request that it could not read: https://nodejs.org/api/http.html#event-clienterror */
const unreadableProblems: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
};

/** Answers bytes that are not an HTTP request with a problem, and closes the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = buildProblem(unreadableProblems[error.code ?? ''] ?? 'invalid-request');
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} Refused`,
    `Content-Type: ${problemContentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
