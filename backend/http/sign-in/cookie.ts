import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Binds a sign-in to the browser that began it. `__Host-` keeps other hosts of the same domain from planting it; on
 * this machine's http, where such a cookie is not taken, it goes by a plain name. Lax: the provider's redirect, which
 * comes from another site, brings it along.
 */
export type SignInCookie = {
  set(reply: FastifyReply, browserSecret: string, maxAge: number): void;
  read(request: FastifyRequest): string | undefined;
  clear(reply: FastifyReply): void;
};

export function createSignInCookie(publicBaseUrl: string): SignInCookie {
  const secure = publicBaseUrl.startsWith('https:');
  const name = secure ? '__Host-sign-in' : 'sign-in';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    set(reply, browserSecret, maxAge) {
      const seconds = Math.floor(maxAge / 1000);
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
