import type { FastifyReply } from 'fastify';

const constant = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  // Answers are about one person or about this moment.
  'cache-control': 'no-store',
} as const;

/** On every answer; HSTS only where visitors come by https, or a development host would be locked out. */
export function securityHeaders(publicBaseUrl: string): Record<string, string> {
  return publicBaseUrl.startsWith('https:')
    ? { ...constant, 'strict-transport-security': 'max-age=31536000' }
    : constant;
}

export function setHeaders(reply: FastifyReply, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
}
