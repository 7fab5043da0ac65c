import { addressRanges } from './address-ranges.ts';

/** How a proxy names its client: by the hop it adds to X-Forwarded-For, or by Cloudflare's own header. */
export type ProxyKind = 'forwarding' | 'cloudflare';

/** Which kind of proxy an address (IPv4, or IPv6 without zone) is; undefined: none whose word is taken. */
export type TrustedProxies = (address: string) => ProxyKind | undefined;

/**
 * Where Cloudflare's proxies connect from. https://www.cloudflare.com/ips-v4 and https://www.cloudflare.com/ips-v6, the
 * lists of 28 September 2023. Visitors who come by a range that is missing here share one limit; nobody gains by it.
 */
export const cloudflareRanges: readonly string[] = [
  '173.245.48.0/20',
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '141.101.64.0/18',
  '108.162.192.0/18',
  '190.93.240.0/20',
  '188.114.96.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
  '162.158.0.0/15',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '172.64.0.0/13',
  '131.0.72.0/22',
  '2400:cb00::/32',
  '2606:4700::/32',
  '2803:f800::/32',
  '2405:b500::/32',
  '2405:8100::/32',
  '2a06:98c0::/29',
  '2c0f:f248::/32',
];

/** Names that stand for addresses. Cloudflare's tunnel comes out on this machine. */
const presets = {
  loopback: { kind: 'forwarding', ranges: ['127.0.0.0/8', '::1/128'] },
  'cloudflare-tunnel': { kind: 'cloudflare', ranges: ['127.0.0.0/8', '::1/128'] },
  cloudflare: { kind: 'cloudflare', ranges: cloudflareRanges },
} as const satisfies Record<string, { kind: ProxyKind; ranges: readonly string[] }>;

type PresetName = keyof typeof presets;

/**
 * Reads addresses, CIDR ranges and the names of presets. Who is of both kinds counts as forwarding: another proxy on
 * the same machine would pass on a header of Cloudflare's from anybody. Throws `bad-address-range`.
 */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const isForwarding = addressRanges(entries.flatMap((entry) => rangesOf(entry, 'forwarding')));
  const isCloudflare = addressRanges(entries.flatMap((entry) => rangesOf(entry, 'cloudflare')));
  return (address) => {
    if (isForwarding(address)) return 'forwarding';
    return isCloudflare(address) ? 'cloudflare' : undefined;
  };
}

function rangesOf(entry: string, kind: ProxyKind): readonly string[] {
  const named = Object.hasOwn(presets, entry)
    ? presets[entry as PresetName]
    : { kind: 'forwarding', ranges: [entry] };
  return named.kind === kind ? named.ranges : [];
}
