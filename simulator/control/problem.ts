import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

/** Answers with an RFC 9457 problem; `code` is stable, `detail` is for people. */
export function problem(
  reply: FastifyReply,
  { status, code, detail, ...more }: { status: number; code: string; detail: string; issues?: string[] },
) {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: code, status, code, detail, ...more });
}

/** The body read by its schema; null when it did not fit and the reply already says what is wrong. */
export function bodyOf<T>(schema: z.ZodType<T>, body: unknown, reply: FastifyReply): T | null {
  const read = schema.safeParse(body ?? {});
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  void problem(reply, { status: 400, code: 'invalid-body', detail: issues.join('; '), issues });
  return null;
}
