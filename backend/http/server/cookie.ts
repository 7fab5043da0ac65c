import type { FastifyReply, FastifyRequest } from 'fastify';

export type SecretCookie = {
  set(reply: FastifyReply, secret: string, maxAgeMs: number): void;
  read(request: FastifyRequest): string | undefined;
  clear(reply: FastifyReply): void;
};

/**
 * A cookie that holds a secret in base64url. The prefix `__Host-` keeps other hosts of the same domain from setting it.
 * Browsers refuse the prefix on http, so a development host uses the plain name.
 */
export function createSecretCookie(
  publicBaseUrl: string,
  cookie: { name: string; sameSite: 'Lax' | 'Strict' },
): SecretCookie {
  const isSecure = publicBaseUrl.startsWith('https:');
  const name = isSecure ? `__Host-${cookie.name}` : cookie.name;
  const attributes = `Path=/; HttpOnly; SameSite=${cookie.sameSite}${isSecure ? '; Secure' : ''}`;
  return {
    set(reply, secret, maxAgeMs) {
      const seconds = Math.floor(maxAgeMs / 1000);
      reply.header('set-cookie', `${name}=${secret}; Max-Age=${seconds}; ${attributes}`);
    },
    read({ headers }) {
      const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return value !== undefined && /^[A-Za-z0-9_-]{43,60}$/.test(value) ? value : undefined;
    },
    clear(reply) {
      reply.header('set-cookie', `${name}=; Max-Age=0; ${attributes}`);
    },
  };
}
