import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import { listEndable } from "#lib/consent/list-endable.ts";
import type { Transaction } from "#lib/db/database.ts";
import { listNames } from "#lib/identity/list-names.ts";
import type { ActId, ConsentId, CredentialId, PersonId } from "#lib/kernel/id.ts";
import { listDeletable } from "#lib/vault/list-deletable.ts";
import { type ActItem, endsAt, isLapsed, mayResume, type StaffAct } from "./oversight.ts";
import { countItemsOf, findAct, listItems, listUnworked } from "./repository.ts";
import { findRule } from "./rule-repository.ts";
import { namesOf, peopleOf, said } from "./said.ts";
import type { ActItemView, ActView } from "./view.ts";

/** So many items stand on one page. */
const pageSize = 100;
const mostUnworked = 100;

/** One act of the own firm, with how far it is, what became of each thing that it is about and whose it is: looking leaves an event. */
export async function readAct(ctx: Context, actId: ActId, from = 1): Promise<ActView> {
  const { personId } = requirePerson(ctx, "oversight.read");
  return inTransaction(ctx, async (tx) => {
    const { act, now } = await findAct(tx, actId);
    const { secondPersonForConsents } = await findRule(tx);
    const counts = await countItemsOf(tx, actId);
    const page = await listItems(tx, actId, from, pageSize + 1);
    const unworked = await listUnworked(tx, actId, mostUnworked);
    const items = page.slice(0, pageSize);
    const { about, owners } = await aboutOf(tx, ctx, act, [...items, ...unworked]);
    await appendAudit(tx, ctx, staffLooked({ what: "act", id: actId }));
    const people = [...peopleOf(act), ...owners, act.advisorId, act.successorId].filter((id) => id !== null);
    const named = namesOf(await listNames(tx, ctx, people));
    const toItem = ({ position, subjectId, state, reason }: ActItem): ActItemView => {
      const known = about.get(subjectId);
      const investor = known ? named(known.personId) : null;
      return {
        position,
        id: subjectId,
        investor,
        institutionId: known?.institutionId ?? null,
        state,
        reason,
      };
    };
    const { kind, reason, planned, stays, needsSecond, institutionId, advisorId, successorId } = act;
    return {
      ...{ id: actId, kind, reason, count: planned, stays, needsSecond, institutionId, counts, from },
      state: isLapsed(act, now) ? "lapsed" : act.state,
      proposed: said(act.proposed, named),
      decided: act.decided && said(act.decided, named),
      stopped: act.stopped && said(act.stopped, named),
      finishedAt: act.finishedAt?.toISOString() ?? null,
      lapsesAt: endsAt(act).toISOString(),
      mayResume: mayResume(act, personId, now, secondPersonForConsents),
      advisor: advisorId && named(advisorId),
      successor: successorId && named(successorId),
      items: items.map(toItem),
      next: page[pageSize]?.position ?? null,
      unworked: unworked.map(toItem),
      isOwn: act.proposed.by === personId,
    };
  });
}

interface About {
  readonly personId: PersonId;
  readonly institutionId: string | null;
}

/** Whose the things are. What was erased meanwhile has nobody any more. */
async function aboutOf(tx: Transaction, ctx: Context, { kind }: StaffAct, items: readonly ActItem[]) {
  const ids = [...new Set(items.map(({ subjectId }) => subjectId))];
  const found: (readonly [string, About])[] =
    kind === "credentials.delete"
      ? (await listDeletable(tx, ctx, { credentialIds: ids as CredentialId[] }, ids.length)).map(
          ({ credentialId, personId, institutionId }) => [credentialId, { personId, institutionId }],
        )
      : (await listEndable(tx, ctx, ids as ConsentId[])).map(({ consentId, investorId }) => [
          consentId,
          { personId: investorId, institutionId: null },
        ]);
  return { about: new Map(found), owners: found.map(([, { personId }]) => personId) };
}
