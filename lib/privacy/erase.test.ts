import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { exportLog } from "#lib/audit/export-log.ts";
import { enablePerson } from "#lib/identity/manage-people.ts";
import { newId } from "#lib/kernel/id.ts";
import { testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testErasures } from "#scripts/testing/erasures.ts";
import { testLinks } from "#scripts/testing/links.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { balances } from "#scripts/testing/records.ts";
import { beginErasure } from "./begin-erasure.ts";
import { listErasures } from "./list-erasures.ts";
import { readErasureStanding } from "./read-erasure-standing.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
const log = testAuditLog(people);
const erasures = testErasures(database, people, links);
const dayMs = 86_400_000;

afterEach(() => people.clock.reset());

const away = async () => {
  throw new AspspError("bankDown", { call: "end" });
};
const states = async (id: Parameters<typeof erasures.ledger>[0]) =>
  Object.fromEntries(
    (await erasures.ledger(id)).map(({ kind, state, reason }) => [kind, `${state} ${reason}`]),
  );

const settled = {
  ...{ consents: "done met", bankSide: "done confirmed", bankAccess: "done met", records: "done met" },
  ...{ links: "done met", notice: "done met", person: "done met", evidence: "kept proofOfConsent" },
  ...{ keyBackups: "waiting backups", dataBackups: "waiting backups" },
};

