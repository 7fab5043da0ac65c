import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Binds a sign-in to the browser that began it. The prefix `__Host-` keeps other hosts of the same domain from setting
 * the cookie. Browsers refuse the prefix on http, so a development host uses a plain name. `Lax` is needed because the
 * provider's redirect comes from another site.
 */
export type SignInCookie = {
  set(reply: FastifyReply, browserSecret: string, maxAgeMs: number): void;
  read(request: FastifyRequest): string | undefined;
  clear(reply: FastifyReply): void;
};

export function createSignInCookie(publicBaseUrl: string): SignInCookie {
  const isSecure = publicBaseUrl.startsWith('https:');
  const name = isSecure ? '__Host-sign-in' : 'sign-in';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    set(reply, browserSecret, maxAgeMs) {
      const seconds = Math.floor(maxAgeMs / 1000);
      reply.header('set-cookie', `${name}=${browserSecret}; Max-Age=${seconds}; ${attributes}`);
    },
    read({ headers }) {
      const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
    },
    clear(reply) {
      reply.header('set-cookie', `${name}=; Max-Age=0; ${attributes}`);
    },
  };
}
