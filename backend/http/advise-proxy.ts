import { addressRanges } from './address-ranges.ts';
import { cloudflareRanges } from './cloudflare-ranges.ts';
import type { ProxyKind } from './trusted-proxies.ts';

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
export function adviseProxy({
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
