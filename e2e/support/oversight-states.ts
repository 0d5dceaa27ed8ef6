import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import type { PersonRole } from "#lib/access/roles.ts";
import { plantAccess } from "./bank-access.ts";
import { plantConsent } from "./links.ts";
import type { TestPerson } from "./people.ts";
import type { Open, Stage } from "./stage.ts";

type Become = (stage: Stage, role: PersonRole) => Promise<TestPerson>;
type Owner = Pick<TestPerson, "tenantId" | "personId">;

/** Proposed by somebody of the firm among the access matrix's callers. */
export const actOfCast = "act_0c7a8b1e-92d4-4b7e-9d53-2f6a1c0e7b44";

interface Planted {
  readonly actId?: string;
  readonly state?: string;
  readonly kind?: string;
  readonly reason?: string;
  /** Each item's subject and how it stands. */
  readonly items?: readonly (readonly [subjectId: string, state: string, reason: string | null])[];
  readonly decidedBy?: Owner;
  readonly advisorId?: string;
}

/** An act with its items, as web and worker would have written them. */
export async function plantAct(sql: Sql, by: Owner, more: Planted = {}): Promise<string> {
  const { actId = `act_${randomUUID()}`, state = "proposed", kind = "consents.terminate" } = more;
  const items = more.items ?? [[`con_${randomUUID()}`, "open", null]];
  const decided = more.decidedBy ?? null;
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into staff_acts (tenant_id, act_id, kind, reason, state, planned, stays, needs_second, advisor_id,
        proposed_by, proposed_at, lapses_at, decided_by, decided_at, stopped_by, stopped_at, finished_at)
      values (${by.tenantId}, ${actId}, ${kind}, ${more.reason ?? "legalDuty"}, ${state}, ${items.length},
        ${more.advisorId ? 3 : 0}, true, ${more.advisorId ?? null}, ${by.personId}, now() - interval '1 hour',
        now() + interval '71 hours', ${decided?.personId ?? null}, ${decided ? sql`now()` : null},
        ${state === "stopped" ? by.personId : null}, ${state === "stopped" ? sql`now()` : null},
        ${state === "done" ? sql`now()` : null})`;
    for (const [at, [subjectId, itemState, reason]] of items.entries())
      await tx`insert into staff_act_items (tenant_id, act_id, position, planned, subject_id, state, reason, settled_at)
        values (${by.tenantId}, ${actId}, ${at + 1}, ${items.length}, ${subjectId}, ${itemState}, ${reason},
          ${itemState === "open" ? null : sql`now()`})`;
  });
  return actId;
}

/** A consent that names advisors in person. */
export async function plantNaming(sql: Sql, owner: Owner, advisorIds: readonly string[]): Promise<string> {
  const consentId = await plantConsent(sql, owner);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update consents set whole_team = false, advisor_ids = ${[...advisorIds]} where consent_id = ${consentId}`;
  });
  return consentId;
}

const someItems = async (stage: Stage, { tenantId }: TestPerson) => {
  const investor = await stage.newPerson({ role: "investor", name: "Ana <b>Müller</b>", tenantId });
  const [one, two] = [await plantConsent(stage.sql, investor), await plantConsent(stage.sql, investor)];
  return [
    [one, "done", null],
    [two, "skipped", "consent.not_in_force"],
    [`con_${randomUUID()}`, "failed", "consent.busy"],
    [`con_${randomUUID()}`, "open", null],
  ] as const;
};

