import { isIP } from "node:net";

import { isAllowedAddress } from "./allowed-address.ts";
import { EgressError } from "./egress-error.ts";
import type { EgressPolicy } from "./egress-policy.ts";

export interface OutgoingCall {
  readonly method: string;
  readonly url: string;
  readonly bodyType: string | null;
}

/** The address, if this call may leave at all: HTTPS, a host of the institution's own, and a path that a rule names. */
export function allowedUrl(policy: EgressPolicy, { method, url, bodyType }: OutgoingCall): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== "https:" || parsed.username !== "" || parsed.password !== "")
    throw new EgressError("hostRefused");
  if (!policy.allowedHosts.some((host) => isSameHost(host, parsed))) throw new EgressError("hostRefused");
  const literal = parsed.hostname.replace(/^\[|\]$/g, "");
  // A name is looked up, and checked, when the connection is opened; a written address never is.
  if (isIP(literal) !== 0 && !isAllowedAddress(literal, policy.isSandbox))
    throw new EgressError("addressRefused");
  const isNamed = policy.rules.some(
    (rule) =>
      rule.method === method &&
      rule.path.test(parsed.pathname) &&
      (rule.bodyType === undefined || rule.bodyType === bodyType),
  );
  // An encoded slash or dot could be another path to the bank than it is to the rule.
  if (!isNamed || /%(?:2[ef]|5c|25)|[\\;]/i.test(parsed.pathname)) throw new EgressError("callRefused");
  return parsed;
}

function isSameHost(allowed: string, { host, hostname, port }: URL): boolean {
  const wanted = allowed.toLowerCase();
  return wanted === host || (port === "" && wanted === `${hostname}:443`);
}
