import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import {
  mayDo,
  requireFreshAuthentication,
  requirePermission,
  requirePerson,
} from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { ruleChanged } from "./audit-events.ts";
import { findRule, type OversightRule, saveRule } from "./rule-repository.ts";

export const ChangeRule = z.strictObject({
  revision: z.coerce.number().int().min(0),
  secondPersonForConsents: z.enum(["yes", "no"]).transform((said) => said === "yes"),
});
export type ChangeRule = z.output<typeof ChangeRule>;

/** What the firm asks of its compliance beyond what is asked of everybody. */
export async function readRule(ctx: Context): Promise<OversightRule> {
  requirePermission(ctx, "oversight.readRule");
  return inTransaction(ctx, (tx) => findRule(tx));
}

/** Whether the acting person may say it. */
export const mayChangeRule = ({ actor }: Context): boolean => mayDo(actor.type, "oversight.changeRule");

/** From the commit on it holds for every act that is proposed; what was approved or has begun goes on. */
export async function changeRule(
  ctx: Context,
  { revision, secondPersonForConsents }: ChangeRule,
): Promise<void> {
  const { tenantId } = requirePerson(ctx, "oversight.changeRule");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await findRule(tx);
    if (before.revision !== revision) throw new AppError("oversight.rule_changed", { tenantId });
    if (before.secondPersonForConsents === secondPersonForConsents) return;
    await saveRule(tx, tenantId, before, secondPersonForConsents, ctx.clock.now());
    await appendAudit(tx, ctx, ruleChanged({ secondPersonForConsents }));
  });
}
