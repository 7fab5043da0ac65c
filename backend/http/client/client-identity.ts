import type { Secrets } from '../../ports/secrets.ts';
import { clientNetwork, createAddressMatcher, normalizeAddress } from './addresses.ts';
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
