import ipaddr from 'ipaddr.js';
import type { Networks } from '../../domain/admission/network-standing.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { createTrustedProxies, type ProxyKind, type TrustedProxies } from './trusted-proxies.ts';

type Headers = Record<string, string | string[] | undefined>;

/** The parts of an HTTP request that tell who sent it. */
export type ClientRequest = { headers: Headers; socket: { remoteAddress?: string | undefined } };

/** Answers who sent a request, for rate limits, blocks and the setup check. */
export type ClientIdentity = {
  /** The client's address in canonical spelling; '' when the connection has none. */
  address(request: ClientRequest): string;
  /** The keyed hash under which the client's requests are counted. The address itself is never stored. */
  fingerprint(request: ClientRequest): string;
  /** The keyed hashes of the networks around the client, under which its codes are counted. */
  networks(request: ClientRequest): Networks;
  /** Whether the operator has blocked the client's address. */
  isBlocked(request: ClientRequest): boolean;
  /** The kind of proxy at the other end of the connection; `undefined` when it is not a trusted proxy. */
  proxyKind(request: ClientRequest): ProxyKind | undefined;
};

export type ClientSettings = {
  /** Addresses, CIDR ranges and presets of the proxies whose headers count. */
  trustedProxies: readonly string[];
  /** Addresses and CIDR ranges of clients that get no callback. */
  blockedAddresses: readonly string[];
};

/** Reads the settings once. Throws `bad-address-range`. */
export function createClientIdentity({
  secrets,
  settings,
}: {
  secrets: Pick<Secrets, 'fingerprint'>;
  settings: ClientSettings;
}): ClientIdentity {
  const proxies = createTrustedProxies(settings.trustedProxies);
  const isBlocked = createAddressMatcher(settings.blockedAddresses);
  const address = (request: ClientRequest) => clientAddress(peerAddress(request), request.headers, proxies);
  return {
    address,
    fingerprint: (request) => secrets.fingerprint('client', clientNetwork(address(request))),
    networks(request) {
      const { near, wide } = networksAround(address(request));
      const hashed = (network: string) => secrets.fingerprint('network', network);
      return { near: hashed(near), wide: wide === undefined ? undefined : hashed(wide) };
    },
    isBlocked: (request) => isBlocked(address(request)),
    proxyKind: (request) => proxies(peerAddress(request)),
  };
}

/** The address at the other end of the connection: a client's or a proxy's; '' when the connection has none. */
export function peerAddress({ socket }: Pick<ClientRequest, 'socket'>): string {
  const peer = socket.remoteAddress ?? '';
  return normalizeAddress(peer) ?? peer;
}

/**
 * Returns the peer, unless it is a trusted proxy. Cloudflare's header counts only from Cloudflare, because other
 * proxies pass it on unchecked. Other proxies name the client in the right-most untrusted hop of X-Forwarded-For; the
 * client itself may have written the hops to the left.
 */
function clientAddress(peer: string, headers: Headers, proxies: TrustedProxies): string {
  switch (proxies(peer)) {
    case undefined:
      return peer;
    case 'cloudflare':
      return addressFromCloudflare(headers) ?? peer;
    case 'forwarding':
      return rightmostUntrustedHop(peer, headers, proxies);
  }
}

/** Returns every client that the headers name, including forged ones. */
export function claimedAddresses(headers: Headers): string[] {
  return [...hopsOf(headers['x-forwarded-for']), ...hopsOf(headers['cf-connecting-ip'])];
}

/** https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip: one address. */
function addressFromCloudflare(headers: Headers): string | undefined {
  const [address, ...more] = hopsOf(headers['cf-connecting-ip']);
  return address === undefined || more.length > 0 ? undefined : normalizeAddress(address);
}

/** Stops at a hop that is not an address: the hops to its left are not reliable. */
function rightmostUntrustedHop(peer: string, headers: Headers, proxies: TrustedProxies): string {
  let client = peer;
  for (const hop of hopsOf(headers['x-forwarded-for']).reverse()) {
    const address = normalizeAddress(hop);
    if (address === undefined) return client;
    client = address;
    if (proxies(address) === undefined) return client;
  }
  return client;
}

function hopsOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
}

/** Whether an IPv4 or IPv6 address is in a list. Text that is not an address is in no list. */
export type AddressMatcher = (address: string) => boolean;

/**
 * Returns an address in its canonical spelling, or `undefined` for text that is not an address. Drops a port, brackets
 * and a zone. An IPv4-mapped IPv6 address becomes the IPv4 address.
 */
export function normalizeAddress(text: string): string | undefined {
  const host = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
  return parse(host.replace(/%.*$/, ''))?.toString();
}

/**
 * Returns what counts as one client: an IPv4 address, or the /64 network of an IPv6 address. One household or rented
 * server gets a whole /64: https://www.rfc-editor.org/rfc/rfc6177
 */
export function clientNetwork(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}

/** Returns the networks that one household, rented server or organisation gets whole. */
export function networksAround(address: string): Networks {
  const isIpv4 = ipaddr.IPv4.isValid(address);
  if (!isIpv4 && !ipaddr.IPv6.isValid(address)) return { near: address, wide: undefined };
  const within = (bits: number) => {
    const range = `${address}/${bits}`;
    const network = isIpv4
      ? ipaddr.IPv4.networkAddressFromCIDR(range)
      : ipaddr.IPv6.networkAddressFromCIDR(range);
    return `${network.toString()}/${bits}`;
  };
  return isIpv4 ? { near: within(24), wide: undefined } : { near: within(56), wide: within(48) };
}

/** Reads addresses and CIDR ranges. Throws `bad-address-range` for any other entry. */
export function createAddressMatcher(entries: readonly string[]): AddressMatcher {
  const ranges = entries.map(parseRange);
  return (text) => {
    const address = parse(text);
    if (address === undefined) return false;
    return ranges.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
  };
}

/** Whether an address is of this machine, of a private network, or of the internet. */
export function addressScope(text: string): 'machine' | 'private' | 'internet' {
  switch (parse(text)?.range()) {
    case 'loopback':
      return 'machine';
    case 'private':
    case 'carrierGradeNat':
    case 'uniqueLocal':
    case 'linkLocal':
      return 'private';
    default:
      return 'internet';
  }
}

/** ipaddr.js also reads octal, hexadecimal and shortened IPv4 addresses. Proxies never send them. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isAddress ? ipaddr.process(keepCompatible(text)) : undefined;
}

/** ipaddr.js reads `::127.0.0.1` as `::ffff:127.0.0.1`. They are different addresses. */
function keepCompatible(text: string): string {
  return text.replace(/^::(?=\d+\.)/, '::0:');
}

function parseRange(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(entry) || ipaddr.IPv6.isValidCIDR(entry)) {
    const [network, bits] = ipaddr.parseCIDR(keepCompatible(entry));
    const isMapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96;
    return isMapped ? [network.toIPv4Address(), bits - 96] : [network, bits];
  }
  const address = parse(entry);
  if (address !== undefined) return [address, address.kind() === 'ipv4' ? 32 : 128];
  throw Object.assign(new Error(`"${entry}" is not an IP address or CIDR range.`), {
    code: 'bad-address-range',
    advice: 'Correct TRUSTED_PROXIES or BLOCKED_ADDRESSES; valid examples: 10.0.0.0/8, 2001:db8::/32.',
  });
}
