import { createAddressMatcher } from './client-identity.ts';

/** How a proxy names its client: by the hop that it adds to X-Forwarded-For, or by Cloudflare's own header. */
export type ProxyKind = 'forwarding' | 'cloudflare';

/** Returns the kind of proxy at an address; `undefined` when the address is not a trusted proxy. */
export type TrustedProxies = (address: string) => ProxyKind | undefined;

/**
 * Addresses that Cloudflare's proxies connect from: https://www.cloudflare.com/ips-v4 and
 * https://www.cloudflare.com/ips-v6, as of 28 September 2023. If a range is missing here, its visitors share one rate
 * limit.
 */
const cloudflareRanges: readonly string[] = [
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

export const isCloudflareAddress = createAddressMatcher(cloudflareRanges);

const loopbackRanges = ['127.0.0.0/8', '::1/128'];

/** Names that stand for addresses. Cloudflare's tunnel connects from this machine. */
const presets = {
  loopback: { kind: 'forwarding', ranges: loopbackRanges },
  'cloudflare-tunnel': { kind: 'cloudflare', ranges: loopbackRanges },
  cloudflare: { kind: 'cloudflare', ranges: cloudflareRanges },
} as const satisfies Record<string, { kind: ProxyKind; ranges: readonly string[] }>;

type PresetName = keyof typeof presets;

/**
 * Reads addresses, CIDR ranges and names of presets. An address of both kinds counts as forwarding: another proxy on
 * the same machine would pass on a forged Cloudflare header. Throws `bad-address-range`.
 */
export function createTrustedProxies(entries: readonly string[]): TrustedProxies {
  const isForwarding = createAddressMatcher(entries.flatMap((entry) => rangesOf(entry, 'forwarding')));
  const isCloudflare = createAddressMatcher(entries.flatMap((entry) => rangesOf(entry, 'cloudflare')));
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
