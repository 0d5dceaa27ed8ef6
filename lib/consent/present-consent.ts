import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { AuditEvent } from "#lib/audit/event.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema, newId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { consentPresented } from "./audit-events.ts";
import {
  type Consent,
  type GivenConsent,
  type Offer,
  type OpenConsent,
  present,
  requireInForce,
} from "./consent.ts";
import { type CurrentFacts, currentTextVersion, renderConsentText } from "./consent-text.ts";
import { offerOf, type PresentedFor, presentedFor } from "./presentation.ts";
import { insertPresentation } from "./presentation-repository.ts";
import { recordAct } from "./record-act.ts";
import { lockConsent, readFirm, saveConsent } from "./repository.ts";
import { requireAdvisors } from "./require-advisors.ts";
import { accountIdsSchema, choiceSchema, requirePastHistory } from "./terms.ts";
import type { PresentationView } from "./view.ts";

export const PresentConsent = z.strictObject({
  consentId: idSchema("con"),
  shownFor: z.enum(presentedFor),
  locale: z.enum(locales),
  choice: choiceSchema.extend({ accountIds: accountIdsSchema.optional() }).default({}),
});
export type PresentConsent = z.output<typeof PresentConsent>;

/** Shows what would be agreed to, and keeps what was shown: its version, language and hash, and what renders it again. */
export async function presentConsent(ctx: Context, input: PresentConsent): Promise<PresentationView> {
  const { tenantId } = requirePerson(ctx, "consent.decide");
  const { shownFor, locale } = input;

  return inTransaction(ctx, async (tx) => {
    const { consent: before, now } = await lockConsent(tx, input.consentId);
    const consent = shownFor === "give" ? present(before, now) : requireInForce(before, now);
    const { consentId, investorId, revision } = consent;
    const offer = offerOf(consent, shownFor, input.choice, now);
    requirePastHistory(offer.terms, now);

    const textFacts = await factsOf(tx, consent, shownFor, offer);
    const { text, version, sha256 } = renderConsentText(currentTextVersion, locale, textFacts);
    const presentationId = newId("cpr");
    const presentation = {
      ...{ presentationId, consentId, investorId, shownFor, revision, offer, sha256 },
      ...{ presentedAt: now, acceptedAt: null, textVersion: version, locale, textFacts },
    };
    const hash = sha256.toString("hex");
    const about = { consentId, presentationId, shownFor, textVersion: version, locale, sha256: hash };
    await tx.inOneRound([
      () => insertPresentation(tx, tenantId, presentation),
      () => recordShowing(tx, ctx, { before, consent, now }, consentPresented(about)),
    ]);
    return { presentationId, text, sha256: hash, validUntil: offer.validUntil.toISOString() };
  });
}

/** The first showing of a request is a step of its own; what is in force stays as it is until another is agreed to. */
async function recordShowing(
  tx: Transaction,
  ctx: Context,
  { before, consent, now }: { before: Consent; consent: OpenConsent | GivenConsent; now: Date },
  event: AuditEvent,
): Promise<void> {
  if (consent.revision === before.revision) {
    await appendAudit(tx, ctx, event);
    return;
  }
  await tx.inOneRound([
    () => saveConsent(tx, before, consent),
    () => recordAct(tx, ctx, consent, { act: "presented", at: now, reason: null, event }),
  ]);
}

async function factsOf(
  tx: Transaction,
  { tenantId, region }: Consent,
  shownFor: PresentedFor,
  { terms, accountIds, validUntil }: Offer,
): Promise<CurrentFacts> {
  const [firm, advisors] = await tx.inOneRound([
    () => readFirm(tx, tenantId),
    () => requireAdvisors(tx, terms.recipients),
  ]);
  return {
    shownFor,
    firm: firm.name,
    wholeTeam: terms.recipients.wholeTeam,
    advisors: advisors.map(({ name }) => name),
    programs: terms.recipients.clientIds.length,
    accounts: accountIds?.length ?? null,
    clusters: [...terms.clusters],
    perDay: terms.access.kind === "oneOff" ? null : terms.access.perDay,
    validUntil: validUntil.toISOString(),
    retentionDays: terms.retentionDays,
    lawfulBasis: terms.lawfulBasis,
    region,
  };
}
