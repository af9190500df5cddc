import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;
type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** Which addresses a request may go to. */
export interface AddressRule {
  /** Whether the address, which that host was resolved to, may be connected to. */
  allows(host: string, address: string): boolean;
}

/** All that is given out to the public; what lies outside of it leads back into some network. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
const NAME = /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/** What an operator allows, as `10.0.0.0/8`, `192.168.1.5`, `alerts.internal` or `*.internal`. */
export interface Allowed {
  ranges: readonly Range[];
  /** Lower case; of `*.internal` the part from the dot on. */
  hosts: readonly string[];
}

/** Undefined when one of the parts is neither an address, a range nor a name. */
export function parseAllowed(text: string): Allowed | undefined {
  const ranges: Range[] = [];
  const hosts: string[] = [];
  for (const part of text.split(',').map((each) => each.trim().toLowerCase())) {
    if (part === '') continue;
    if (ipaddr.isValidCIDR(part)) ranges.push(ipaddr.parseCIDR(part));
    else if (ipaddr.IPv4.isValidFourPartDecimal(part) || ipaddr.IPv6.isValid(part)) ranges.push(whole(part));
    else if (NAME.test(part) && !/^[\d.]+$/.test(part)) hosts.push(part.replace(/^\*/, ''));
    else return undefined;
  }
  return { ranges, hosts };
}

/**
 * Public addresses, and what the operator allows beside them. Everything with a special meaning is refused: this machine, private and
 * link-local networks, carriers' NAT, multicast, and IPv6 that carries IPv4 inside (mapped, NAT64, 6to4, Teredo).
 */
export function addressRule(allowed: Allowed): AddressRule {
  return {
    allows(host, text) {
      if (!ipaddr.isValid(text)) return false;
      // An IPv4 address that is written as IPv6 is the IPv4 address.
      const address = ipaddr.process(text);
      return (
        isPublic(address) ||
        allowed.ranges.some((range) => isIn(address, range)) ||
        allowed.hosts.some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name))
      );
    },
  };
}

const isPublic = (address: Address): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || isIn(address, GLOBAL_UNICAST));

const isIn = (address: Address, [network, bits]: Range): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

function whole(text: string): Range {
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
