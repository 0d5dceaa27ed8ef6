import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { rateFaults } from "./publication.ts";

const file = z.enum(["daily", "history"]);
const day = z.iso.date();
const count = z.int().min(0);

export const ratesLoaded = auditEvent("rates.loaded", {
  file,
  newestDay: day,
  added: count,
  corrected: count,
});

/** What was stored before stays. */
export const ratesRefused = auditEvent("rates.refused", { file, fault: z.enum(rateFaults) });

/** A currency became worth so much more or less at once that the day waits for another publication to bear it out. */
export const rateLeftOut = auditEvent("rates.leftOut", { day, currency: z.string().length(3) });

/** The publisher took a day back that it had published: from then on there are no rates of that day. */
export const rateWithdrawn = auditEvent("rates.withdrawn", { day });
