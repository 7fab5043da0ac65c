import type { FastifyRequest } from 'fastify';
import type { Secrets } from '../ports/secrets.ts';
import { clientAddress } from './client-address.ts';
import { clientNetwork } from './client-network.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/** The fingerprint under which a client's requests are counted; its address is kept nowhere. */
export function requestClient(request: FastifyRequest, secrets: Secrets, proxies: TrustedProxies): string {
  const address = clientAddress(request.socket.remoteAddress ?? '', request.headers, proxies);
  return secrets.fingerprint('client', clientNetwork(address));
}
