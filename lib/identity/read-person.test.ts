import { describe, expect, test } from "vitest";
import { enterFace } from "#lib/access/enter-face.ts";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { recordRefusal } from "#lib/audit/record-refusal.ts";
import type { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import type { RowsPerPage } from "#lib/kernel/rows-per-page.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testMail } from "#scripts/testing/mail-link.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { confirmMailLink } from "./confirm-mail-link.ts";
import { answerSignInRequest } from "./jobs.ts";
import { disablePerson } from "./manage-people.ts";
import { signOut } from "./own-sessions.ts";
import { peopleSearchOf, peopleShape } from "./people-table.ts";
import { exportSignInLog, readPerson } from "./read-person.ts";
import { exportPeople, searchPeople } from "./search-people.ts";

const people = testPeople(testDatabase());
const signIn = testSignIn(people);
const mail = testMail(people);
const { north, south } = people;
const search = (query: Record<string, string> = {}) =>
  peopleSearchOf(parseTableAsked(peopleShape(true), query));

describe("the list of people", () => {
  test("is searched by name, mail and identifier, role and state, and takes signs literally", async () => {
    const hostile = `%_\\ Zoë =1+1 <b> ${newId("per").slice(4, 12)}`;
    const person = await people.add("advisor");
    await people.superuser`update people set name = ${hostile} where person_id = ${person.personId}`;
    const ids = async (query: Record<string, string>) =>
      (await searchPeople(people.as(north.compliance), search(query))).people.map(({ id }) => id);
    for (const q of ["%_\\ zoë", person.email.slice(4, 30), person.personId]) {
      expect(await ids({ q }), q).toContain(person.personId);
    }
    expect(await ids({ q: "%" })).toEqual([person.personId]);
    expect(await ids({ q: person.personId, role: "compliance" })).toEqual([]);
    expect(await ids({ q: person.personId, role: "no role", state: "active" })).toEqual([person.personId]);
    await disablePerson(people.as(north.admin), { personId: person.personId });
    expect(await ids({ q: person.personId, state: "active" })).toEqual([]);
    expect(await ids({ q: person.personId, state: "disabled" })).toEqual([person.personId]);
    expect(await ids({ q: south.admin.personId })).toEqual([]);
  });

  test("goes on after a row until everybody was there once, also of one name, and as a file with its event", async () => {
    const added = await Promise.all(Array.from({ length: 110 }, () => people.add("investor", south)));
    const seen: string[] = [];
    for (let after: string | null = null, pages = 0; ; pages++) {
      const page = await searchPeople(people.as(south.admin), search(after ? { after } : {}));
      seen.push(...page.people.map(({ id }) => id));
      after = page.next;
      if (after === null) break;
      expect(page.people).toHaveLength(50);
      expect(pages).toBeLessThan(5);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(added.map(({ personId }) => personId)));
    const larger = async (rows: RowsPerPage) =>
      (await searchPeople(people.as(south.admin), search(), rows)).people.map(({ id }) => id);
    expect(await larger(100)).toEqual(seen.slice(0, 100));
    expect(await larger(200)).toEqual(seen);

    const ctx = people.as(south.compliance);
    const filed: string[] = [];
    for await (const { id } of await exportPeople(ctx, search({ role: "investor" }))) filed.push(id);
    expect(filed).toHaveLength(111);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "identity.peopleExported", facts: { filters: ["role"], rows: 111 } },
    ]);
  });
});

