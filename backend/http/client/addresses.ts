import ipaddr from 'ipaddr.js';

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
  return isAddress ? ipaddr.process(text) : undefined;
}

function parseRange(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(entry) || ipaddr.IPv6.isValidCIDR(entry)) {
    const [network, bits] = ipaddr.parseCIDR(entry);
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
