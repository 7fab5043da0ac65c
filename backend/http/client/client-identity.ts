import type { FastifyRequest } from 'fastify';
import type { Secrets } from '../../ports/secrets.ts';
import type { HttpDeps } from '../deps.ts';
import { addressRanges } from './address-ranges.ts';
import { clientAddress } from './client-address.ts';
import { clientNetwork } from './client-network.ts';
import { type TrustedProxies, trustedProxies } from './trusted-proxies.ts';

/** The fingerprint under which a client's requests are counted; its address is kept nowhere. */
export function requestClient(request: FastifyRequest, secrets: Secrets, proxies: TrustedProxies): string {
  const address = clientAddress(request.socket.remoteAddress ?? '', request.headers, proxies);
  return secrets.fingerprint('client', clientNetwork(address));
}

/** Whether the owner lets nobody ask from where a request comes from. */
export function blockedClients({ settings }: Pick<HttpDeps, 'settings'>) {
  const proxies = trustedProxies(settings.trustedProxies);
  const isBlocked = addressRanges(settings.blockedAddresses);
  return (request: FastifyRequest): boolean =>
    isBlocked(clientAddress(request.socket.remoteAddress ?? '', request.headers, proxies));
}
