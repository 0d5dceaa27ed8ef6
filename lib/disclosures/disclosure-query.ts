import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";
import type { ListDisclosures } from "./list-disclosures.ts";
import { placeSchema } from "./place.ts";
import { disclosurePeriods } from "./view.ts";

const querySchema = z.object({
  who: z
    .union([idSchema("per"), idSchema("cli")])
    .nullable()
    .catch(null),
  consent: idSchema("con").nullable().catch(null),
  when: z.enum(disclosurePeriods).catch("all"),
  behind: placeSchema.nullable().catch(null),
});

/** What an address asks of the list. What it says wrongly counts as not said. */
export function parseDisclosureQuery(
  parameters: Readonly<Record<string, string | string[] | undefined>>,
): ListDisclosures {
  const { who, consent, when, behind } = querySchema.parse({ ...parameters });
  return { viewerId: who, consentId: consent, period: when, behind };
}
