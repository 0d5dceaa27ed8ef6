import type { Context } from "#lib/access/context.ts";
import { becomePerson, inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { newId, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import { signInRefused } from "./audit-events.ts";
import type { SignInMethod } from "./view.ts";

/** No refusal that anybody is told: whoever tries learns no more than a stranger. */
export const personDisabledCode = "identity.person_disabled";

interface Disabled {
  readonly tenant_id: TenantId;
  readonly person_id: PersonId;
}

/**
 * Where a proof is somebody's who was disabled, their firm reads in their sign-in log that they tried: as the person whom
 * the proof names, in the name of the session that does not begin.
 */
export async function noteDisabled(
  ctx: Context,
  method: SignInMethod,
  holderOf: (tx: Transaction) => Promise<Disabled | null>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const holder = await holderOf(tx);
    if (holder === null) return;
    const asPerson = await becomePerson(tx, ctx, {
      ...{ type: "pending", tenantId: holder.tenant_id, personId: holder.person_id },
      ...{ sessionId: newId("ses"), authenticatedAt: ctx.clock.now() },
    });
    await appendAudit(tx, asPerson, signInRefused({ method, code: personDisabledCode }));
  });
}
