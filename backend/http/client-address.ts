import { isIP } from 'node:net';
import type { IsTrusted } from './trusted-proxies.ts';

type Headers = Record<string, string | string[] | undefined>;

/**
 * Who is calling: the peer of the socket, unless that is a trusted proxy, and then the right-most hop of
 * X-Forwarded-For that is none of ours. What stands further left was written by the client. CF-Connecting-IP counts
 * only where no X-Forwarded-For came along: a proxy other than Cloudflare's passes it on from anybody.
 */
export function clientAddress(peer: string, headers: Headers, isTrusted: IsTrusted): string {
  const socket = plainAddress(peer) ?? peer;
  if (!isTrusted(socket)) return socket;
  const forwarded = hopsOf(headers['x-forwarded-for']);
  if (forwarded.length === 0) return plainAddress(hopsOf(headers['cf-connecting-ip'])[0] ?? '') ?? socket;
  let nearest = socket;
  for (const hop of forwarded.reverse()) {
    const address = plainAddress(hop);
    if (address === undefined) return nearest;
    nearest = address;
    if (!isTrusted(address)) return nearest;
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
function plainAddress(text: string): string | undefined {
  const host = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
  const address = host.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) === 0 ? undefined : address.toLowerCase();
}
