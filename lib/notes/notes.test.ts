import type postgres from "postgres";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { newId } from "#lib/kernel/id.ts";
import { eraseNotes } from "#lib/records/advisor-notes.ts";
import { eraseRecords } from "#lib/records/erase-records.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople, winners } from "#scripts/testing/people.ts";
import { testRecords } from "#scripts/testing/records.ts";
import { testWhoCan } from "#scripts/testing/who-can.ts";
import { changeNote } from "./change-note.ts";
import { listNotesOfMe } from "./list-notes-of-me.ts";
import { longestNote, mostNotes } from "./note.ts";
import { WriteNote } from "./note-forms.ts";
import { readClientNotes } from "./read-client-notes.ts";
import { removeNote } from "./remove-note.ts";
import { writeNote } from "./write-note.ts";

const database = testDatabase();
const people = testPeople(database);
const consents = testConsents(people);
const records = testRecords(database);
const whoCan = testWhoCan(database);
const web = () => records.process("licet_web");

const client = async () => {
  const consent = await consents.given();
  return { ...consent, investorId: consent.investor.personId };
};
type Client = Awaited<ReturnType<typeof client>>;

async function write(of: Client, text: string, as: TestPerson = of.advisor, noteId = newId("nte")) {
  await writeNote(people.as(as), await web(), { investorId: of.investorId, noteId, text });
  return noteId;
}

const seen = async (of: Client, as: TestPerson = of.advisor) =>
  (await readClientNotes(people.as(as), await web(), of.investorId)).notes.map(({ text }) => text);

const withdraw = ({ investor, consentId }: Client) =>
  withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });

describe("an advisor’s note on a client", () => {
  test("is read by its author, changed and removed in the version that was seen, and each leaves its event", async () => {
    const of = await client();
    const ctx = people.as(of.advisor);
    const { investorId } = of;
    const noteId = await write(of, "Prefers a call.\nHas a dog.");
    expect(await seen(of)).toEqual(["Prefers a call.\nHas a dog."]);
    const change = { investorId, noteId, version: 1, text: "Prefers mail." };
    await changeNote(ctx, await web(), change);
    expect(await seen(of)).toEqual(["Prefers mail."]);
    const changed = { code: "note.changed" };
    await expect(changeNote(ctx, await web(), { ...change, text: "Lost?" })).rejects.toMatchObject(changed);
    await expect(removeNote(ctx, { investorId, noteId, version: 1 })).rejects.toMatchObject(changed);
    await removeNote(ctx, { investorId, noteId, version: 2 });
    expect(await seen(of)).toEqual([]);
    const events = (await people.events(investorId)).filter(({ type }) => type.startsWith("note."));
    expect(events.map(({ type, facts }) => ({ type, facts }))).toEqual(
      ["note.written", "note.changed", "note.removed"].map((type) => ({
        type,
        facts: { noteId, investorId },
      })),
    );
  });

  test("is nothing to a colleague, also one who is shown the same", async () => {
    const of = await client();
    const colleague = await people.add("advisor");
    await consents.given({}, { investor: of.investor, advisor: colleague });
    await write(of, "Mine");
    await write(of, "The colleague’s", colleague);
    expect(await seen(of)).toEqual(["Mine"]);
    expect(await seen(of, colleague)).toEqual(["The colleague’s"]);
  });

  test("is closed while no consent in force names its author, and opens again with one", async () => {
    const of = await client();
    const noteId = await write(of, "Before");
    await withdraw(of);
    expect(await readClientNotes(people.as(of.advisor), await web(), of.investorId)).toMatchObject({
      ...{ isShared: false, notes: [] },
    });
    const { investorId } = of;
    const refused = { code: "note.not_shared" };
    const ctx = people.as(of.advisor);
    await expect(write(of, "After")).rejects.toMatchObject(refused);
    const change = changeNote(ctx, await web(), { investorId, noteId, version: 1, text: "After" });
    await expect(change).rejects.toMatchObject(refused);
    await expect(removeNote(ctx, { investorId, noteId, version: 1 })).rejects.toMatchObject(refused);
    await consents.given({}, { investor: of.investor, advisor: of.advisor });
    expect(await seen(of)).toEqual(["Before"]);
  });

  test("is of clients alone: of anybody else there is no page and no key is made", async () => {
    const of = await client();
    const stranger = await people.add("advisor");
    const missing = { code: "consent.not_found" };
    await expect(write(of, "?", stranger)).rejects.toMatchObject(missing);
    await expect(seen(of, people.south.advisor)).rejects.toMatchObject(missing);
    for (const who of [of.investor, people.north.compliance, people.north.admin]) {
      await expect(write(of, "?", who)).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(seen(of, who)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const keys = database.connect("keys", "postgres");
    expect(await keys`select 1 from record_keys where person_id = ${of.investorId}`).toEqual([]);
  });

  test("that is sent twice is one, and with other words is refused", async () => {
    const of = await client();
    const noteId = newId("nte");
    await Promise.all([1, 2].map(() => write(of, "Once", of.advisor, noteId)));
    expect(await seen(of)).toEqual(["Once"]);
    const other = write(of, "Something else", of.advisor, noteId);
    await expect(other).rejects.toMatchObject({ code: "note.changed" });
  });

  test("is one of two hundred at most, also for two who write the last one at once", async () => {
    const of = await client();
    await write(of, "first");
    await people.superuser`insert into advisor_notes (tenant_id, investor_id, note_id, author_id, region, version, envelope)
      select tenant_id, investor_id, 'nte_' || gen_random_uuid(), author_id, region, version, envelope
      from advisor_notes, generate_series(1, ${mostNotes - 2}) where investor_id = ${of.investorId}`;
    const attempts = [1, 2, 3].map((one) => write(of, `last ${one}`));
    expect(await winners(attempts, "note.too_many")).toBe(1);
    await expect(write(of, "one more")).rejects.toMatchObject({ code: "note.too_many" });
  });
});

describe("what is typed", () => {
  const typed = (text: string) =>
    WriteNote.safeParse({ investorId: newId("per"), noteId: newId("nte"), text });

  test("keeps its lines, and is some text of a length that fits", () => {
    expect(typed(" a\r\nb\rc\t ").data?.text).toBe("a\nb\nc");
    expect(typed("x".repeat(longestNote)).success).toBe(true);
    for (const [text, problem] of [
      ["  \n ", "required"],
      ["x".repeat(longestNote + 1), "tooLong"],
      ["bell\u0007", "invalid"],
      ["nul\u0000", "invalid"],
    ] as const) {
      expect(typed(text).error?.issues.map(({ message }) => message)).toEqual([problem]);
    }
  });
});

describe("the client", () => {
  test("has a copy of every note with its author’s name, also once nothing is shared any more", async () => {
    const of = await client();
    await write(of, "=Careful with debt");
    await withdraw(of);
    expect(await listNotesOfMe(people.as(of.investor), await web())).toMatchObject([
      { author: "Nøra advisor", text: "=Careful with debt", changedAt: null },
    ]);
    expect(await listNotesOfMe(people.as(await people.add("investor")), await web())).toEqual([]);
  });

  test("takes them with them: erased, none opens, none stays, and none is written", async () => {
    const of = await client();
    await write(of, "Gone");
    const job = people.job(of.investor.tenantId);
    const { investorId } = of;
    const alone = inTransaction(job, (tx) => eraseNotes(tx, job, investorId));
    await expect(alone).rejects.toMatchObject({ code: "disclosure.records_not_erased" });
    const worker = await records.process("licet_worker");
    await worker.erase(of.investor.tenantId, investorId, new Date());
    await expect(seen(of)).rejects.toMatchObject({ code: "records.unopenable" });
    await expect(write(of, "Late")).rejects.toMatchObject({ code: "records.erased" });
    await eraseRecords(job, worker, investorId, (tx) => eraseNotes(tx, job, investorId));
    expect(await people.superuser`select 1 from advisor_notes where investor_id = ${investorId}`).toEqual([]);
  });
});

describe("sealed", () => {
  test.each<[string, (of: Client, other: Client) => Record<string, string | number>]>([
    ["another note", () => ({ note_id: newId("nte") })],
    ["another author’s", (_, other) => ({ author_id: other.advisor.personId })],
    ["another client’s", (_, other) => ({ investor_id: other.investorId })],
    ["a later version", () => ({ version: 2 })],
  ])("it does not open as %s", async (_, change) => {
    const [of, other] = [await client(), await client()];
    await consents.given({}, { investor: of.investor, advisor: other.advisor });
    await consents.given({}, { investor: other.investor, advisor: of.advisor });
    await write(of, "Mine");
    await write(other, "Another’s", of.advisor);
    const columns = change(of, other);
    await people.superuser`alter table advisor_notes disable trigger user`;
    await people.superuser`update advisor_notes set ${people.superuser(columns)} where investor_id = ${of.investorId}`;
    await people.superuser`alter table advisor_notes enable trigger user`;
    const [as, about] = [
      "author_id" in columns ? other.advisor : of.advisor,
      "investor_id" in columns ? other : of,
    ];
    await expect(seen(about, as)).rejects.toMatchObject({ code: "records.unopenable" });
  });

  test("it tells nothing of its words by its length", async () => {
    const of = await client();
    for (const text of ["Short", "Somewhat longer than that"]) await write(of, text);
    const rows = await people.superuser`select distinct length(envelope) from advisor_notes
      where investor_id = ${of.investorId}`;
    expect(rows).toHaveLength(1);
  });
});

describe("in raw SQL", () => {
  test("notes are read by their author and by whom they are about, and by nobody else", async () => {
    const [of, other] = [await client(), await client()];
    await write(of, "Mine");
    await write(other, "Another’s");
    const read = (sql: postgres.TransactionSql) => sql`select envelope from advisor_notes`;
    expect(await whoCan(of.advisor, read)).toEqual({ licet_advisor: 1 });
    expect(await whoCan(of.investor, read)).toEqual({ licet_investor: 1 });
    expect(await whoCan(people.north.compliance, read)).toEqual({});
    expect(await whoCan(people.south.advisor, read)).toEqual({});
  });

  test("they are written and removed by their author alone, in their own name, and by the worker once erased", async () => {
    const [of, other] = [await client(), await client()];
    await write(of, "Mine");
    const remove = (sql: postgres.TransactionSql) => sql`delete from advisor_notes
      where investor_id = ${of.investorId}`;
    expect(await whoCan(of.advisor, remove)).toEqual({ licet_advisor: 1 });
    expect(await whoCan(of.investor, remove)).toEqual({});
    expect(await whoCan(other.advisor, remove)).toEqual({});
    const forge = (author: TestPerson, about: Client) => (sql: postgres.TransactionSql) =>
      sql`insert into advisor_notes (tenant_id, investor_id, note_id, author_id, region, version, envelope)
        values (${of.investor.tenantId}, ${about.investorId}, ${newId("nte")}, ${author.personId}, 'eu-nl', 1,
          ${Buffer.alloc(80, 1)})`;
    expect(await whoCan(of.advisor, forge(of.advisor, of))).toEqual({ licet_advisor: 1 });
    expect(await whoCan(of.advisor, forge(other.advisor, of))).toEqual({});
    expect(await whoCan(of.advisor, forge(of.advisor, other))).toEqual({});
    await people.superuser`insert into record_erasures (tenant_id, investor_id, erased_at)
      values (${of.investor.tenantId}, ${of.investorId}, now())`;
    expect(await whoCan(of.investor, remove)).toEqual({ licet_job: 1 });
  });
});