describe("an erasure", () => {
  test("leaves no personal text in any table of both databases, and the audit log still verifies", async () => {
    const worker = await links.worker();
    const { link, texts } = await erasures.known(worker, "exempt@canary");
    expect((await erasures.found(texts)).length).toBeGreaterThan(5);

    const erasureId = await erasures.begin(link.investor);
    expect(await links.consents.stateOf(link)).toBe("withdrawn");
    await erasures.walk(erasureId);
    await erasures.others(worker, link.investor);
    await erasures.walk(erasureId);
    await erasures.others(worker, link.investor);
    await erasures.walk(erasureId);

    expect(await states(erasureId)).toEqual(settled);
    expect(await erasures.found(texts)).toEqual([]);
    for (const table of [
      "accounts",
      "connections",
      "authorisations",
      "syncs",
      "product_states",
      "record_chunks",
    ]) {
      const left = await people.superuser`select 1 from ${people.superuser(table)}
        where investor_id = ${link.investor.personId}`;
      expect(left, table).toEqual([]);
    }
    await log.catchUp();
    const whole = exportLog(people.system(), { origin: testLogOrigin, everyCheckpoint: true });
    await expect(log.check(await log.write(whole), log.held())).resolves.toBeDefined();
  });

  test("tells the investor before the address goes, and the firm’s compliance whose copies it has to erase", async () => {
    const worker = await links.worker();
    const { link, texts } = await erasures.known(worker, "exempt@mail");
    const erasureId = await erasures.begin(link.investor);
    await erasures.walk(erasureId);
    const [name = "", email = ""] = texts;
    const [theirs, ...firms] = erasures.inbox;
    expect(theirs).toMatchObject({ to: email, body: expect.stringContaining(erasureId) });
    expect(theirs?.body).toContain(name);
    expect(firms.map(({ to }) => to)).toEqual([people.north.compliance.email]);
    expect(firms[0]?.body).toContain(link.investor.personId);
    expect(firms[0]?.body).toContain(`${name} (${email}, `);
    await erasures.walk(erasureId);
    expect(erasures.inbox).toHaveLength(2);
  });

  test("is complete only when every window has passed, and then says what the law keeps", async () => {
    const worker = await links.worker();
    const { link } = await erasures.known(worker, "exempt@complete");
    const erasureId = await erasures.begin(link.investor);
    const visitor = () => readErasureStanding(people.visitor(), { reference: erasureId });
    await erasures.walk(erasureId);
    await erasures.others(worker, link.investor);
    await erasures.walk(erasureId);
    await erasures.others(worker, link.investor);
    await erasures.walk(erasureId);
    expect((await visitor()).standing).toEqual({
      ...{ kind: "inProgress", waitingFor: ["keyBackups", "dataBackups"] },
    });
    people.clock.advance(8 * dayMs);
    await erasures.walk(erasureId);
    expect((await visitor()).standing).toEqual({ kind: "inProgress", waitingFor: ["dataBackups"] });
    expect(await erasures.completedAt(erasureId)).toBeNull();
    people.clock.advance(28 * dayMs);
    await erasures.walk(erasureId);
    expect((await visitor()).standing).toEqual({ kind: "complete", keeps: ["evidence"] });
    const at = await erasures.completedAt(erasureId);
    await erasures.walk(erasureId);
    expect(await erasures.completedAt(erasureId)).toEqual(at);
    const events = (await people.events(erasureId)).filter(({ type }) => type === "privacy.erasureCompleted");
    expect(events).toHaveLength(1);
  });

  test("stays open while a bank has not confirmed, and keeps nothing else waiting but its password for a day", async () => {
    const worker = await links.worker({ connector: { ...links.bank.connector(), end: away } });
    const { link, texts } = await erasures.known(worker, "exempt@refuses");
    const erasureId = await erasures.begin(link.investor);
    for (let round = 0; round < 3; round++) {
      await erasures.walk(erasureId);
      await erasures.others(worker, link.investor);
    }
    expect(await states(erasureId)).toMatchObject({
      ...{ bankSide: "open bankNotTold", bankAccess: "open notYet", links: "open notYet" },
      ...{ records: "done met", person: "done met", keyBackups: "open notYet" },
    });
    expect(await erasures.found(texts)).toEqual([]);

    people.clock.advance(dayMs + 1);
    await erasures.walk(erasureId);
    await erasures.others(worker, link.investor);
    await erasures.walk(erasureId);
    expect(await states(erasureId)).toMatchObject({ bankSide: "open bankNotTold", bankAccess: "done met" });
    const [view] = await listErasures(people.as(people.north.compliance));
    expect(view).toMatchObject({ reference: erasureId, completedAt: null });
    expect(view?.standing).toMatchObject({
      kind: "inProgress",
      waitingFor: expect.arrayContaining(["bankSide"]),
    });

    await erasures.others(await links.worker(), link.investor);
    await erasures.walk(erasureId);
    expect(await states(erasureId)).toMatchObject({ bankSide: "done confirmed", links: "done met" });
  });

  test("says of a bank that never confirmed that its access lapsed, not that it was told", async () => {
    const worker = await links.worker({ connector: { ...links.bank.connector(), end: away } });
    const { link } = await erasures.known(worker, "exempt@lapses");
    const erasureId = await erasures.begin(link.investor);
    people.clock.advance(200 * dayMs);
    await erasures.others(worker, link.investor);
    await erasures.walk(erasureId);
    expect((await states(erasureId)).bankSide).toBe("done lapsed");
  });

  test("keeps name and address no longer than a day for a mail that no server takes", async () => {
    const { personId } = await people.add("investor");
    const investor = { ...people.north.investor, personId };
    const erasureId = await erasures.begin(investor);
    const sendMail = () => Promise.reject(new Error("no mail server"));
    await expect(erasures.walk(erasureId, { sendMail })).rejects.toThrow("no mail server");
    expect(await states(erasureId)).toMatchObject({
      records: "done met",
      notice: "open notYet",
      person: "open notYet",
    });
    people.clock.advance(dayMs);
    await erasures.walk(erasureId, { sendMail });
    expect(await states(erasureId)).toMatchObject({ notice: "done notSent", person: "done met" });
  });

  test("writes to nobody twice because somebody else’s mailbox is dead", async () => {
    const dead = await people.add("compliance");
    const alive = people.north.compliance.email;
    const begun = async () => {
      const investor = await people.add("investor");
      return { investor, erasureId: await erasures.begin(investor) };
    };
    const taken: string[] = [];
    const refusing = (refused: readonly string[]) => ({
      sendMail: async ({ to }: { readonly to: string }) => {
        if (refused.includes(to)) throw new Error("550 no such mailbox");
        taken.push(to);
      },
    });
    const one = await begun();
    await expect(erasures.walk(one.erasureId, refusing([dead.email]))).rejects.toThrow("550");
    await erasures.walk(one.erasureId, refusing([dead.email]));
    expect(taken.splice(0)).toEqual([one.investor.email, alive]);
    expect(await states(one.erasureId)).toMatchObject({ notice: "done met", person: "done met" });

    const theFirm = await begun();
    const noneOfTheFirm = refusing([dead.email, alive]);
    for (let walk = 0; walk < 3; walk++)
      await expect(erasures.walk(theFirm.erasureId, noneOfTheFirm)).rejects.toThrow("550");
    expect(taken.splice(0)).toEqual([theFirm.investor.email]);
    expect(await states(theFirm.erasureId)).toMatchObject({
      notice: "open personTold",
      person: "open notYet",
    });
    await erasures.walk(theFirm.erasureId, refusing([]));
    expect(taken.splice(0).sort()).toEqual([alive, dead.email].sort());

    const thePerson = await begun();
    for (let walk = 0; walk < 3; walk++)
      await expect(erasures.walk(thePerson.erasureId, refusing([thePerson.investor.email]))).rejects.toThrow(
        "550",
      );
    expect(taken.splice(0).sort()).toEqual([alive, dead.email].sort());
    expect(await states(thePerson.erasureId)).toMatchObject({ notice: "open firmTold" });
    people.clock.advance(dayMs);
    await erasures.walk(thePerson.erasureId, refusing([thePerson.investor.email]));
    expect(await states(thePerson.erasureId)).toMatchObject({ notice: "done notSent", person: "done met" });
    await people.superuser`update people set disabled_at = now() where person_id = ${dead.personId}`;
  });

  test("takes the proof away when its time is over, and not a moment before", async () => {
    const consent = await links.consents.given();
    const { personId } = consent.investor;
    const erasureId = await erasures.begin(consent.investor);
    await erasures.walk(erasureId);
    people.clock.advance(3 * 366 * dayMs);
    // The database reckons by its own clock, whatever a worker's says.
    await expect(erasures.walk(erasureId)).rejects.toThrow(/erase_evidence_of/);
    expect(await links.consents.stateOf(consent)).toBe("withdrawn");
    await people.superuser`update erasures set begun_at = begun_at - interval '3 years',
      evidence_until = evidence_until - interval '3 years' where erasure_id = ${erasureId}`;
    await erasures.walk(erasureId);
    for (const table of ["consents", "consent_events", "consent_presentations", "lawful_bases"]) {
      const left =
        await people.superuser`select 1 from ${people.superuser(table)} where investor_id = ${personId}`;
      expect(left, table).toEqual([]);
    }
    expect((await states(erasureId)).evidence).toBe("done timePassed");
  });
});

