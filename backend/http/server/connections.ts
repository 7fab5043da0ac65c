import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ProblemCode } from '../../../contract/problem.ts';
import type { Clock } from '../../ports/clock.ts';
import { buildProblem, problemContentType } from '../problems/send-problem.ts';

/** How long requests that are under way may take to finish once the server closes, milliseconds. */
const closeTimeoutMs = 5_000;

/** Sees to it that nobody who sends or reads too slowly can keep the server from closing. */
export function limitCloseTime(app: FastifyInstance, clock: Clock): void {
  app.addHook('preClose', async () => {
    const cancel = clock.after(closeTimeoutMs, () => app.server.closeAllConnections());
    if (app.server.listening) app.server.once('close', cancel);
    else cancel();
  });
}

/**
 * Node tells the address of a connection that is closed only to whoever has asked before. Without it, whoever hangs
 * up at once would be nobody: not blocked, and counted with all others who do.
 */
export function readPeersOnConnect({ server }: FastifyInstance): void {
  server.on('connection', (socket) => {
    if (socket.remoteAddress === undefined) socket.destroy();
  });
}

/** What Node says of a request that it could not read: https://nodejs.org/api/http.html#event-clienterror */
const known: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
};

/** Answers bytes that are no HTTP request, as far as anybody listens, and hangs up. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = buildProblem(known[error.code ?? ''] ?? 'invalid-request');
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
