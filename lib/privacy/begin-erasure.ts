import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { readBankSides } from "#lib/connections/read-bank-sides.ts";
import { endAllConsents } from "#lib/consent/end-all-consents.ts";
import { translator } from "#lib/i18n/messages.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type ErasureId, newId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { listAccessesOf } from "#lib/vault/list-accesses-of.ts";
import { erasureBegun } from "./audit-events.ts";
import { type Erasure, evidenceUntil, obligationsOf } from "./erasure.ts";
import { eraseInvestor } from "./jobs.ts";
import { addObligations, insertErasure } from "./repository.ts";

export const BeginErasure = z.strictObject({
  /** The word that the page asks for, in its language. */
  word: z.string().max(100),
  locale: z.enum(locales),
});
export type BeginErasure = z.output<typeof BeginErasure>;

/**
 * From its return on nothing of this person is read or shown to anybody, nobody is signed in as them, and nothing new
 * is begun for them. What else has to be done stands in the ledger and is done by a job, which goes on until it is.
 */
export async function beginErasure(ctx: Context, { word, locale }: BeginErasure): Promise<ErasureId> {
  const { tenantId, personId: investorId } = requirePerson(ctx, "privacy.erase");
  requireFreshAuthentication(ctx);
  if (!isTheWord(word, locale)) throw new AppError("privacy.word_wrong");

  const begunAt = ctx.clock.now();
  const erasureId = newId("era");
  const erasure: Erasure = {
    ...{ tenantId, erasureId, investorId, begunAt },
    ...{ evidenceUntil: evidenceUntil(begunAt), completedAt: null },
  };
  return inTransaction(ctx, async (tx) => {
    await insertErasure(tx, erasure);
    const consents = await endAllConsents(tx, ctx);
    const sides = await readBankSides(tx, ctx, investorId);
    const credentialIds = (await listAccessesOf(tx, ctx, investorId)).map(({ credentialId }) => credentialId);
    await addObligations(tx, erasure, obligationsOf(erasure, sides, credentialIds));
    await enqueue(tx, eraseInvestor, { tenantId, erasureId });
    const counts = { consents, connections: sides.length, credentials: credentialIds.length };
    await appendAudit(tx, ctx, erasureBegun({ erasureId, ...counts }));
    return erasureId;
  });
}

function isTheWord(typed: string, locale: BeginErasure["locale"]): boolean {
  const word = translator(locale, "privacy.erase")("word");
  return typed.trim().toLocaleLowerCase(locale) === word.toLocaleLowerCase(locale);
}