describe("killed after any of its transactions", () => {
  /** A worker whose process ends right after its nth transaction has committed. */
  function dyingAfter(commits: number): Context {
    const ctx = people.job(people.north.tenantId);
    let left = commits;
    const db = new Proxy(ctx.db, {
      get(target, name) {
        if (name !== "transaction") return Reflect.get(target, name);
        return async (...call: Parameters<typeof target.transaction>) => {
          if (left <= 0) throw new Error("killed");
          left -= 1;
          const result = await target.transaction(...call);
          if (left === 0) throw new Error("killed");
          return result;
        };
      },
    });
    return { ...ctx, db };
  }

  const isKilled = (failure: Error): boolean => {
    expect(failure.message).toBe("killed");
    return true;
  };

  test("an erasure goes on, and ends as one that was never killed", async () => {
    const worker = await links.worker();
    let wasKilled = true;
    let commits = 0;
    while (wasKilled) {
      commits += 1;
      const investor = await people.add("investor");
      await links.vault.store(people.as(investor), { userId: investor.personId, pin: "1" });
      await links.records.store(people.job(investor.tenantId), await erasures.keys(), investor.personId, [
        balances(),
      ]);
      const erasureId = await erasures.begin(investor);
      wasKilled = await erasures.walk(erasureId, {}, dyingAfter(commits)).then(() => false, isKilled);
      await erasures.others(worker, investor);
      await erasures.walk(erasureId);
      await erasures.others(worker, investor);
      await erasures.walk(erasureId);
      const { bankSide: _, ...unlinked } = settled;
      expect(await states(erasureId), `killed after ${commits}`).toEqual(unlinked);
      const met = (await people.events(erasureId)).filter(({ type }) => type === "privacy.obligationMet");
      expect(met, `killed after ${commits}`).toHaveLength(Object.keys(unlinked).length);
      expect(await erasures.found([investor.email]), `killed after ${commits}`).toEqual([]);
    }
    expect(commits).toBeGreaterThan(20);
  });

  test("again and again, with a bank to be told, it ends all the same", async () => {
    const worker = await links.worker();
    const { link, texts } = await erasures.known(worker, "exempt@killed");
    const erasureId = await erasures.begin(link.investor);
    let wasKilled = true;
    for (let commits = 1; wasKilled; commits++) {
      wasKilled = await erasures.walk(erasureId, {}, dyingAfter(commits)).then(() => false, isKilled);
      await erasures.others(worker, link.investor);
    }
    await erasures.walk(erasureId);
    await erasures.others(worker, link.investor);
    await erasures.walk(erasureId);
    expect(await states(erasureId)).toEqual(settled);
    expect(await erasures.found(texts)).toEqual([]);
  });
});

