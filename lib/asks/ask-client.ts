import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema, newId } from "#lib/kernel/id.ts";
import { askKinds } from "./ask.ts";
import { askMade } from "./audit-events.ts";
import { sendAsk } from "./jobs.ts";
import { readAskable } from "./read-askable.ts";
import { saveAsk } from "./repository.ts";

export const AskClient = z.strictObject({
  investorId: idSchema("per"),
  what: z.enum(askKinds),
  about: z.string().min(1).max(100),
});
export type AskClient = z.output<typeof AskClient>;

/** As many as somebody asks in an hour who goes through a book of hundreds. */
const asksPerPerson = { name: "client.ask", limit: 60, windowSeconds: 60 * 60 };

/**
 * Asks a client to do what only they can: it is mailed to them and stands among what waits for them. Nothing is renewed
 * or confirmed by it, and nobody is asked the same twice within a week.
 */
export async function askClient(ctx: Context, { investorId, what, about }: AskClient): Promise<void> {
  const { tenantId, personId } = requirePerson(ctx, "client.ask");
  const { askable } = await readAskable(ctx, investorId);
  const item = askable.find((one) => one.what === what && one.about === about);
  if (!item) throw new AppError("ask.nothing_to_ask", { investorId, what });
  if (item.notBefore !== null) throw new AppError("ask.asked_already", { investorId, what });
  await takeTurn(ctx, asksPerPerson, personId);

  await inTransaction(ctx, async (tx) => {
    const askId = newId("ask");
    await saveAsk(tx, { tenantId, investorId, what, about, askId, askedBy: personId });
    await enqueue(tx, sendAsk, { tenantId, askId });
    await appendAudit(tx, ctx, askMade({ askId, investorId, what, about }));
  });
}
