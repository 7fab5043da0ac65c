import type { FastifyRequest } from 'fastify';
import { clientAddress } from './client-address.ts';
import type { HttpDeps } from './http-deps.ts';
import { trustedProxies } from './trusted-proxies.ts';

/** Whether the owner lets nobody ask from where a request comes from; ranges are written as those of proxies are. */
export function blockedClients({ settings }: Pick<HttpDeps, 'settings'>) {
  const isTrusted = trustedProxies(settings.trustedProxies);
  const isBlocked = trustedProxies(settings.blockedAddresses);
  return (request: FastifyRequest): boolean =>
    isBlocked(clientAddress(request.socket.remoteAddress ?? '', request.headers, isTrusted));
}
