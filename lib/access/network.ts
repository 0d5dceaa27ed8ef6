import { isIPv6 } from "node:net";

/**
 * What a caller cannot change at will: the address itself for IPv4, the first 64 bits for IPv6, where any host may
 * take any of the other 64 (RFC 4291, 2.5.4). An IPv4 address written as IPv6 is the IPv4 address.
 */
export function networkOf(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join(".");
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return `${prefix.join(":")}::/64`;
}

const bytesOf = (group: number): readonly number[] => [group >> 8, group & 0xff];

/** The eight groups, however the address was shortened: a URL's host is written in one form only (RFC 5952). */
function groupsOf(address: string): readonly number[] {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = written.split("::");
  const parse = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return parse(head);
  const [before, after] = [parse(head), parse(tail)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
