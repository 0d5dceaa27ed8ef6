import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type GrantedBanks, listGranted } from "#lib/connections/list-granted.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { chiefConsent } from "./chief-consent.ts";
import type { ClientView } from "./view.ts";

/** Everybody who has a consent that names the advisor, by name. No figure is in it, and nothing sealed is opened. */
export async function listClients(ctx: Context): Promise<readonly ClientView[]> {
  requirePermission(ctx, "book.read");
  const byClient = Map.groupBy(await listConsents(ctx), ({ investor }) => investor.id);
  const banks = await inTransaction(ctx, (tx) => listGranted(tx, ctx, null));
  const products = Map.groupBy(banks.products, ({ investorId }) => investorId as string);
  const accounts = Map.groupBy(banks.accounts, ({ investorId }) => investorId as string);
  return [...byClient]
    .flatMap(([id, consents]) => {
      const of = { accounts: accounts.get(id) ?? [], products: products.get(id) ?? [] };
      return toClientView(id, consents, of) ?? [];
    })
    .sort((one, other) => (one.name ?? "").localeCompare(other.name ?? ""));
}

function toClientView(
  id: string,
  consents: readonly ConsentView[],
  { accounts, products }: GrantedBanks,
): ClientView | null {
  const consent = chiefConsent(consents);
  if (!consent) return null;
  const reads = products.flatMap(({ asOf }) => (asOf ? [asOf.toISOString()] : [])).sort();
  return {
    id,
    name: consent.investor.name,
    consent,
    banks: new Set(accounts.map(({ institutionId }) => institutionId)).size,
    accounts: accounts.length,
    lastReadAt: reads.length === products.length ? (reads[0] ?? null) : null,
    failed: products.filter(({ state }) => state === "failed").length,
  };
}
