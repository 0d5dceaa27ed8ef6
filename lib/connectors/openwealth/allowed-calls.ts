import type { CallRule } from "#lib/egress/egress-policy.ts";

/** Every part of the standards' interfaces that holds data or orders something. */
const parts =
  "customers|accounts|positions|transactions|persons|documents|orders|card-accounts|(?:periodic-|bulk-)?payments|funds-confirmations|signing-baskets|confirmation-of-funds";
/** A step of a path that leads to none of them. */
const elsewhere = `/(?!(?:${parts})(?:/|$))[^/]+`;

const reads = (path: string): CallRule => ({
  method: "GET",
  path: new RegExp(`^(?:${elsewhere})*${path}$`, "i"),
});

/** What may leave to read custody, beside what asks for access and ends it. Each address is made of identifiers here. */
export const custodyReads: readonly CallRule[] = [
  reads("/customers"),
  reads("/customers/[^/]+/(?:accounts|transactions)"),
  reads("/accounts/[^/]+/positions"),
  // The consent, and a bank's pictures, keys and OAuth metadata, which lie anywhere but among its data.
  reads(elsewhere),
];
