import type { FastifyReply } from 'fastify';

const fixedHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  // Answers are about one person or about one moment.
  'cache-control': 'no-store',
} as const;

/** Headers of every answer. HSTS is sent only with an https address: it would lock out a development host. */
export function securityHeaders(publicBaseUrl: string): Record<string, string> {
  return publicBaseUrl.startsWith('https:')
    ? { ...fixedHeaders, 'strict-transport-security': 'max-age=31536000' }
    : fixedHeaders;
}

export function setHeaders(reply: FastifyReply, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
}
