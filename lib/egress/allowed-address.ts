import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

import { EgressError } from "./egress-error.ts";

/** IPv4 that is nobody's on the internet: the IANA special-purpose registry (RFC 6890), multicast and class E. */
const special4 = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  special4.addSubnet(network, prefix, "ipv4");

/** Global unicast is all of IPv6 that may be called; what carries an IPv4 address inside it may not. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
const special6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special6.addSubnet(network, prefix, "ipv6");

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether a connection may be opened to an address. A sandbox's traffic stays on this machine, all other leaves it. */
export function isAllowedAddress(address: string, isSandbox: boolean): boolean {
  if (isIP(address) === 4)
    return isSandbox ? loopback.check(address, "ipv4") : !special4.check(address, "ipv4");
  // A zone, or IPv4 written as IPv6: no bank is called in this way.
  if (isIP(address) !== 6 || /[%.]|^::ffff:/i.test(address)) return false;
  return isSandbox
    ? loopback.check(address, "ipv6")
    : global6.check(address, "ipv6") && !special6.check(address, "ipv6");
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (failure: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The name's addresses, looked up for this connection and no other, so that none that was checked can be another by
 * the time it is used. One that is not allowed among them refuses them all.
 */
export const guardedLookup =
  (isSandbox: boolean, resolve: Resolve = lookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (failure, addresses) => {
      if (failure) return callback(failure, "", 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isAllowedAddress(address, isSandbox)))
        return callback(new EgressError("addressRefused"), "", 0);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
