import type { FastifyRequest } from 'fastify';
import { addressRanges } from './address-ranges.ts';
import { clientAddress } from './client-address.ts';
import type { HttpDeps } from './http-deps.ts';
import { trustedProxies } from './trusted-proxies.ts';

/** Whether the owner lets nobody ask from where a request comes from. */
export function blockedClients({ settings }: Pick<HttpDeps, 'settings'>) {
  const proxies = trustedProxies(settings.trustedProxies);
  const isBlocked = addressRanges(settings.blockedAddresses);
  return (request: FastifyRequest): boolean =>
    isBlocked(clientAddress(request.socket.remoteAddress ?? '', request.headers, proxies));
}