describe("somebody's page", () => {
  test("has their sign-ins, refusals and devices, the newest first, and that it was looked at is an event", async () => {
    const person = await people.add("advisor");
    const first = await signIn.asPersona(person);
    const second = await signIn.asPersona(person);
    await signOut(first.ctx);
    try {
      enterFace(second.ctx, "console");
    } catch (refusal) {
      await recordRefusal(second.ctx, refusal as AppError);
    }
    const ctx = people.as(north.compliance);
    const shown = await readPerson(ctx, person.personId, null);
    expect(shown.sessions.map(({ id }) => id)).toEqual([second.ctx.actor.sessionId]);
    expect(shown.log.map(({ type, refusal, device }) => [type, refusal, device])).toEqual([
      ["access.refused", "auth.forbidden", "Firefox, Linux"],
      ["identity.signedOut", null, "Firefox, Linux"],
      ["identity.signedIn", null, "Firefox, Linux"],
      ["identity.signedIn", null, "Firefox, Linux"],
    ]);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "console.opened", facts: { what: "person", id: person.personId } },
    ]);
    await disablePerson(people.as(north.admin), { personId: person.personId });
    const after = await readPerson(ctx, person.personId, null);
    expect(after.log[0]).toMatchObject({ type: "identity.personDisabled" });
    expect(after.sessions).toEqual([]);
    const next = await readPerson(ctx, person.personId, after.log[1]?.id as never);
    expect(next.log).toEqual(after.log.slice(2));
  });

  test("says as well that somebody who is disabled tried to sign in, by account, mail or passkey", async () => {
    const [staff, investor] = [await people.add("advisor"), await people.add("investor")];
    const { passkey } = await signIn.register((await signIn.byOidc(staff)).ctx);
    const token = await mail.link(investor.email);
    mail.inbox.length = 0;
    for (const { personId } of [staff, investor]) await disablePerson(people.as(north.admin), { personId });
    await expect(signIn.byOidc(staff)).rejects.toMatchObject({ code: "auth.provider_rejected" });
    await expect(signIn.byPasskey(passkey)).rejects.toMatchObject({ code: "auth.passkey_rejected" });
    // Who only knows the passkey's name and cannot answer with it writes nothing into anybody's log.
    await expect(signIn.byPasskey(passkey, { userVerified: false })).rejects.toMatchObject({
      code: "auth.passkey_rejected",
    });
    const late = confirmMailLink(people.visitor(), people.visit(), { token }, null);
    await expect(late).rejects.toMatchObject({ code: "auth.link_invalid" });
    await mail.ask(investor.email);
    await mail.runQueued(answerSignInRequest.name);
    expect(mail.inbox).toEqual([]);
    const logOf = async ({ personId }: typeof staff) => {
      const { log } = await readPerson(people.as(north.admin), personId, null);
      return log.map(({ type, refusal, method }) => [type, refusal, method]);
    };
    expect((await logOf(staff)).slice(0, 3)).toEqual([
      ["identity.signInRefused", "identity.person_disabled", "passkey"],
      ["identity.signInRefused", "identity.person_disabled", "oidc"],
      ["identity.personDisabled", null, null],
    ]);
    expect(await logOf(investor)).toEqual([
      ["identity.signInMailWithheld", "identity.person_disabled", null],
      ["identity.signInRefused", "identity.person_disabled", "mailLink"],
      ["identity.personDisabled", null, null],
    ]);
  });

  test("leaves as a file with an event of its own", async () => {
    const person = await people.add("advisor");
    await signIn.asPersona(person);
    const ctx = people.as(north.admin);
    expect((await exportSignInLog(ctx, person.personId)).entries).toHaveLength(1);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "identity.signInLogExported", facts: { personId: person.personId, rows: 1 } },
    ]);
  });

  test("leaves as a file, as the list does, only after a fresh proof of who one is", async () => {
    const authenticatedAt = new Date(people.clock.now().getTime() - stepUpLifetimeMs - 1);
    const stale = people.as(north.admin, { authenticatedAt });
    const refusal = { code: "auth.step_up_required" };
    await expect(exportSignInLog(stale, north.advisor.personId)).rejects.toMatchObject(refusal);
    await expect(exportPeople(stale, search())).rejects.toMatchObject(refusal);
    expect(await people.events(stale.requestId)).toEqual([]);
  });

  test("is for compliance and administrators of the own firm", async () => {
    const { personId } = north.advisor;
    for (const role of ["investor", "advisor"] as const) {
      const ctx = people.as(north[role]);
      await expect(readPerson(ctx, personId, null)).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(exportSignInLog(ctx, personId)).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(exportPeople(ctx, search())).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    for (const read of [
      readPerson(people.as(south.admin), personId, null),
      exportSignInLog(people.as(south.admin), personId),
    ]) {
      await expect(read).rejects.toMatchObject({ code: "identity.person_not_found" });
    }
  });
});
