import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { disclosureWays } from "./disclosure.ts";
import { disclosurePeriods } from "./view.ts";

export const disclosureMade = auditEvent(
  "disclosure.made",
  {
    disclosureId: idSchema("dsc"),
    investorId: idSchema("per"),
    what: z.enum(disclosureWays),
    consentIds: z.array(idSchema("con")),
    clusters: z.array(z.enum(dataClusters)),
    accounts: z.int().min(1),
    /** Of the accounts' identifiers in order, one a line: an event has no room for two hundred of them. */
    accountsSha256: z.string().length(64),
  },
  "investorId",
);
/** Over all firms, so it is an event of the installation. */
export const disclosurePurged = auditEvent("disclosure.purged", { count: z.int().min(1) });
/** A book shows many investors at once: the lines of their lists that one event is for, as `dsc_… per_…`. */
const ofMany = {
  shown: z.array(z.string().max(90)).min(1).max(300),
  /** Of consents, kinds and accounts of each, in the order of `shown`, one a line. */
  notesSha256: z.string().length(64),
};
export const disclosureBook = auditEvent("disclosure.book", ofMany);
/** The same of a copy of the book that somebody takes. */
export const disclosureBookExported = auditEvent("disclosure.bookExported", ofMany);
/** Compliance took the list of who was shown one investor's data as a file. */
export const disclosuresReviewExported = auditEvent(
  "disclosure.listExported",
  {
    investorId: idSchema("per"),
    period: z.enum(disclosurePeriods),
    viewerId: z.string().max(60).nullable(),
    rows: z.int().min(0),
  },
  "investorId",
);
