import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testDisclosures } from "#scripts/testing/disclosures.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { insertBookNotes, listBook } from "./book-repository.ts";
import { digestOfNotes, discloseBook, type ShownInBook } from "./disclose-book.ts";
import { discloseTo } from "./disclose-to.ts";
import { readBookForRecipient } from "./read-book-for-recipient.ts";

/*
 * What the database lets be seen of summaries, whatever the code forgets: plain SQL beside the one way in which a book
 * is read.
 */

const database = testDatabase();
const people = testPeople(database);
const disclosures = testDisclosures(database, people);
const content = z.strictObject({ total: z.string() });

/** An investor with a summary for the advisor whom their consent names. */
async function summed(who: { readonly advisor?: TestPerson } = {}) {
  const own = await disclosures.consented(who);
  const worker = await disclosures.records.process("licet_worker");
  const { investor, investorId, advisor, web } = own;
  const write = (total: string) =>
    disclosures.records.summarise(people.job(investor.tenantId), worker, investorId, {
      ...{ recipientId: advisor.personId, asOf: new Date(), content: { total } },
    });
  await write("1");
  return { ...own, write, totals: () => totals(advisor, web) };
}

async function totals(advisor: TestPerson, web: RecordKeys) {
  const { open } = await readBookForRecipient(people.as(advisor), web, {
    what: "book",
    content,
    clusters: ["balances"],
  });
  return (await open()).map(({ content: { total } }) => total).sort();
}

const stampOf = async (investorId: PersonId): Promise<string> => {
  const [row] = await people.superuser`select stamp from book_summaries where investor_id = ${investorId}`;
  return row?.stamp;
};

const seen = async (tx: Transaction): Promise<number> =>
  (await tx.execute(sql`select 1 from book_summaries`)).rows.length;
const refused = { cause: { code: "42501" } };

