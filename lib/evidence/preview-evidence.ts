import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import { findPlaces } from "#lib/audit/read-evidence.ts";
import { recordRefusal } from "#lib/audit/record-refusal.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type EvidenceAsked, factsOf, mostEntries, timeOf } from "./evidence.ts";
import { parseEvidenceQuery } from "./evidence-query.ts";
import { findSubject } from "./find-subject.ts";
import type { EvidencePage, EvidencePreview } from "./view.ts";

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** What the page shows for its address. Looking at somebody's is an act of staff and leaves its event. */
export async function previewEvidence(ctx: Context, query: Query): Promise<EvidencePage> {
  requirePerson(ctx, "evidence.make");
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === "string" ? value.slice(0, 400) : "";
  };
  const id = ["id", "consent", "investor", "credential"].map(text).find((value) => value !== "") ?? "";
  const asked = { id, from: text("from"), to: text("to"), held: text("held") };
  const parsed = parseEvidenceQuery(query);
  if (parsed.fault !== null)
    return { asked, fault: parsed.fault === "nothing" ? null : parsed.fault, preview: null };
  try {
    return { asked, fault: null, preview: await previewOf(ctx, parsed.asked) };
  } catch (refusal) {
    if (!(refusal instanceof AppError && refusal.code === "evidence.subject_not_found")) throw refusal;
    await recordRefusal(ctx, refusal, id);
    return { asked, fault: "notFound", preview: null };
  }
}

function previewOf(ctx: Context, { about, heldSizes }: EvidenceAsked): Promise<EvidencePreview> {
  const { tenantId } = requirePerson(ctx, "evidence.make");
  return inSearchTransaction(ctx, async (tx) => {
    const subject = await findSubject(tx, ctx, about);
    const sought = about.kind === "period" ? timeOf(about) : { ids: subject?.ids ?? [] };
    const { length } = await findPlaces(tx, tenantId, sought, mostEntries);
    if (about.kind !== "period") {
      await appendAudit(tx, ctx, staffLooked({ what: about.kind, id: about.id }));
    }
    const { what: kind, subjectId: id, from, to } = factsOf(about);
    return {
      ...{ kind, id, from, to, heldSizes },
      investor: subject && { id: subject.investorId, name: subject.name },
      entries: Math.min(length, mostEntries),
      isTooMuch: length > mostEntries,
    };
  });
}
