import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './send-problem.ts';

const reading = ['GET', 'HEAD', 'OPTIONS'];

/** Only pages of exactly these origins may read answers, and only they may send anything from a browser. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
    exposedHeaders: ['location', 'retry-after', 'x-request-id'],
    maxAge: 600,
    strictPreflight: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || reading.includes(request.method)) return;
    if (!origins.includes(origin)) return sendProblem(reply, 'origin-not-allowed');
  });
}
