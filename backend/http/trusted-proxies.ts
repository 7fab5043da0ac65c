import { BlockList, isIP } from 'node:net';

/** Whether an address (IPv4, or IPv6 without zone) belongs to a proxy that tells the truth about its clients. */
export type IsTrusted = (address: string) => boolean;

const loopback = ['127.0.0.0/8', '::1/128'];

/** Reads addresses and CIDR ranges, and the word `loopback`. Throws `bad-trusted-proxy` for anything else. */
export function trustedProxies(entries: readonly string[]): IsTrusted {
  const list = new BlockList();
  for (const entry of entries.flatMap((one) => (one === 'loopback' ? loopback : [one]))) add(list, entry);
  return (address) => list.check(address, familyOf(address));
}

function add(list: BlockList, entry: string): void {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const widest = isIP(address) === 4 ? 32 : 128;
  const bits = prefix === undefined ? widest : Number(prefix);
  if (isIP(address) === 0 || bits > widest) {
    throw Object.assign(new Error(`"${entry}" is no address, no CIDR range and not the word loopback.`), {
      code: 'bad-trusted-proxy',
      advice: 'Correct TRUSTED_PROXIES; 10.0.0.0/8, 2001:db8::/32 and loopback are examples.',
    });
  }
  list.addSubnet(address, bits, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
