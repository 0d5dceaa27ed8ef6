import { z } from "zod";
import { type DisclosureId, idSchema } from "#lib/kernel/id.ts";

/** A place in the list, as it stands in an address: the time in milliseconds and the line. */
export interface Place {
  readonly at: Date;
  readonly disclosureId: DisclosureId;
}

export const placeText = ({ at, disclosureId }: Place): string => `${at.getTime()}.${disclosureId}`;

export const placeSchema = z
  .string()
  .regex(/^\d{1,13}\.dsc_/)
  .transform((text, check): Place => {
    const [at = "", id = ""] = text.split(".");
    const disclosureId = idSchema("dsc").safeParse(id);
    if (disclosureId.success) return { at: new Date(Number(at)), disclosureId: disclosureId.data };
    check.addIssue({ code: "custom", message: "invalid" });
    return z.NEVER;
  });
