import type { FastifyRequest } from 'fastify';
import type { SetupWarning } from '../../../contract/health.ts';
import type { Log } from '../../ports/log.ts';
import { addressRanges } from '../client/address-ranges.ts';
import { claimedAddresses, clientAddress, normalizeAddress } from '../client/client-address.ts';
import { cloudflareRanges, type ProxyKind, trustedProxies } from '../client/trusted-proxies.ts';

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
      const claimed = claimedAddresses(headers);
      if (claimed.length === 0) return;
      const peer = normalizeAddress(socket.remoteAddress ?? '');
      if (peer === undefined || clientAddress(peer, headers, proxies) !== peer) return;
      if (claimed.every((address) => normalizeAddress(address) === peer)) return;
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

const isLoopback = addressRanges(['127.0.0.0/8', '::1/128']);
const isCloudflare = addressRanges(cloudflareRanges);
/** https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc4193, https://www.rfc-editor.org/rfc/rfc6598 */
const isPrivate = addressRanges([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
]);

/**
 * What to write in TRUSTED_PROXIES after a request that named its client in a way that was not believed. An address on
 * the internet is not named: it may be a visitor's, who wrote the header.
 */
function adviseProxy({
  peer,
  headers,
  kind,
}: {
  peer: string;
  headers: Record<string, string | string[] | undefined>;
  kind: ProxyKind | undefined;
}): string {
  const byCloudflare = headers['cf-connecting-ip'] !== undefined;
  if (kind === 'cloudflare')
    return 'it sends no CF-Connecting-IP, so it is not Cloudflare: set TRUSTED_PROXIES to its address, or to loopback';
  if (kind === 'forwarding' && !byCloudflare)
    return 'have your proxy add the address of its client to X-Forwarded-For';
  if (isLoopback(peer)) return `set TRUSTED_PROXIES=${byCloudflare ? 'cloudflare-tunnel' : 'loopback'}`;
  if (isCloudflare(peer)) return 'set TRUSTED_PROXIES=cloudflare';
  if (isPrivate(peer))
    return `add ${peer}, or the range that your proxy takes its address from, to TRUSTED_PROXIES`;
  return 'add the address of your proxy to TRUSTED_PROXIES, or let nobody reach this server except through it';
}