describe("a summary", () => {
  test("is not seen by a note of something else, of another version, or of another investor", async () => {
    const { advisor, investorId, accountIds, consentId, write, totals } = await summed();
    const ctx = people.as(advisor);
    const shown = { investorId, consentIds: [consentId], clusters: ["balances" as const] };
    const count = await inTransaction(ctx, async (tx) => {
      await discloseTo(tx, ctx, { ...shown, what: "clientPage", accountIds: [accountIds[0]] });
      return seen(tx);
    });
    expect(count).toBe(0);
    expect(await totals()).toEqual(["1"]);
    expect(await inTransaction(ctx, seen)).toBe(1);
    await write("2");
    expect(await inTransaction(ctx, seen)).toBe(0);
    expect(await totals()).toEqual(["2"]);

    const other = await summed({ advisor });
    const stamp = await stampOf(other.investorId);
    const [line] =
      await people.superuser`select disclosure_id from disclosures where investor_id = ${investorId}
      and what = 'book' limit 1`;
    const note = { tenantId: people.north.tenantId, viewerId: advisor.personId, investorId, stamp };
    const late = inTransaction(ctx, (tx) =>
      insertBookNotes(tx, [{ ...note, disclosureId: line?.disclosure_id }]),
    );
    await expect(late).rejects.toMatchObject(refused);
    // As if it had been noted in the list of somebody else.
    await people.superuser`insert into book_notes (tenant_id, viewer_id, stamp, investor_id, disclosure_id)
      values (${note.tenantId}, ${note.viewerId}, ${stamp}, ${investorId}, ${line?.disclosure_id})`;
    expect(await inTransaction(ctx, seen)).toBe(1);
  });

  test("is not noted beside a line that leaves out some of what it may be made of", async () => {
    const { advisor, investor, investorId, accountIds, consentId } = await summed();
    const clusters = (["balances", "positions"] as const).map((cluster) => ({
      ...{ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
    }));
    const wider = await disclosures.consents.given({ clusters }, { investor, advisor, accountIds });
    const stamps = [await stampOf(investorId)];
    const all = { investorId, consentIds: [consentId, wider.consentId], stamps };
    const kinds = ["balances", "positions"] as const;
    const ctx = people.as(advisor);
    const note = (more: Pick<ShownInBook, "clusters" | "accountIds">) =>
      inTransaction(ctx, (tx) => discloseBook(tx, ctx, [{ ...all, ...more }]));
    await expect(note({ clusters: ["balances"], accountIds })).rejects.toMatchObject(refused);
    await expect(note({ clusters: kinds, accountIds: [accountIds[0]] })).rejects.toMatchObject(refused);
    expect(await inTransaction(ctx, seen)).toBe(0);
    await note({ clusters: kinds, accountIds });
    expect(await inTransaction(ctx, seen)).toBe(1);
  });

  test("is asked for by how many kinds of data are granted, each of an account once, and there is none before all hold", async () => {
    const { advisor, investor, investorId, accountIds } = await summed();
    const listed = async () => {
      const entries = await inTransaction(people.as(advisor), listBook);
      return entries.map(({ granted, hidden, stamp }) => ({ granted, hidden, isThere: stamp !== null }));
    };
    expect(await listed()).toEqual([{ granted: 1, hidden: 0, isThere: true }]);

    const clusters = (["balances", "positions", "transactions"] as const).map((cluster) => ({
      ...{ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
    }));
    const both = { investor, advisor, accountIds };
    const { consentId } = await disclosures.consents.given({ clusters }, both);
    expect(await listed()).toEqual([{ granted: 4, hidden: 0, isThere: true }]);

    await people.superuser`update consent_grants set valid_from = now() + interval '1 hour'
      where investor_id = ${investorId} and consent_id = ${consentId}`;
    expect(await listed()).toEqual([{ granted: 1, hidden: 0, isThere: false }]);
  });

  test("that says the same is not written and not noted anew", async () => {
    const { investorId, write, totals } = await summed();
    await totals();
    const stamp = await stampOf(investorId);
    await write("1");
    expect(await stampOf(investorId)).toBe(stamp);
    await totals();
    expect(await disclosures.rows(investorId)).toHaveLength(1);
  });

  test("takes its notes with it, and leaves the investor's list as it is", async () => {
    const { investorId, write, totals } = await summed();
    await totals();
    await write("2");
    const notes = await people.superuser`select 1 from book_notes where investor_id = ${investorId}`;
    expect(notes).toHaveLength(0);
    expect(await disclosures.rows(investorId)).toHaveLength(1);
  });

  test("of many investors is noted with few events, each of which names whom it is about", async () => {
    const advisor = await people.add("advisor");
    const { web } = await summed({ advisor });
    for (let at = 0; at < 4; at++) await summed({ advisor });
    const ctx = people.as(advisor);
    await readBookForRecipient(ctx, web, { content, clusters: ["balances"], what: "book" });
    const [event, ...more] = (await people.events(ctx.requestId)).filter(
      ({ type }) => type === "disclosure.book",
    );
    expect(more).toEqual([]);
    const shown = event?.facts.shown as string[];
    const rows =
      await people.superuser`select disclosure_id || ' ' || investor_id as line, consent_ids, clusters::text[]
      as clusters, account_ids from disclosures where viewer_id = ${advisor.personId}`;
    expect(shown.toSorted()).toEqual(rows.map(({ line }) => line).toSorted());
    const inOrder = shown.map((one) => rows.find(({ line }) => line === one));
    const notes = inOrder.map((row) => ({
      ...{ consentIds: row?.consent_ids, clusters: row?.clusters, accountIds: row?.account_ids },
    }));
    expect(event?.facts.notesSha256).toBe(digestOfNotes(notes));
    // The longest event there can be has room in its body.
    const longest = Array.from({ length: 300 }, () => `${newId("dsc")} ${newId("per")}`);
    expect(JSON.stringify(longest).length).toBeLessThan(32_768 - 1_024);
  });

  test("is in nobody's book but its recipient's", async () => {
    const { web } = await summed();
    for (const stranger of [await people.add("advisor"), people.south.advisor]) {
      expect(await totals(stranger, web)).toEqual([]);
    }
    const { investor } = people.north;
    await expect(totals(investor, web)).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});
