import { eq } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { oversightRules } from "./schema.ts";

export interface OversightRule {
  readonly secondPersonForConsents: boolean;
  /** 0 where the firm has said nothing yet. */
  readonly revision: number;
}

/** That of the acting firm; row security shows no other. */
export async function findRule(tx: Transaction): Promise<OversightRule> {
  const { secondPersonForConsents, revision } = oversightRules;
  const [row] = await tx.select({ secondPersonForConsents, revision }).from(oversightRules);
  return row ?? { secondPersonForConsents: false, revision: 0 };
}

/** Writes only over what the decision was based on. */
export async function saveRule(
  tx: Transaction,
  tenantId: TenantId,
  before: OversightRule,
  secondPersonForConsents: boolean,
  changedAt: Date,
): Promise<void> {
  const said = { revision: before.revision + 1, secondPersonForConsents, changedAt };
  const back = { tenantId: oversightRules.tenantId };
  const written =
    before.revision === 0
      ? await tx
          .insert(oversightRules)
          .values({ tenantId, ...said })
          .onConflictDoNothing()
          .returning(back)
      : await tx
          .update(oversightRules)
          .set(said)
          .where(eq(oversightRules.revision, before.revision))
          .returning(back);
  if (written.length !== 1) throw new AppError("oversight.rule_changed", { tenantId });
}
