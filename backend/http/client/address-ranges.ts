import { BlockList, isIP } from 'node:net';

/** Whether an address (IPv4, or IPv6 without zone) is among those listed. */
export type IsListed = (address: string) => boolean;

/** Reads addresses and CIDR ranges. Throws `bad-address-range` for anything else. */
export function addressRanges(entries: readonly string[]): IsListed {
  const list = new BlockList();
  for (const entry of entries) add(list, entry);
  return (address) => list.check(address, familyOf(address));
}

function add(list: BlockList, entry: string): void {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const widest = isIP(address) === 4 ? 32 : 128;
  const bits = prefix === undefined ? widest : Number(prefix);
  if (isIP(address) === 0 || bits > widest) {
    throw Object.assign(new Error(`"${entry}" is no address and no CIDR range.`), {
      code: 'bad-address-range',
      advice: 'Correct TRUSTED_PROXIES or BLOCKED_ADDRESSES; 10.0.0.0/8 and 2001:db8::/32 are examples.',
    });
  }
  list.addSubnet(address, bits, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