describe("while an erasure runs", () => {
  test("nobody signs in as this person, by whatever they still hold, and no administrator lets them in again", async () => {
    const investor = await people.add("investor");
    await erasures.begin(investor);
    const sql = people.superuser;
    const [row] = await sql`select disabled_at from people where person_id = ${investor.personId}`;
    expect(row?.disabled_at).toBeInstanceOf(Date);
    expect(
      await sql`select 1 from sessions where person_id = ${investor.personId} and ended_at is null`,
    ).toEqual([]);
    const enabling = enablePerson(people.as(people.north.admin), { personId: investor.personId });
    await expect(enabling).rejects.toMatchObject({ code: "identity.person_erased" });
  });

  test("nothing is begun for them: no consent, no bank access, no session, no link", async () => {
    const consent = await links.consents.requested();
    const { investor } = consent;
    await erasures.begin(investor);
    await expect(links.consents.requested({}, consent)).rejects.toMatchObject({
      code: "consent.party_unknown",
    });
    await expect(links.vault.store(people.as(investor), { userId: "late", pin: "1" })).rejects.toThrow();
    const { tenantId, personId } = investor;
    const late = people.superuser`insert into mail_links (tenant_id, person_id, token_hash, origin, expires_at)
      values (${tenantId}, ${personId}, ${Buffer.alloc(32, 7)}, 'https://consent.example', now() + interval '1 hour')`;
    await expect(late).rejects.toMatchObject({ code: "LIC02" });
  });

  test("their consents have ended for no reason that they did not give", async () => {
    const given = await links.consents.given();
    const asked = await links.consents.requested({}, { investor: given.investor });
    await erasures.begin(given.investor);
    const ends = await people.superuser`select act, reason from consent_events
      where consent_id in (${given.consentId}, ${asked.consentId}) and reason is not null order by act`;
    expect([...ends]).toEqual([
      { act: "declined", reason: "notSaid" },
      { act: "withdrawn", reason: "notSaid" },
    ]);
  });

  test("it is begun once, however many begin it at once", async () => {
    const investor = await people.add("investor");
    await people.warm();
    const attempts = Array.from({ length: 10 }, () => erasures.begin(investor));
    expect(await winners(attempts, "privacy.erasure_begun")).toBe(1);
  });
});

describe("an erasure is begun", () => {
  test("by whoever has lately proved who they are and typed the word, in their language, and by nobody else", async () => {
    const investor = await people.add("investor");
    const ctx = people.as(investor);
    const begin = (word: string, locale: "en" | "fr" = "en", as = ctx) => beginErasure(as, { word, locale });
    for (const word of ["", "ERAS", "BORRAR", "ERASE!"]) {
      await expect(begin(word)).rejects.toMatchObject({ code: "privacy.word_wrong" });
    }
    const long = people.as(investor, {
      authenticatedAt: new Date(people.clock.now().getTime() - 6 * 60_000),
    });
    await expect(begin("ERASE", "en", long)).rejects.toMatchObject({ code: "auth.step_up_required" });
    const advisor = people.as(people.north.advisor);
    await expect(begin("ERASE", "en", advisor)).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(begin("effacer", "fr")).resolves.toMatch(/^era_/);
  });

  test("and frees the address for somebody new", async () => {
    const investor = await people.add("investor");
    const erasureId = await erasures.begin(investor);
    await erasures.walk(erasureId);
    const again = people.superuser`insert into people (tenant_id, person_id, role, name, email, email_key)
      values (${investor.tenantId}, ${newId("per")}, 'investor', 'Somebody new', ${investor.email}, ${investor.email})`;
    await expect(again).resolves.toBeDefined();
  });
});

describe("the ledger", () => {
  test("is read by compliance of the firm, by nobody of another, and by whoever brings its reference", async () => {
    const investor = await people.add("investor");
    const erasureId = await erasures.begin(investor);
    const references = async (who: (typeof people.north)["compliance"]) =>
      (await listErasures(people.as(who))).map(({ reference }) => reference);
    expect(await references(people.north.compliance)).toContain(erasureId);
    expect(await references(people.south.compliance)).toEqual([]);
    const standing = await readErasureStanding(people.visitor(), { reference: erasureId });
    expect(JSON.stringify(standing)).not.toContain(investor.personId);
    await expect(readErasureStanding(people.visitor(), { reference: newId("era") })).rejects.toMatchObject({
      code: "privacy.erasure_not_found",
    });
  });
});
