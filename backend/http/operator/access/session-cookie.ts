import type { FastifyReply, FastifyRequest } from 'fastify';

export type OperatorCookie = {
  set(reply: FastifyReply, secret: string, maxAgeMs: number): void;
  read(request: FastifyRequest): string | undefined;
  clear(reply: FastifyReply): void;
};

/**
 * The cookie of the dashboard that this server serves. `Strict` keeps it off requests that other sites start. Browsers
 * refuse the prefix `__Host-` on http, so a development host uses a plain name.
 */
export function createOperatorCookie(publicBaseUrl: string): OperatorCookie {
  const isSecure = publicBaseUrl.startsWith('https:');
  const name = isSecure ? '__Host-operator' : 'operator';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    set(reply, secret, maxAgeMs) {
      reply.header('set-cookie', `${name}=${secret}; Max-Age=${Math.floor(maxAgeMs / 1000)}; ${attributes}`);
    },
    read({ headers }) {
      const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
      return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
    },
    clear(reply) {
      reply.header('set-cookie', `${name}=; Max-Age=0; ${attributes}`);
    },
  };
}
