import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { accountsChosen } from "./audit-events.ts";
import * as model from "./consent.ts";
import { insertGrants } from "./grant-repository.ts";
import { recordAct } from "./record-act.ts";
import { lockConsent, saveConsent } from "./repository.ts";
import { accountIdsSchema } from "./terms.ts";

export const ChooseAccounts = z.strictObject({ consentId: idSchema("con"), accountIds: accountIdsSchema });
export type ChooseAccounts = z.output<typeof ChooseAccounts>;

/** The accounts that the consent covers, once the bank has named them. From its return on they are visible, and no others. */
export async function chooseAccounts(ctx: Context, choice: ChooseAccounts): Promise<void> {
  await inTransaction(ctx, (tx) => addAccounts(tx, ctx, choice));
}

/**
 * The same in the transaction of an act that decides more than that. It waits for whoever is sending a request under
 * the consent, so nothing that they wait for may be held before it.
 */
export async function addAccounts(
  tx: Transaction,
  ctx: Context,
  { consentId, accountIds }: ChooseAccounts,
): Promise<void> {
  requirePermission(ctx, "consent.decide");
  const { consent: before, now } = await lockConsent(tx, consentId);
  const after = model.chooseAccounts(before, accountIds, now);

  await saveConsent(tx, before, after);
  const added = (after.accountIds ?? []).filter((id) => !before.accountIds?.includes(id));
  await insertGrants(tx, { ...after, accountIds: added }, now);
  const event = accountsChosen({ consentId, accountIds: added });
  await recordAct(tx, ctx, after, { act: "accountsChosen", at: now, reason: null, event });
}
