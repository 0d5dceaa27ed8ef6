import { and, desc, eq, inArray, isNull, lte } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, PresentationId, TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { type Presentation, type PresentedFor, parseOffer } from "./presentation.ts";
import type { Notice } from "./receipt-content.ts";
import { consentPresentations } from "./schema.ts";

/** A showing with what its text is rendered from. */
export interface StoredPresentation extends Presentation {
  readonly textVersion: string;
  readonly locale: Locale;
  readonly textFacts: unknown;
}

interface Kept {
  readonly text: unknown;
  readonly offer: unknown;
}

export async function insertPresentation(
  tx: Transaction,
  tenantId: TenantId,
  presentation: StoredPresentation,
): Promise<void> {
  const { presentationId, consentId, investorId, shownFor, revision, offer, textFacts, ...rest } =
    presentation;
  await tx.insert(consentPresentations).values({
    ...{ tenantId, presentationId, consentId, investorId, revision },
    presentedFor: shownFor,
    textVersion: rest.textVersion,
    locale: rest.locale,
    sha256: rest.sha256,
    facts: { text: textFacts, offer } satisfies Kept,
    presentedAt: rest.presentedAt,
    acceptedAt: rest.acceptedAt,
  });
}

/** Another person's is not there. */
export async function findPresentation(
  tx: Transaction,
  presentationId: PresentationId,
): Promise<StoredPresentation> {
  const [row] = await tx
    .select()
    .from(consentPresentations)
    .where(eq(consentPresentations.presentationId, presentationId));
  if (!row) throw new AppError("consent.not_found", { presentationId });
  return toPresentation(row);
}

/** What a showing was for. Another person's, or another consent's, is not there. */
export async function findShownFor(
  tx: Transaction,
  { consentId, presentationId }: Pick<Presentation, "consentId" | "presentationId">,
): Promise<PresentedFor> {
  const { presentedFor, presentationId: id, consentId: of } = consentPresentations;
  const [row] = await tx
    .select({ presentedFor })
    .from(consentPresentations)
    .where(and(eq(id, presentationId), eq(of, consentId)));
  if (!row) throw new AppError("consent.not_found", { presentationId });
  return row.presentedFor;
}

/** Everything that was shown of a consent, the latest first. */
export async function listPresentations(
  tx: Transaction,
  consentId: ConsentId,
): Promise<readonly StoredPresentation[]> {
  const { presentedAt, presentationId } = consentPresentations;
  const rows = await tx
    .select()
    .from(consentPresentations)
    .where(eq(consentPresentations.consentId, consentId))
    .orderBy(desc(presentedAt), desc(presentationId));
  return rows.map(toPresentation);
}

/** Those of these that the actor may see, whatever consent they are of. */
export async function listPresentationsById(
  tx: Transaction,
  presentationIds: readonly PresentationId[],
): Promise<readonly StoredPresentation[]> {
  const rows = await tx
    .select()
    .from(consentPresentations)
    .where(inArray(consentPresentations.presentationId, [...presentationIds]));
  return rows.map(toPresentation);
}

/** The text that was agreed to last at a time, or `null` if there was none. */
export async function findNotice(tx: Transaction, consentId: ConsentId, at: Date): Promise<Notice | null> {
  const { acceptedAt, textVersion: version, locale, sha256 } = consentPresentations;
  const [row] = await tx
    .select({ version, locale, sha256 })
    .from(consentPresentations)
    .where(and(eq(consentPresentations.consentId, consentId), lte(acceptedAt, at)))
    .orderBy(desc(acceptedAt))
    .limit(1);
  return row ? { ...row, sha256: row.sha256.toString("hex") } : null;
}

/**
 * The showing as it was before, agreed to now if it was not already. One statement for both: whoever finds something
 * wrong with it throws, and then it is not agreed to.
 */
export async function acceptPresentation(
  tx: Transaction,
  presentationId: PresentationId,
  acceptedAt: Date,
): Promise<StoredPresentation> {
  const [row] = await tx
    .update(consentPresentations)
    .set({ acceptedAt })
    .where(
      and(eq(consentPresentations.presentationId, presentationId), isNull(consentPresentations.acceptedAt)),
    )
    .returning();
  return row ? toPresentation({ ...row, acceptedAt: null }) : findPresentation(tx, presentationId);
}

function toPresentation(row: typeof consentPresentations.$inferSelect): StoredPresentation {
  const { presentationId, consentId, investorId, revision, textVersion, locale, sha256 } = row;
  const { text, offer } = row.facts as Kept;
  return {
    ...{ presentationId, consentId, investorId, revision, textVersion, locale, sha256 },
    shownFor: row.presentedFor,
    offer: parseOffer(offer),
    textFacts: text,
    presentedAt: row.presentedAt,
    acceptedAt: row.acceptedAt,
  };
}
