import type { SetupWarning } from '../../../contract/health.ts';
import type { Log } from '../../ports/log.ts';
import {
  addressScope,
  type ClientIdentity,
  type ClientRequest,
  claimedAddresses,
  normalizeAddress,
  peerAddress,
} from '../client/client-identity.ts';
import { isCloudflareAddress } from '../client/trusted-proxies.ts';

/** Detects a wrong configuration from the requests that arrive, and logs it once. */
export type SetupCheck = {
  checkRequest(request: ClientRequest): void;
  /** `signedFor`: the address that the carrier signed for, when the carrier sent the webhook. */
  reportRefusedWebhook(signedFor: string | undefined): void;
  warnings(): SetupWarning[];
};

export function createSetupCheck({
  client,
  log,
  startWarnings,
  settings: { publicBaseUrl, trustedProxies },
}: {
  client: ClientIdentity;
  log: Log;
  startWarnings: () => SetupWarning[];
  settings: { publicBaseUrl: string; trustedProxies: readonly string[] };
}): SetupCheck {
  const found = new Set<SetupWarning>();
  let isSharingReported = false;

  // This server speaks no TLS. An https address means that a proxy is in front of it.
  if (publicBaseUrl.startsWith('https:') && trustedProxies.length === 0) {
    found.add('visitors-share-an-address');
    log.warn('PUBLIC_BASE_URL is https but TRUSTED_PROXIES is empty: all visitors share one rate limit', {
      fix: 'set TRUSTED_PROXIES to cloudflare-tunnel, cloudflare, loopback or the addresses of your proxy',
    });
  }

  return {
    checkRequest(request) {
      if (isSharingReported || !isProxyIgnored(client, request)) return;
      isSharingReported = true;
      found.add('visitors-share-an-address');
      log.warn('proxy header ignored: proxy not in TRUSTED_PROXIES, all its visitors share one rate limit', {
        fix: adviseProxy(client, request),
      });
    },
    reportRefusedWebhook(signedFor) {
      if (signedFor === undefined) {
        log.warn('webhook refused: wrong signature', {
          fix: 'if the carrier sent it, check that PUBLIC_BASE_URL and TWILIO_AUTH_TOKEN are current',
        });
        return;
      }
      if (found.has('webhooks-name-another-address')) return;
      found.add('webhooks-name-another-address');
      log.error('webhooks of the carrier refused: it calls another address than PUBLIC_BASE_URL', {
        address: signedFor,
        fix: `set PUBLIC_BASE_URL=${signedFor}, or enter ${publicBaseUrl} in the carrier's console`,
      });
    },
    warnings: () => [...found, ...startWarnings()],
  };
}

/** Whether the headers name another client than the peer, and are not trusted. */
function isProxyIgnored(client: ClientIdentity, request: ClientRequest): boolean {
  const claimed = claimedAddresses(request.headers);
  if (claimed.length === 0) return false;
  const peer = peerAddress(request);
  if (normalizeAddress(peer) === undefined || client.address(request) !== peer) return false;
  return claimed.some((address) => normalizeAddress(address) !== peer);
}

/**
 * Returns what to write in TRUSTED_PROXIES for the proxy that sent a request. Never names an address of the internet:
 * it may belong to a visitor who forged the header.
 */
function adviseProxy(client: ClientIdentity, request: ClientRequest): string {
  const peer = peerAddress(request);
  const kind = client.proxyKind(request);
  const isFromCloudflare = request.headers['cf-connecting-ip'] !== undefined;
  if (kind === 'cloudflare')
    return 'it sends no CF-Connecting-IP, so it is not Cloudflare: set TRUSTED_PROXIES to its address, or to loopback';
  if (kind === 'forwarding' && !isFromCloudflare)
    return 'make your proxy add the address of its client to X-Forwarded-For';
  const scope = addressScope(peer);
  if (scope === 'machine')
    return `set TRUSTED_PROXIES=${isFromCloudflare ? 'cloudflare-tunnel' : 'loopback'}`;
  if (isCloudflareAddress(peer)) return 'set TRUSTED_PROXIES=cloudflare';
  if (scope === 'private') return `add ${peer}, or the address range of your proxy, to TRUSTED_PROXIES`;
  return 'add the address of your proxy to TRUSTED_PROXIES, or let no client reach this server except through it';
}