/** Every state of the acts of compliance. */
export const oversightStates = (become: Become): Readonly<Record<string, Open>> => ({
  "acts, in every state": async (stage) => {
    const self = await become(stage, "compliance");
    const decidedBy = await stage.newPerson({ role: "compliance", tenantId: self.tenantId });
    for (const state of ["proposed", "lapsed"]) await plantAct(stage.sql, self, { state });
    for (const state of ["refused", "running", "stopped", "done"])
      await plantAct(stage.sql, self, { state, decidedBy });
    await stage.page.goto("/console/acts?kind=consents.terminate");
  },
  "what an act is to be about": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto("/console/acts/new");
  },
  "an act about what nobody understands": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto("/console/acts/new?kind=consents.terminate&consent=none");
  },
  "the end of one consent, before it is done": async (stage) => {
    const self = await become(stage, "compliance");
    const investor = await stage.newPerson({ role: "investor", tenantId: self.tenantId });
    const consentId = await plantConsent(stage.sql, investor);
    await stage.page.goto(`/console/acts/new?kind=consents.terminate&consent=${consentId}&changed=yes`);
  },
  "the deletion of two bank accesses, before it is proposed": async (stage) => {
    const self = await become(stage, "compliance");
    const investor = await stage.newPerson({ role: "investor", tenantId: self.tenantId });
    const ids = [await plantAccess(stage.sql, investor), await plantAccess(stage.sql, investor)];
    const named = ids.map((id) => `credential=${id}`).join("&");
    await stage.page.goto(`/console/acts/new?kind=credentials.delete&${named}`);
  },
  "the off-boarding of an advisor who has left, before it is done": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const investor = await stage.newPerson({ role: "investor", tenantId });
    const leaver = await stage.newPerson({ role: "advisor", name: "Lena Leaver", tenantId });
    const stays = await stage.newPerson({ role: "advisor", name: "Sven Stayer", tenantId });
    await plantNaming(stage.sql, investor, [leaver.personId]);
    await plantNaming(stage.sql, investor, [leaver.personId, stays.personId]);
    await stage.sql`update people set disabled_at = now() where person_id = ${leaver.personId}`;
    await stage.page.goto(
      `/console/acts/new?kind=advisor.offboard&advisor=${leaver.personId}&to=${stays.personId}`,
    );
  },
  "the off-boarding of an advisor who can still sign in": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const { personId } = await stage.newPerson({ role: "advisor", tenantId });
    await stage.page.goto(`/console/acts/new?kind=advisor.offboard&advisor=${personId}`);
  },
  "an act that its reader proposed": async (stage) => {
    const self = await become(stage, "compliance");
    await stage.page.goto(`/console/acts/${await plantAct(stage.sql, self)}`);
  },
  "an act that waits for its reader": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const first = await stage.newPerson({ role: "compliance", name: "Carla Compliance", tenantId });
    await stage.page.goto(`/console/acts/${await plantAct(stage.sql, first)}`);
  },
  "an act that was stopped in the middle, for whoever may let it go on": async (stage) => {
    const self = await become(stage, "compliance");
    const first = await stage.newPerson({ role: "compliance", tenantId: self.tenantId });
    const items = await someItems(stage, self);
    const actId = await plantAct(stage.sql, first, { state: "stopped", decidedBy: self, items });
    await stage.page.goto(`/console/acts/${actId}`);
  },
  "an act that was stopped in the middle, for whoever proposed it": async (stage) => {
    const self = await become(stage, "compliance");
    const second = await stage.newPerson({ role: "compliance", tenantId: self.tenantId });
    const items = await someItems(stage, self);
    const actId = await plantAct(stage.sql, self, { state: "stopped", decidedBy: second, items });
    await stage.page.goto(`/console/acts/${actId}`);
  },
  "an act that was stopped and that nobody let go on in time": async (stage) => {
    const self = await become(stage, "compliance");
    const second = await stage.newPerson({ role: "compliance", tenantId: self.tenantId });
    const items = await someItems(stage, self);
    const actId = await plantAct(stage.sql, self, { state: "stopped", decidedBy: second, items });
    await stage.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update staff_acts set stopped_at = now() - interval '73 hours' where act_id = ${actId}`;
    });
    await stage.page.goto(`/console/acts/${actId}`);
  },
  "the console's first page, while an act waits for its reader": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    await plantAct(stage.sql, await stage.newPerson({ role: "compliance", tenantId }));
    await stage.page.goto("/console");
  },
  "an act that is done": async (stage) => {
    const self = await become(stage, "compliance");
    const second = await stage.newPerson({ role: "compliance", tenantId: self.tenantId });
    const items = (await someItems(stage, self)).slice(0, 3);
    const actId = await plantAct(stage.sql, self, { state: "done", decidedBy: second, items });
    await stage.page.goto(`/console/acts/${actId}`);
  },
});
