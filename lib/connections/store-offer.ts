import type { Context } from "#lib/access/context.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { forgetPerson } from "#lib/authorisation/person-present.ts";
import type { Coverage } from "#lib/consent/read-coverage.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import { storeChunks } from "#lib/records/store-chunks.ts";
import { countAccounts } from "./account-repository.ts";
import { accountsOffered, connectionEnded } from "./audit-events.ts";
import { activate, type Connection, type EndedReason, end, metNeed, requireLive } from "./connection.ts";
import { identityChunk } from "./identity-chunk.ts";
import { endAtBank } from "./jobs.ts";
import type { LinkParts } from "./link-parts.ts";
import { type NamedAccounts, nameAccounts } from "./name-accounts.ts";
import type { Offer } from "./read-offer.ts";
import { listLiveBeside, lockConnection, saveConnection } from "./repository.ts";
import { requestSync } from "./request-sync.ts";

interface Attempt {
  readonly connection: Connection;
  readonly authorisationId: AuthorisationId;
  readonly person: PersonPresent | null;
}

/** Takes the accounts down and seals who they are, or ends what there is nothing to choose of. */
export async function storeOffer(
  ctx: Context,
  { keys }: Pick<LinkParts, "keys">,
  { connection: { connectionId, investorId }, authorisationId, person }: Attempt,
  { accounts, coverage, storing }: Offer,
): Promise<void> {
  const asOf = ctx.clock.now();
  using key = await holdInvestorKey(ctx, keys, investorId);
  await storing(async ({ tx }) => {
    const before = requireLive(await lockConnection(tx, connectionId));
    const listed = accounts.map(({ account }) => account);
    const named = await nameAccounts(tx, ctx, key, before, listed);
    await forgetPerson(tx, ctx, authorisationId);

    const lacking = nothingOf(before, accounts.length, named);
    if (lacking) return endWith(tx, ctx, before, lacking);
    const chunks = accounts.flatMap((identity) => {
      const ours = named.ours.get(identity.account);
      // Of what somebody does not want read nothing is kept.
      if (!ours || ours.state === "declined") return [];
      return [identityChunk(connectionId, ours.accountId, identity, asOf)];
    });
    await storeChunks(tx, ctx, key, chunks);
    await endReplaced(tx, ctx, before);
    const facts = { connectionId, named: accounts.length, offered: [...named.fresh] };
    await appendAudit(tx, ctx, accountsOffered(facts));
    await goOn(tx, ctx, before, named, coverage, person);
  });
}

/** Where everything was decided before, as after a new password, nobody is asked again and reading goes on. */
async function goOn(
  tx: Transaction,
  ctx: Context,
  before: Connection,
  { ours }: NamedAccounts,
  { accountIds }: Coverage,
  person: PersonPresent | null,
): Promise<void> {
  const answered = metNeed(before);
  const chosen = [...ours.values()].filter(({ state }) => state === "chosen");
  const isDecided =
    chosen.length > 0 &&
    [...ours.values()].every(({ state }) => state !== "offered") &&
    chosen.every(({ accountId }) => accountIds.includes(accountId));
  const isBeginning = before.state === "choosing" && isDecided && person !== null;
  await saveConnection(tx, before, isBeginning ? activate(answered) : answered);
  if (isBeginning) await requestSync(tx, ctx, { connection: before, kind: "initial", person });
}

/** Only of a first list: what is read already goes on being read, whatever the bank names of it now. */
function nothingOf(
  { state }: Connection,
  count: number,
  { ours, elsewhere }: NamedAccounts,
): EndedReason | null {
  if (state !== "choosing" || ours.size > 0) return null;
  return count === 0 || elsewhere === 0 ? "noAccounts" : "alreadyLinked";
}

async function endWith(
  tx: Transaction,
  ctx: Context,
  before: Connection,
  reason: EndedReason,
): Promise<void> {
  const { tenantId, connectionId } = before;
  await saveConnection(tx, before, end(before, reason, ctx.clock.now()));
  await enqueue(tx, endAtBank, { tenantId, connectionId });
  await appendAudit(tx, ctx, connectionEnded({ connectionId, reason }));
}

/** Those at the same bank that a refused password had stopped, and all of whose accounts are this one's now. */
async function endReplaced(tx: Transaction, ctx: Context, connection: Connection): Promise<void> {
  for (const { connectionId, needs, state } of await listLiveBeside(tx, connection)) {
    if (needs !== "credential" || state === "linking") continue;
    if ((await countAccounts(tx, connectionId)) > 0) continue;
    await endWith(tx, ctx, await lockConnection(tx, connectionId), "replaced");
  }
}
