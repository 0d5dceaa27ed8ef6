import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { listNames, type NamedPerson } from "#lib/identity/list-names.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { type ActAsked, fieldsOf, reasonsOf } from "./asked.ts";
import { actPreviewed } from "./audit-events.ts";
import { type ActPlan, isActiveAdvisor, planAct } from "./plan-act.ts";
import type { ActPreviewView, NamedView } from "./view.ts";

/** So many are named on a page; what is done is counted in full. */
const mostShown = 200;

type Names = ReadonlyMap<PersonId, NamedPerson>;

/**
 * What the act would do if it were begun now. Asks who it is before anything is read, typed or sent. It names whose
 * things they are, so looking leaves an event.
 */
export async function previewAct(ctx: Context, asked: ActAsked): Promise<ActPreviewView> {
  requirePermission(ctx, "oversight.propose");
  requireFreshAuthentication(ctx);
  return inSearchTransaction(ctx, async (tx) => {
    const plan = await planAct(tx, ctx, asked);
    const items = plan.items.slice(0, mostShown);
    const staying = plan.staying.slice(0, mostShown);
    const shown = [...items, ...staying];
    const names = await listNames(
      tx,
      ctx,
      shown.map(({ personId }) => personId),
    );
    await appendAudit(
      tx,
      ctx,
      actPreviewed({
        ...{ kind: asked.kind, items: plan.items.length, stays: plan.staying.length },
        ids: shown.map(({ subjectId }) => subjectId),
        institutionId: "institutionId" in asked ? asked.institutionId : null,
        advisorId: plan.advisor?.personId ?? null,
      }),
    );
    return toPreview(asked, { ...plan, items, staying }, plan, names);
  });
}

function toPreview(
  asked: ActAsked,
  shown: ActPlan,
  { items, staying }: ActPlan,
  names: Names,
): ActPreviewView {
  const { advisor, successor, second, over, forWholeTeam, fingerprint } = shown;
  return {
    ...{ kind: asked.kind, reasons: reasonsOf[asked.kind], over, forWholeTeam, second },
    items: shown.items.map(({ subjectId, personId, validUntil, institutionId, lastOpenedAt }) => ({
      ...{ id: subjectId, investor: named(personId, names), institutionId },
      validUntil: validUntil?.toISOString() ?? null,
      lastOpenedAt: lastOpenedAt?.toISOString() ?? null,
    })),
    count: items.length,
    staying: shown.staying.map(({ subjectId, personId, why }) => ({
      ...{ id: subjectId, investor: named(personId, names), why },
    })),
    stayingCount: staying.length,
    institutionId: "institutionId" in asked ? asked.institutionId : null,
    advisor: advisor && { id: advisor.personId, name: advisor.name, isActive: isActiveAdvisor(advisor) },
    successor: successor && { id: successor.personId, name: successor.name },
    fields: { ...fieldsOf(asked), fingerprint },
  };
}

const named = (personId: PersonId, names: Names): NamedView => ({
  id: personId,
  name: names.get(personId)?.name ?? null,
});
