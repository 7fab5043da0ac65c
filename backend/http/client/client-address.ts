import { isIP } from 'node:net';
import type { TrustedProxies } from './trusted-proxies.ts';

type Headers = Record<string, string | string[] | undefined>;

/**
 * Who is calling: the peer of the socket, unless that is a trusted proxy. Cloudflare names its client in a header of
 * its own, which counts from nobody else: another proxy passes it on from anybody. With any other proxy it is the
 * right-most hop of X-Forwarded-For that is none of ours; what stands further left was written by the client.
 */
export function clientAddress(peer: string, headers: Headers, proxies: TrustedProxies): string {
  const socket = normalizeAddress(peer) ?? peer;
  switch (proxies(socket)) {
    case undefined:
      return socket;
    case 'cloudflare':
      return namedByCloudflare(headers) ?? socket;
    case 'forwarding':
      return rightmostUntrustedHop(socket, headers, proxies);
  }
}

/** Every client that the headers name, whoever wrote them. */
export function claimedAddresses(headers: Headers): string[] {
  return [...hopsOf(headers['x-forwarded-for']), ...hopsOf(headers['cf-connecting-ip'])];
}

/** https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip: one address. */
function namedByCloudflare(headers: Headers): string | undefined {
  const [address, ...more] = hopsOf(headers['cf-connecting-ip']);
  return address === undefined || more.length > 0 ? undefined : normalizeAddress(address);
}

function rightmostUntrustedHop(socket: string, headers: Headers, proxies: TrustedProxies): string {
  let nearest = socket;
  for (const hop of hopsOf(headers['x-forwarded-for']).reverse()) {
    const address = normalizeAddress(hop);
    if (address === undefined) return nearest;
    nearest = address;
    if (proxies(address) === undefined) return nearest;
  }
  return nearest;
}

function hopsOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
}

/** Without port, brackets or zone, and an IPv4 address that is written as IPv6 as what it is. */
export function normalizeAddress(text: string): string | undefined {
  const host = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
  const address = host.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) === 0 ? undefined : address.toLowerCase();
}
