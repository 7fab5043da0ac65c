import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Refuses requests that a foreign page makes a browser send: those with another host name, which DNS rebinding needs, and
 * those with another origin. Addresses and the names of this machine cannot be rebound. `addresses` are further own ones.
 */
export function refuseForeignPages(addresses: readonly (string | undefined)[]) {
  const own = addresses.flatMap((address) => URL.parse(address ?? '') ?? []);
  const hosts = new Set(own.map(({ hostname }) => hostname));
  const origins = new Set(own.map(({ origin }) => origin));

  function isOwnHost(host: string | undefined): boolean {
    const { hostname = '' } = URL.parse(`http://${host}`) ?? {};
    const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
    return isLocal || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0 || hosts.has(hostname);
  }

  function isOwnOrigin({ origin, host }: FastifyRequest['headers']): boolean {
    return origin === undefined || URL.parse(origin)?.host === host || origins.has(origin);
  }

  return async ({ headers, raw }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const names = raw.rawHeaders.filter((_, index) => index % 2 === 0);
    const hosts = names.filter((name) => name.toLowerCase() === 'host');
    if (hosts.length <= 1 && isOwnHost(headers.host) && isOwnOrigin(headers)) return undefined;
    const detail = 'This page may not use the simulator: its Origin or Host is foreign.';
    return reply
      .code(403)
      .type('application/problem+json')
      .send({ status: 403, code: 'foreign-page', detail });
  };
}
