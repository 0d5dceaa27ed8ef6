import { domainToASCII } from "node:url";

/** One spelling per mailbox: lower case, and the domain as it is on the wire. Look-alike letters stay different. */
export function canonicalAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  return `${address.slice(0, at + 1).toLowerCase()}${domainToASCII(domain) || domain.toLowerCase()}`;
}
