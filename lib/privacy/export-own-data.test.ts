import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import type { NewChunk } from "#lib/records/chunk.ts";
import { testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import { unzip } from "#scripts/testing/unzip.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { exportOwnData } from "./export-own-data.ts";
import { exportParts } from "./export-parts.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const vault = testVault(database);
const consents = testConsents(people);

const place = { connectionId: newId("cnx"), accountId: newId("acc"), from: "2026-03-01", to: "2026-04-01" };
const asOf = new Date("2026-03-30T20:15:00.000Z");
const payment = {
  ...{ status: "booked" as const, entryReference: null, bookingDate: "2026-03-02", valueDate: null },
  ...{ amount: "-12.3000000000000000000001", currency: "EUR", counterparty: "=HYPERLINK(1)" },
  ...{
    counterpartyAccount: null,
    remittance: 'Rent, "March"',
    bankTransactionCode: null,
    balanceAfter: null,
  },
  ...{ transactionId: "t1", originalAmount: null, originalCurrency: null },
};
const told: readonly NewChunk[] = [
  balances({ ...place, from: "2026-03-30", to: "2026-03-31" }),
  { ...place, cluster: "transactions", asOf, records: [payment] },
  { ...place, cluster: "positions", asOf, from: "2026-03-30", to: "2026-03-31", records: [] },
  {
    ...{ ...place, cluster: "identity", asOf, from: "1900-01-01", to: "9999-12-31" },
    records: [
      { fact: "iban", value: "ES9121000418450200051332", share: null },
      { fact: "holder", value: "Nøra A.", share: "0.5" },
      { fact: "holder", value: "Ola B.", share: "0.5" },
    ],
  },
];

/** Somebody with a consent, a bank access and bank data, and what their export holds. */
async function exported(more: { authenticatedAt?: Date } = {}) {
  const consent = await consents.given({}, { accountIds: [place.accountId] });
  const { investor } = consent;
  const credentialId = await vault.store(people.as(investor), { userId: "a-user", pin: "PIN-a9d81c" });
  const worker = await records.process("licet_worker");
  await records.store(people.job(investor.tenantId), worker, investor.personId, told);
  const ctx = people.as(investor, more);
  const keys = await records.process("licet_web");
  const sources = {
    keys,
    auditOrigin: testLogOrigin,
    bankName: () => "Banco Ardelva",
    locale: "en" as const,
  };
  const archive = await exportOwnData(ctx, sources);
  const files = unzip(archive);
  const text = (name: string) => files.get(`licet-data/${name}`) ?? "";
  return { ...consent, credentialId, archive, files, text, data: JSON.parse(text("data.json")), ctx };
}

describe("an export", () => {
  test("holds every list as a document and as a table of the same rows", async () => {
    const { data, text, files } = await exported();
    expect(data.schema).toBe("licet-data/1");
    expect(Object.keys(data)).toEqual(["schema", "madeAt", ...exportParts.map(({ name }) => name)]);
    for (const { name, columns } of exportParts) {
      const [head = "", ...lines] = text(`${name}.csv`).split("\r\n");
      expect(head, name).toBe(`\ufeff${columns.map((column) => `"${column}"`).join(",")}`);
      expect(lines.length - 1, name).toBe(data[name].length);
      for (const row of data[name]) expect(Object.keys(row), name).toEqual(columns);
    }
    expect([...files.keys()]).toContain("licet-data/README.txt");
  });

  test("holds who they are, what they agreed to word for word, and each bank access without what opens it", async () => {
    const { data, text, investor, consentId, credentialId, files } = await exported();
    expect(data.person).toEqual([expect.objectContaining({ id: investor.personId, email: investor.email })]);
    expect(data.consents).toEqual([expect.objectContaining({ id: consentId, state: "given" })]);
    expect(data.consentHistory.map(({ act }: { act: string }) => act)).toEqual([
      ...["requested", "presented", "given", "accountsChosen"],
    ]);
    const [shown] = data.consentTexts;
    expect(createHash("sha256").update(text(shown.file)).digest("hex")).toBe(shown.sha256);
    expect(data.bankAccesses).toEqual([expect.objectContaining({ id: credentialId, bank: "Banco Ardelva" })]);
    for (const [name, content] of files) {
      expect(content, name).not.toContain("a-user");
      expect(content, name).not.toContain("PIN-a9d81c");
    }
  });

  test("holds amounts digit for digit, and neither makes zero of what is not known nor calculates a stranger’s text", async () => {
    const { data, text } = await exported();
    expect(data.transactions).toEqual([
      expect.objectContaining({ amount: payment.amount, counterparty: "=HYPERLINK(1)", valueDate: null }),
    ]);
    expect(data.balances).toEqual([expect.objectContaining({ amount: "10482.17", currency: "EUR" })]);
    const line = text("transactions.csv").split("\r\n")[1];
    expect(line).toContain(`,,${payment.amount},"EUR","'=HYPERLINK(1)",,"Rent, ""March""",`);
    expect(data.accounts).toEqual([
      expect.objectContaining({ iban: "ES9121000418450200051332", holders: ["Nøra A.", "Ola B."] }),
    ]);
    // Known to be none, which is another thing than not known.
    expect(data.positions).toEqual([]);
    expect(data.periods).toContainEqual(expect.objectContaining({ data: "positions", records: 0 }));
    expect(data.periods.map((row: { data: string }) => row.data)).not.toContain("liabilities");
  });

  test("is of one’s own and of nobody else’s", async () => {
    const [one, other] = [await exported(), await exported()];
    for (const content of one.files.values()) {
      for (const theirs of [other.investor.personId, other.investor.email, other.consentId]) {
        expect(content).not.toContain(theirs);
      }
    }
  });

  test("has its event with counts, and none is handed out without it", async () => {
    const { ctx, archive, data } = await exported();
    const rows = exportParts.reduce((sum, { name }) => sum + data[name].length, 0);
    const [event] = (await people.events(ctx.requestId)).filter(
      ({ type }) => type === "privacy.dataExported",
    );
    expect(event?.facts).toEqual({ rows, files: data.consentTexts.length, bytes: archive.length });
  });

  test("is made one at a time, and six times an hour", async () => {
    const { investor } = await consents.given();
    const keys = await records.process("licet_web");
    const sources = { keys, auditOrigin: testLogOrigin, bankName: () => null, locale: "en" as const };
    const ask = () => exportOwnData(people.as(investor), sources);
    expect(await winners([ask(), ask(), ask()], "auth.too_many_attempts")).toBe(1);
    for (let more = 2; more <= 6; more++) await expect(ask()).resolves.toBeInstanceOf(Buffer);
    await expect(ask()).rejects.toMatchObject({ code: "auth.too_many_attempts" });
  });

  test("is refused to whoever has not lately proved who they are, and to everybody but an investor", async () => {
    const long = new Date(people.clock.now().getTime() - 6 * 60_000);
    await expect(exported({ authenticatedAt: long })).rejects.toMatchObject({
      code: "auth.step_up_required",
    });
    const keys = await records.process("licet_web");
    const sources = { keys, auditOrigin: testLogOrigin, bankName: () => null, locale: "en" as const };
    for (const role of ["advisor", "compliance", "admin"] as const) {
      await expect(exportOwnData(people.as(people.north[role]), sources)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });
});
