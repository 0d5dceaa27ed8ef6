import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { accountKinds } from "#lib/aspsp/records.ts";
import { type GrantedProduct, listGranted } from "#lib/connections/list-granted.ts";
import { toDayText } from "#lib/connections/periods.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { readForRecipient } from "#lib/disclosures/read-for-recipient.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { toClientAccount } from "./to-client-account.ts";
import type { ClientAccountView, ClientDetailView } from "./view.ts";

export const ReadClient = z.strictObject({ investorId: idSchema("per") });
export type ReadClient = z.output<typeof ReadClient>;

/** What the page shows, and so what the client is told that was seen. */
const shown: readonly DataCluster[] = ["identity", "balances", "positions"];

/**
 * A client as far as their consents allow at this moment, bank by bank. What is shown is noted first: it stands in the
 * client's own list of who saw it.
 */
export async function readClient(
  ctx: Context,
  keys: RecordKeys,
  { investorId }: ReadClient,
): Promise<ClientDetailView> {
  requirePermission(ctx, "book.read");
  const { granted, chunks, found } = await readForRecipient(ctx, keys, {
    investorId,
    clusters: shown,
    what: "clientPage",
    beside: async (tx) => {
      const banks = await listGranted(tx, ctx, investorId);
      return { found: banks, days: newestDays(banks.products) };
    },
  });
  // After what they allowed was read, so that the page never says more of them than it shows.
  const consents = (await listConsents(ctx)).filter(({ investor }) => investor.id === investorId);
  const known = { granted, chunks, products: found.products, now: ctx.clock.now() };
  const accounts = found.accounts.filter(({ accountId }) =>
    granted.some((one) => one.accountId === accountId),
  );
  const byBank = Map.groupBy(accounts, ({ institutionId }) => institutionId);
  return {
    id: investorId,
    name: consents[0]?.investor.name ?? null,
    consents,
    banks: [...byBank].map(([institutionId, own]) => ({
      institutionId,
      accounts: own.map((account) => toClientAccount(account, known)).sort(byKindAndNumber),
    })),
    isNoted: granted.length > 0,
  };
}

/** Days before the oldest of the last readings are not opened: the page shows what is newest of each account. */
function newestDays(products: readonly GrantedProduct[]): { readonly from?: string } {
  const days = products
    .filter(({ cluster }) => shown.includes(cluster))
    .flatMap(({ asOf }) => (asOf ? [toDayText(asOf)] : []))
    .sort();
  return days[0] === undefined ? {} : { from: days[0] };
}

/** In the order in which kinds are told everywhere, and in that of their numbers where these may be seen. */
function byKindAndNumber(one: ClientAccountView, other: ClientAccountView): number {
  const numberOf = ({ identity }: ClientAccountView) =>
    (identity.kind === "known" ? identity.value.maskedNumber : null) ?? "";
  return (
    accountKinds.indexOf(one.kind) - accountKinds.indexOf(other.kind) ||
    numberOf(one).localeCompare(numberOf(other))
  );
}
