import type { Socket } from 'node:net';
import type { ProblemCode } from '../../contract/problem.ts';
import { describeProblem, problemContentType } from './send-problem.ts';

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
  const problem = describeProblem(known[error.code ?? ''] ?? 'invalid-request');
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
