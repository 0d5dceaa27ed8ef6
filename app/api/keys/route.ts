import { route } from "#lib/server/problem.ts";
import { readReceiptKeys } from "#lib/server/published-keys.ts";

/** A JSON Web Key Set (RFC 7517): what receipts are verified with. Public, like the keys in it. */
export const GET = route(async () =>
  Response.json(await readReceiptKeys(), { headers: { "Content-Type": "application/jwk-set+json" } }),
);
