import type { FastifyRequest } from 'fastify';

/** What stands after `Bearer`; whatever else the header says is a bearer that nobody has. */
export function bearerOf({ headers }: FastifyRequest): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  return /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(authorization)?.[1] ?? '';
}
