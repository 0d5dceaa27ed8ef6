import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listStillNamed } from "#lib/consent/list-endable.ts";
import { listNamesOf, type NamedPerson } from "#lib/identity/list-names.ts";
import type { LeaverView } from "./view.ts";

/** The firm's advisors, whom an off-boarding can be about or go on with, and those who were one and are still named. */
export async function readStart(ctx: Context): Promise<readonly LeaverView[]> {
  requirePermission(ctx, "oversight.propose");
  return inTransaction(ctx, async (tx) => {
    const advisors = await listNamesOf(tx, ctx, "advisor");
    const others = [...(await listNamesOf(tx, ctx, "compliance")), ...(await listNamesOf(tx, ctx, "admin"))];
    const named = await listStillNamed(
      tx,
      ctx,
      others.map(({ personId }) => personId),
    );
    return [...advisors, ...others.filter(({ personId }) => named.has(personId))].map(toLeaver);
  });
}

const toLeaver = ({ personId, name, role, isDisabled }: NamedPerson): LeaverView => ({
  ...{ id: personId, name },
  standing: role !== "advisor" ? "otherRole" : isDisabled ? "disabled" : "active",
});
