import type { FastifyRequest } from 'fastify';
import type { SetupWarning } from '../../contract/health.ts';
import type { Log } from '../ports/log.ts';
import { adviseProxy } from './advise-proxy.ts';
import { claimedClients, clientAddress, plainAddress } from './client-address.ts';
import { trustedProxies } from './trusted-proxies.ts';

/** Notices by what arrives that the server is set up wrongly, and says so once. */
export type SetupCheck = {
  seeRequest(request: Pick<FastifyRequest, 'headers' | 'socket'>): void;
  /** `signedFor`: the address that the carrier signed for, where it was the carrier. */
  seeRefusedWebhook(signedFor: string | undefined): void;
  warnings(): SetupWarning[];
};

export function createSetupCheck({
  log,
  settings: { publicBaseUrl, trustedProxies: entries },
}: {
  log: Log;
  settings: { publicBaseUrl: string; trustedProxies: readonly string[] };
}): SetupCheck {
  const proxies = trustedProxies(entries);
  const found = new Set<SetupWarning>();
  let sawSharing = false;

  // This server speaks no TLS itself: where visitors come by https, somebody stands in front of it.
  if (publicBaseUrl.startsWith('https:') && entries.length === 0) {
    found.add('visitors-share-an-address');
    log.warn('all visitors count as one: PUBLIC_BASE_URL is https, and TRUSTED_PROXIES names no proxy', {
      fix: 'set TRUSTED_PROXIES to cloudflare-tunnel, cloudflare, loopback or the addresses of your proxy',
    });
  }

  return {
    seeRequest({ headers, socket }) {
      if (sawSharing) return;
      const claimed = claimedClients(headers);
      if (claimed.length === 0) return;
      const peer = plainAddress(socket.remoteAddress ?? '');
      if (peer === undefined || clientAddress(peer, headers, proxies) !== peer) return;
      if (claimed.every((address) => plainAddress(address) === peer)) return;
      sawSharing = true;
      found.add('visitors-share-an-address');
      log.warn('all visitors of a proxy count as one: its word about their addresses is not taken', {
        fix: adviseProxy({ peer, headers, kind: proxies(peer) }),
      });
    },
    seeRefusedWebhook(signedFor) {
      if (signedFor === undefined) {
        log.warn('a webhook was refused: its signature is wrong', {
          fix: 'if it was the carrier, see that PUBLIC_BASE_URL and TWILIO_AUTH_TOKEN are the current ones',
        });
        return;
      }
      if (found.has('webhooks-name-another-address')) return;
      found.add('webhooks-name-another-address');
      log.error('webhooks of the carrier are refused: it calls this server by another address', {
        address: signedFor,
        fix: `set PUBLIC_BASE_URL=${signedFor}, or have the carrier’s console name ${publicBaseUrl} instead`,
      });
    },
    warnings: () => [...found],
  };
}
