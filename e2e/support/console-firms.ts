import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import type { Caller } from "../access/cast.ts";
import { plantEvent } from "./audit-states.ts";
import { plantAccess, plantDeletedAccess } from "./bank-access.ts";
import { plantViews } from "./disclosures.ts";
import { plantConsent } from "./links.ts";
import { plantAct } from "./oversight-states.ts";
import { addPerson, type TestPerson } from "./people.ts";
import { plantReceipt } from "./receipts.ts";
import { ageProofs, plantSession } from "./sessions.ts";

/** What pages of the console are about, one of each, by the name that its address has for it. */
export interface Things {
  readonly person: string;
  readonly investor: string;
  readonly consent: string;
  readonly credential: string;
  readonly receipt: string;
  readonly event: string;
  readonly act: string;
}

export interface ConsoleFirm {
  readonly tenantId: string;
  readonly things: Things;
  readonly colleague: TestPerson;
  readonly investor: TestPerson;
}

/** A firm that only this test knows, in which each page of the console has something to show. */
export async function plantConsoleFirm(sql: Sql): Promise<ConsoleFirm> {
  const tenantId = `ten_${randomUUID()}`;
  await sql`insert into tenants (tenant_id, name) values (${tenantId}, 'Round & Co')`;
  const colleague = await addPerson(sql, { role: "advisor", tenantId });
  const investor = await addPerson(sql, { role: "investor", tenantId });
  const consent = await plantConsent(sql, investor);
  const credential = await plantAccess(sql, investor);
  const deleted = `crd_${randomUUID()}`;
  await plantDeletedAccess(sql, investor, deleted);
  await plantViews(sql, investor, {
    viewerId: colleague.personId,
    consentId: consent,
    ...{ count: 2, apart: 60 },
  });
  const things = {
    ...{ person: colleague.personId, investor: investor.personId, consent, credential },
    receipt: await plantReceipt(sql, investor, deleted),
    event: await plantEvent(sql, colleague),
    act: await plantAct(sql, await addPerson(sql, { role: "compliance", tenantId })),
  };
  return { tenantId, things, colleague, investor };
}

/** Somebody who asks: of which firm, as what, and whether they proved who they are a moment ago. */
export interface Asker {
  readonly name: string;
  readonly role: Caller;
  readonly isOfOtherFirm: boolean;
  readonly isStale: boolean;
  readonly personId: string | null;
  readonly cookie: string | null;
}

export async function assembleAskers(
  sql: Sql,
  [own, other]: readonly [ConsoleFirm, ConsoleFirm],
): Promise<readonly Asker[]> {
  const add = async (
    role: TestPerson["role"],
    more: { level?: "awaitingPasskey"; isOfOtherFirm?: boolean; isStale?: boolean } = {},
  ): Promise<Asker> => {
    const { level = "full", isOfOtherFirm = false, isStale = false } = more;
    const person = await addPerson(sql, { role, tenantId: (isOfOtherFirm ? other : own).tenantId });
    const { cookie } = await plantSession(sql, person, { level });
    if (isStale) await ageProofs(sql, person);
    const name = [
      level === "full" ? role : "pending",
      isStale && "stale",
      isOfOtherFirm && "of another firm",
    ];
    const asRole: Caller = level === "full" ? role : "pending";
    return {
      ...{ name: name.filter(Boolean).join(", "), role: asRole, isOfOtherFirm, isStale },
      ...{ personId: person.personId, cookie },
    };
  };
  return [
    {
      name: "anonymous",
      role: "anonymous",
      isOfOtherFirm: false,
      isStale: false,
      personId: null,
      cookie: null,
    },
    await add("admin", { level: "awaitingPasskey" }),
    ...[await add("investor"), await add("investor"), await add("advisor"), await add("advisor")],
    ...[await add("compliance"), await add("compliance"), await add("admin"), await add("admin")],
    ...[await add("compliance", { isStale: true }), await add("admin", { isStale: true })],
    ...[await add("compliance", { isOfOtherFirm: true }), await add("admin", { isOfOtherFirm: true })],
  ];
}

/** All of a firm but what its log says. The worker may still be at it, in an order of its own: then this tries again. */
export async function removeFirm(sql: Sql, firm: Pick<ConsoleFirm, "tenantId">): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await removeOnce(sql, firm);
    } catch (cause) {
      const isDeadlock = cause instanceof Error && "code" in cause && cause.code === "40P01";
      if (!isDeadlock || attempt === 5) throw cause;
    }
  }
}

async function removeOnce(sql: Sql, { tenantId }: Pick<ConsoleFirm, "tenantId">): Promise<void> {
  const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'tenant_id' and table_type = 'BASE TABLE'
      and table_name !~ '^audit_(events|leaves|terms)' and table_name <> 'tenants'`;
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const { name } of tables) await tx`delete from ${tx(name)} where tenant_id = ${tenantId}`;
    await tx`delete from tenants where tenant_id = ${tenantId}`;
  });
}
