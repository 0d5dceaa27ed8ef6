import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { endAuthorisation } from "#lib/authorisation/end-authorisation.ts";
import { parseInstitutionFile } from "#lib/institutions/institution-file.ts";
import {
  choiceQuestion,
  codeQuestion,
  redirectQuestion,
  testAuthorisations,
} from "#scripts/testing/authorisations.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { exportInstitutionBoard } from "./export-institution-board.ts";
import { readBanners } from "./read-banners.ts";
import { readInstitutionBoard } from "./read-institution-board.ts";
import { readInstitutionUpkeep } from "./read-institution-upkeep.ts";
import { SetBanner, setBanner } from "./set-banner.ts";
import { withdrawBanner } from "./withdraw-banner.ts";

const database = testDatabase();
const people = testPeople(database);
const attempts = testAuthorisations(people);
const institutions = parseInstitutionFile(
  readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8"),
);
const { north, south } = people;
const bank = "sandbox-retail";

/** In an hour, as the form says it. */
function inAnHour() {
  const [day = "", time = ""] = new Date(people.clock.now().getTime() + 3_600_000).toISOString().split("T");
  return { day, time: time.slice(0, 5) };
}
const words = { en: "Away tonight.", es: "Fuera hoy.", fr: "Absente ce soir.", pt: "Fora hoje." };
const banner = (more: Partial<SetBanner> = {}): SetBanner => ({
  ...{ institutionId: bank, ...words, ...inAnHour(), seen: null },
  ...more,
});
const upkeep = (ctx = people.as(north.compliance)) =>
  readInstitutionUpkeep(ctx, institutions, { institutionId: bank, period: "day", locale: "en" });

beforeEach(async () => {
  people.clock.reset();
  await people.superuser`delete from institution_banners`;
});

describe("what a firm says of a bank", () => {
  test("is read by its own investors in their language until its time, and leaves an event without a word of it", async () => {
    const ctx = people.as(north.admin);
    await setBanner(ctx, institutions, banner());
    const investor = people.as(north.investor);
    expect((await readBanners(investor, "fr")).get(bank)?.text).toBe(words.fr);
    expect((await readBanners(people.as(south.investor), "fr")).size).toBe(0);
    const [event] = await people.events(ctx.requestId);
    expect(event).toMatchObject({ type: "institution.bannerSet", subjectId: bank });
    expect(JSON.stringify(event)).not.toContain("Away");
    people.clock.advance(3_600_000);
    expect((await readBanners(investor, "fr")).size).toBe(0);
  });

  test("is changed by whoever saw what stands there, and by nobody else", async () => {
    await setBanner(people.as(north.admin), institutions, banner());
    const late = setBanner(people.as(north.compliance), institutions, banner());
    await expect(late).rejects.toMatchObject({ code: "institution.banner_changed" });
    const seen = new Date((await upkeep()).banner?.setAt ?? "");
    await setBanner(people.as(north.compliance), institutions, banner({ seen, en: "Away tomorrow." }));
    expect((await readBanners(people.as(north.investor), "en")).get(bank)?.text).toBe("Away tomorrow.");
    const stale = withdrawBanner(people.as(north.admin), { institutionId: bank, seen });
    await expect(stale).rejects.toMatchObject({ code: "institution.banner_changed" });
    const now = new Date((await upkeep()).banner?.setAt ?? "");
    await withdrawBanner(people.as(north.admin), { institutionId: bank, seen: now });
    expect((await readBanners(people.as(north.investor), "en")).size).toBe(0);
  });

  test("wants staff who have just proved who they are, a bank that is offered, and a time that lies ahead", async () => {
    const set = (ctx: ReturnType<typeof people.as>, more: Partial<SetBanner> = {}) =>
      expect(setBanner(ctx, institutions, banner(more))).rejects;
    for (const who of [north.investor, north.advisor]) {
      await set(people.as(who)).toMatchObject({ code: "auth.forbidden" });
    }
    const old = people.as(north.admin, { authenticatedAt: new Date(0) });
    await set(old).toMatchObject({ code: "auth.step_up_required" });
    const admin = people.as(north.admin);
    await set(admin, { institutionId: "none" }).toMatchObject({ code: "institution.not_found" });
    for (const day of ["2001-01-01", "2999-01-01"]) {
      await set(admin, { day }).toMatchObject({ code: "institution.banner_time" });
    }
  });

  test.each([
    ["an address of the web", "See https://bank.example"],
    ["one without its beginning", "See bank.example now"],
    ["a mail address", "Write to help@bank"],
    ["what no reader sees", "Away\u202e tonight"],
    ["a line break", "Away\r\ntonight"],
    ["nothing", "  "],
  ])("holds no %s", (_, en) => {
    expect(SetBanner.safeParse({ ...banner(), seen: "", en }).success).toBe(false);
  });

  test("may say a time with its points and an end of a sentence", () => {
    const parsed = SetBanner.safeParse({ ...banner(), seen: "", en: "Away until 6 a.m. Please wait." });
    expect(parsed.success).toBe(true);
  });
});

