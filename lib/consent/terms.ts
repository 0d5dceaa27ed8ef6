import { z } from "zod";
import { dataClusters, leavable } from "#lib/kernel/data-cluster.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { dayOf, durations, longestRetentionDays } from "./validity.ts";

/** What a firm may say that it needs a kind of data for. */
export const purposes = ["overview", "advice", "reporting", "suitability"] as const;
export type Purpose = (typeof purposes)[number];

/** GDPR Art. 6(1)(a) and (b). PSD2's explicit consent (Art. 67) is the consent itself, and another matter. */
export const lawfulBases = ["consent", "contract"] as const;
export type LawfulBasis = (typeof lawfulBases)[number];

/** RTS (EU) 2018/389 Art. 36(5)(b): four times in 24 hours at the most while the person is not there. */
export const mostOftenPerDay = 4;

/** Kinds of data that have a past; of the others there is what is now. */
export const clustersWithHistory: readonly string[] = ["transactions", "investmentTransactions"];

const unique = (list: readonly unknown[]) => new Set(list).size === list.length;
const idList = <Kind extends string>(kind: Kind) => z.array(idSchema(kind)).max(50).refine(unique);

/** Who of the firm may see: all its advisors, or those who are named, and those of its programs that are named. */
export const recipientsSchema = z
  .strictObject({ wholeTeam: z.boolean(), advisorIds: idList("per"), clientIds: idList("cli") })
  .refine(({ wholeTeam, advisorIds, clientIds }) => wholeTeam || advisorIds.length + clientIds.length > 0)
  .refine(({ wholeTeam, advisorIds }) => !wholeTeam || advisorIds.length === 0);
export type Recipients = z.output<typeof recipientsSchema>;

export const clusterTermsSchema = z.strictObject({
  cluster: z.enum(dataClusters),
  purposes: z.array(z.enum(purposes)).min(1).refine(unique),
  /** The first day that may be seen; `null` is as far back as the bank tells. */
  historyFrom: z.iso.date().nullable(),
  /** What of it is never stored. Terms from before this could be said leave nothing out. */
  leavesOut: z.array(z.enum(leavable)).refine(unique).default([]),
});
export type ClusterTerms = z.output<typeof clusterTermsSchema>;

export const accessSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("oneOff") }),
  z.strictObject({ kind: z.literal("ongoing"), perDay: z.int().min(1).max(mostOftenPerDay) }),
]);
export type Access = z.output<typeof accessSchema>;

export const clustersSchema = z
  .array(clusterTermsSchema)
  .min(1)
  .refine((list) => unique(list.map(({ cluster }) => cluster)))
  .refine((list) =>
    list.every(({ cluster, historyFrom }) => historyFrom === null || clustersWithHistory.includes(cluster)),
  )
  .refine((list) =>
    list.every(({ cluster, leavesOut }) => leavesOut.length === 0 || cluster === "transactions"),
  );

/** What a consent is about, apart from the accounts: those are chosen once the bank has named them. */
export const termsSchema = z.strictObject({
  recipients: recipientsSchema,
  clusters: clustersSchema,
  access: accessSchema,
  duration: z.enum(durations),
  /** Days after the end for which the firm keeps the data; 0 is deletion at once. */
  retentionDays: z.int().min(0).max(longestRetentionDays),
  lawfulBasis: z.enum(lawfulBases),
});
export type Terms = z.output<typeof termsSchema>;

export const mostAccounts = 200;
export const accountIdsSchema = z.array(idSchema("acc")).min(1).max(mostAccounts).refine(unique);

/** What of the terms their investor decides. */
export const choiceSchema = termsSchema
  .pick({ recipients: true, clusters: true, access: true, duration: true })
  .partial();
export type Choice = z.output<typeof choiceSchema>;

/** Agreeing to less than was asked for is always possible, and to more never: the firm did not ask for it. */
export function choose(asked: Terms, choice: Choice): Terms {
  const chosen = { ...asked, ...choice };
  if (choice.clusters && !choice.clusters.every((one) => isWithin(asked.clusters, one))) {
    throw new AppError("consent.terms_invalid", { field: "clusters" });
  }
  if (choice.recipients && !areAmong(asked.recipients, choice.recipients)) {
    throw new AppError("consent.terms_invalid", { field: "recipients" });
  }
  if (choice.access && timesPerDay(choice.access) > timesPerDay(asked.access)) {
    throw new AppError("consent.terms_invalid", { field: "access" });
  }
  return chosen;
}

function isWithin(asked: readonly ClusterTerms[], chosen: ClusterTerms): boolean {
  const of = asked.find(({ cluster }) => cluster === chosen.cluster);
  if (!of) return false;
  const reachesNoFurther =
    of.historyFrom === null || (chosen.historyFrom !== null && chosen.historyFrom >= of.historyFrom);
  const leavesOutNoLess = of.leavesOut.every((one) => chosen.leavesOut.includes(one));
  return (
    reachesNoFurther && leavesOutNoLess && chosen.purposes.every((purpose) => of.purposes.includes(purpose))
  );
}

function areAmong(asked: Recipients, chosen: Recipients): boolean {
  if (chosen.wholeTeam && !asked.wholeTeam) return false;
  const advisorsAsked = asked.wholeTeam || chosen.advisorIds.every((id) => asked.advisorIds.includes(id));
  return advisorsAsked && chosen.clientIds.every((id) => asked.clientIds.includes(id));
}

const timesPerDay = (access: Access): number => (access.kind === "oneOff" ? 0 : access.perDay);

/** A past that has not begun is a slip of whoever asks. */
export function requirePastHistory({ clusters }: Terms, now: Date): void {
  const today = dayOf(now);
  if (clusters.some(({ historyFrom }) => historyFrom !== null && historyFrom > today)) {
    throw new AppError("consent.terms_invalid", { field: "historyFrom" });
  }
}
