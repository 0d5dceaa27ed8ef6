import type { CallRule } from "#lib/egress/egress-policy.ts";

const json = "application/json";
const consent = "^(?:/[^/]+)*/v1/consents";

/** What may leave to ask for access, to authorise it and to end it. */
export const accessCalls: readonly CallRule[] = [
  { method: "POST", path: new RegExp(`${consent}$`), bodyType: json },
  { method: "DELETE", path: new RegExp(`${consent}/[^/]+$`) },
  { method: "POST", path: new RegExp(`${consent}/[^/]+/authorisations$`), bodyType: json },
  { method: "PUT", path: new RegExp(`${consent}/[^/]+/authorisations/[^/]+$`), bodyType: json },
  // OAuth's token and revocation endpoints take forms, which start no payment.
  {
    method: "POST",
    path: /\/[^/]*(?:token|revo)[^/]*$/i,
    bodyType: "application/x-www-form-urlencoded",
  },
];

/** Everything that may leave to an XS2A bank. */
export const xs2aCalls: readonly CallRule[] = [
  ...accessCalls,
  // A bank's pictures, keys and OAuth metadata lie anywhere; what concerns payments is nobody's to ask for here.
  {
    method: "GET",
    path: /^(?!.*\/(?:(?:periodic-|bulk-)?payments|funds-confirmations|signing-baskets|consents\/confirmation-of-funds)(?:\/|$))\//i,
  },
];