describe("the figures of confirmations", () => {
  const let_in = async (one: Awaited<ReturnType<typeof attempts.claimed>>) => {
    const ctx = people.job(one.investor.tenantId);
    const { authorisationId } = one;
    const workerId = attempts.worker.workerId;
    const end = { status: "finalised", at: people.clock.now() } as const;
    await inTransaction(ctx, (tx) => endAuthorisation(tx, ctx, { authorisationId, workerId, end }));
  };
  const fail = async (
    one: Awaited<ReturnType<typeof attempts.claimed>>,
    reason: "wrongCode" | "cancelled",
  ) => {
    const ctx = people.job(one.investor.tenantId);
    const end = { ...({ status: "failed", at: people.clock.now(), reason } as const), message: null };
    await inTransaction(ctx, (tx) =>
      endAuthorisation(tx, ctx, {
        ...{ authorisationId: one.authorisationId, workerId: attempts.worker.workerId },
        end: { ...end, retryAfterSeconds: null },
      }),
    );
  };

  test("are of the firm's own, by the way that was chosen last, and what was broken off stands apart", async () => {
    const firm = { add: () => people.add("investor", north) };
    const code = await attempts.claimed(await firm.add());
    await attempts.show(code, 1, { question: choiceQuestion });
    await attempts.show(code, 2, { question: codeQuestion });
    await let_in(code);
    const wrong = await attempts.claimed(await firm.add());
    await attempts.show(wrong, 1, { question: codeQuestion });
    await attempts.show(wrong, 2, { question: choiceQuestion });
    await fail(wrong, "wrongCode");
    const left = await attempts.claimed(await firm.add());
    await attempts.show(left, 1, { question: redirectQuestion });
    await fail(left, "cancelled");
    const other = await attempts.claimed(await people.add("investor", south));
    await let_in(other);

    const { sca, failures, connections } = await upkeep();
    expect(sca.map(({ medianSeconds, slowSeconds, ...figure }) => figure)).toEqual([
      { way: "sms", attempts: 2, letIn: 1, brokenOff: 0 },
      { way: "redirect", attempts: 1, letIn: 0, brokenOff: 1 },
    ]);
    expect(sca[0]?.medianSeconds).toBeGreaterThanOrEqual(0);
    expect(sca[1]?.medianSeconds).toBeNull();
    expect(failures).toEqual(
      expect.arrayContaining([
        { of: "dialog", reason: "wrongCode", count: 1 },
        { of: "dialog", reason: "cancelled", count: 1 },
      ]),
    );
    expect(connections.linking).toBe(3);
    const [own] = (
      await readInstitutionBoard(people.as(south.admin), institutions, { period: "day", locale: "en" })
    ).filter(({ id }) => id === bank);
    expect(own?.sca).toMatchObject([{ way: null, attempts: 1, letIn: 1 }]);
  });

  test("leave as a file only with an event, for staff who have just proved who they are", async () => {
    const asked = { period: "week", locale: "en" } as const;
    for (const who of [north.investor, north.advisor])
      await expect(exportInstitutionBoard(people.as(who), institutions, asked)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    const late = people.as(north.admin, { authenticatedAt: new Date(Date.now() - 6 * 60_000) });
    await expect(exportInstitutionBoard(late, institutions, asked)).rejects.toMatchObject({
      code: "auth.step_up_required",
    });
    expect(await people.events(late.requestId)).toEqual([]);
    const ctx = people.as(north.compliance);
    const banks = await exportInstitutionBoard(ctx, institutions, asked);
    expect(banks.map(({ id }) => id)).toContain(bank);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "institution.listExported", facts: { period: "week", count: banks.length } },
    ]);
  });

  test("are read by staff alone, and reading a bank's page leaves an event", async () => {
    for (const who of [north.investor, north.advisor]) {
      await expect(upkeep(people.as(who))).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const ctx = people.as(north.admin);
    await upkeep(ctx);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "console.opened", facts: { what: "institution", id: bank } },
    ]);
  });
});

describe("the database, asked by staff's own roles,", () => {
  const asked = (role: string, columns: string, table: string) =>
    people.superuser.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${north.tenantId}, true), set_config('app.person_id',
        ${north.admin.personId}, true), set_config('role', ${role}, true)`;
      return (await tx.unsafe(`select ${columns} from ${table}`)).length;
    });

  test.each([
    ["licet_admin", "investor_id", "connections"],
    ["licet_admin", "bank_reference", "connections"],
    ["licet_compliance", "bank_reference", "connections"],
    ["licet_compliance", "left_references", "connections"],
    ["licet_compliance", "question", "authorisations"],
    ["licet_compliance", "message", "authorisations"],
    ["licet_admin", "person_address", "authorisations"],
    ["licet_compliance", "person_address", "syncs"],
    ["licet_compliance", "clusters", "disclosures"],
    ["licet_admin", "1", "rights_requests"],
  ])("shows %s no %s of %s", async (role, columns, table) => {
    await expect(asked(role, columns, table)).rejects.toMatchObject({ code: "42501" });
  });

  test("shows nothing of another firm's connections", async () => {
    await attempts.connection(await people.add("investor", south));
    const seen = await people.superuser.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${north.tenantId}, true), set_config('role', 'licet_admin', true)`;
      return tx`select 1 from connections where tenant_id <> ${north.tenantId}`;
    });
    expect(seen.length).toBe(0);
  });
});
