import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { coverAccounts } from "#lib/consent/choose-accounts.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type AccountId, type ConsentId, idSchema } from "#lib/kernel/id.ts";
import { removeChunks } from "#lib/records/remove-chunks.ts";
import { type Account, findWithAccounts, listAccounts, saveDecision } from "./account-repository.ts";
import { accountsChosen } from "./audit-events.ts";
import { activate, type Choice, decide } from "./connection.ts";
import { personSchema } from "./person.ts";
import { lockConnection, saveConnection } from "./repository.ts";
import { requestSync } from "./request-sync.ts";

const isOnce = (list: readonly unknown[]) => new Set(list).size === list.length;

export const ChooseAccounts = z.strictObject({
  connectionId: idSchema("cnx"),
  accountIds: z.array(idSchema("acc")).max(200).refine(isOnce),
  /** What the person saw: of the rest nothing is decided. */
  shownIds: z.array(idSchema("acc")).max(200).refine(isOnce),
  person: personSchema,
});
export type ChooseAccounts = z.output<typeof ChooseAccounts>;

/**
 * What of a bank is read. The consent covers it from this transaction's commit on, what was not named is not kept, and
 * reading begins. Those that were chosen before stay: to take one away is to change the consent.
 */
export async function chooseAccounts(
  ctx: Context,
  { connectionId, accountIds: wanted, shownIds: shown, person }: ChooseAccounts,
): Promise<void> {
  requirePermission(ctx, "connection.choose");

  await inTransaction(ctx, async (tx) => {
    const seen = await findWithAccounts(tx, connectionId);
    const intended = decide(seen.connection, seen.accounts, { wanted, shown });
    // The consent comes first: it is changed only when nobody sends a request under it, and they may wait for the rest.
    await cover(tx, ctx, seen.connection.consentId, intended.chosen);

    const [before, accounts] = await tx.inOneRound([
      () => lockConnection(tx, connectionId),
      () => listAccounts(tx, [connectionId]),
    ]);
    const choice = news(decide(before, accounts, { wanted, shown }), accounts);
    if (before.state === "active" && choice.chosen.length + choice.declined.length === 0) {
      throw new AppError("connection.changed", { connectionId });
    }
    const at = ctx.clock.now();
    const decided = async (accountIds: readonly AccountId[], state: "chosen" | "declined") => {
      if (await saveDecision(tx, accountIds, state, at)) return;
      throw new AppError("connection.changed", { connectionId });
    };
    const { chosen, declined } = choice;
    const event = accountsChosen({ connectionId, chosen: [...chosen], declined: [...declined] });
    await tx.inOneRound([
      () => decided(chosen, "chosen"),
      () => decided(declined, "declined"),
      () => removeChunks(tx, ctx, before.investorId, declined),
      () => saveConnection(tx, before, activate(before)),
      () => requestSync(tx, ctx, { connection: before, kind: "initial", person, event }),
    ]);
  });
}

/** What the consent does not cover yet it covers now, in the consent's own act with its event and receipt. */
async function cover(
  tx: Transaction,
  ctx: Context,
  consentId: ConsentId,
  chosen: readonly AccountId[],
): Promise<void> {
  try {
    await coverAccounts(tx, ctx, consentId, chosen);
  } catch (cause) {
    const code = cause instanceof AppError ? meant[cause.code] : undefined;
    if (!code) throw cause;
    throw new AppError(code, { consentId }, { cause });
  }
}

/** What happened to the consent between looking and deciding. */
const meant: Readonly<Partial<Record<string, "connection.no_consent" | "connection.changed">>> = {
  "consent.not_in_force": "connection.no_consent",
  "consent.not_found": "connection.no_consent",
  "consent.accounts_chosen": "connection.changed",
  "consent.changed": "connection.changed",
};

/** What of a choice is not so already. */
function news({ chosen, declined }: Choice, accounts: readonly Account[]): Choice {
  const was = new Map(accounts.map(({ accountId, state }) => [accountId, state]));
  return { chosen: chosen.filter((accountId) => was.get(accountId) !== "chosen"), declined };
}
