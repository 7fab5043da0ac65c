import { addressRanges } from './address-ranges.ts';
import { cloudflareRanges } from './cloudflare-ranges.ts';

/** How a proxy names its client: by the hop it adds to X-Forwarded-For, or by Cloudflare's own header. */
export type ProxyKind = 'forwarding' | 'cloudflare';

/** Which kind of proxy an address (IPv4, or IPv6 without zone) is; undefined: none whose word is taken. */
export type TrustedProxies = (address: string) => ProxyKind | undefined;

/** Names that stand for addresses. Cloudflare's tunnel comes out on this machine. */
const presets = {
  loopback: { kind: 'forwarding', ranges: ['127.0.0.0/8', '::1/128'] },
  'cloudflare-tunnel': { kind: 'cloudflare', ranges: ['127.0.0.0/8', '::1/128'] },
  cloudflare: { kind: 'cloudflare', ranges: cloudflareRanges },
} as const satisfies Record<string, { kind: ProxyKind; ranges: readonly string[] }>;

export type PresetName = keyof typeof presets;

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
