import { afterEach, describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testMail, tokenIn } from "#scripts/testing/mail-link.ts";
import { type TestPerson, testOrigin, testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { confirmMailLink } from "./confirm-mail-link.ts";
import { answerSignInRequest, sendSignInMail } from "./jobs.ts";
import { disablePerson } from "./manage-people.ts";
import { readMailLink } from "./read-mail-link.ts";
import { hashToken, newToken } from "./token.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const mail = testMail(people);
const invalid = { code: "auth.link_invalid" };

const who = ({ personId, email }: TestPerson) => ({ personId, email });

afterEach(async () => {
  mail.whileSending = async () => {};
  for (const name of [answerSignInRequest.name, sendSignInMail.name]) await mail.runQueued(name);
});

describe("a mail link", () => {
  test("signs in at a click, leads on, and leaves its events", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email, "/security");
    const visitor = people.visitor();
    const { session, next } = await confirmMailLink(visitor, people.visit(), { token }, null);
    expect(session).toMatchObject({ level: "full", role: "investor" });
    expect(next).toBe("/security");
    const { actor } = await signIn.contextOf(session.token);
    expect(actor.personId).toBe(person.personId);
    const types = (await people.events(person.personId)).map(({ type }) => type);
    expect(types).toEqual(["identity.signInMailSent", "identity.signedIn"]);
  });

  test("shows what it would do without being used up by it", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email);
    for (let look = 0; look < 3; look += 1) {
      const view = await readMailLink(people.visitor(), people.visit(), token, null);
      expect(view).toMatchObject({ email: person.email, firm: { name: "North Wealth" } });
    }
    await expect(confirmMailLink(people.visitor(), people.visit(), { token }, null)).resolves.toBeDefined();
  });

  test("works once, and of many clicks at once one signs in", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email);
    await people.warm();
    const clicks = Array.from({ length: 20 }, () =>
      confirmMailLink(people.visitor(), people.visit(), { token }, null),
    );
    expect(await winners(clicks, invalid.code)).toBe(1);
    const visitor = people.visitor();
    await expect(confirmMailLink(visitor, people.visit(), { token }, null)).rejects.toMatchObject(invalid);
    await expect(readMailLink(visitor, people.visit(), token, null)).rejects.toMatchObject(invalid);
    const [{ sessions } = { sessions: 0 }] = await people.superuser<{ sessions: number }[]>`
      select count(*)::int as sessions from sessions where person_id = ${person.personId}`;
    expect(sessions).toBe(1);
    expect((await people.events(visitor.requestId)).map(({ type }) => type)).toEqual([
      "identity.signInRefused",
    ]);
  });

  test("lives ten minutes", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email);
    const [row] = await people.superuser`select extract(epoch from expires_at - now())::int as seconds
      from mail_links where person_id = ${person.personId}`;
    expect(row?.seconds).toBeGreaterThan(580);
    expect(row?.seconds).toBeLessThanOrEqual(600);
    await people.superuser`update mail_links set expires_at = now() where person_id = ${person.personId}`;
    await expect(confirmMailLink(people.visitor(), people.visit(), { token }, null)).rejects.toMatchObject(
      invalid,
    );
    await expect(readMailLink(people.visitor(), people.visit(), token, null)).rejects.toMatchObject(invalid);
  });

  test("is worth nothing at another hostname, and is not used up there", async () => {
    const token = await mail.link((await people.add("investor")).email);
    const elsewhere = people.visit({ origin: "https://console.example" });
    await expect(confirmMailLink(people.visitor(), elsewhere, { token }, null)).rejects.toMatchObject(
      invalid,
    );
    await expect(readMailLink(people.visitor(), elsewhere, token, null)).rejects.toMatchObject(invalid);
    await expect(confirmMailLink(people.visitor(), people.visit(), { token }, null)).resolves.toBeDefined();
  });

  test("of somebody who was disabled meanwhile is dead", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email);
    await disablePerson(people.as(people.north.admin), { personId: person.personId });
    await expect(confirmMailLink(people.visitor(), people.visit(), { token }, null)).rejects.toMatchObject(
      invalid,
    );
  });

  test("never switches accounts by itself: whoever else is signed in says that they leave, by name", async () => {
    const [reader, sender] = [await people.add("investor"), await people.add("investor")];
    const token = await mail.link(sender.email);
    const { ctx } = await signIn.asPersona(reader);
    const view = await readMailLink(people.visitor(), people.visit(), token, ctx);
    expect(view).toMatchObject({ email: sender.email, other: { ...who(reader), firmName: "North Wealth" } });

    const confirm = (leaving?: typeof reader.personId, visitor = people.visitor()) =>
      confirmMailLink(visitor, people.visit(), { token, ...(leaving ? { leaving } : {}) }, reader.personId);
    const visitor = people.visitor();
    const other = { code: "auth.signed_in_as_other" };
    await expect(confirm(undefined, visitor)).rejects.toMatchObject(other);
    expect(await people.events(visitor.requestId)).toMatchObject([{ facts: other }]);
    // Whom a page that is no longer true named does not count.
    await expect(confirm(sender.personId)).rejects.toMatchObject(other);
    await expect(confirm(people.north.investor.personId)).rejects.toMatchObject(other);
    const { session } = await confirm(reader.personId);
    expect((await signIn.contextOf(session.token)).actor.personId).toBe(sender.personId);
  });

  test("names nobody else to its own person, to nobody, and to whoever waits for a second factor their own name", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email);
    const { ctx } = await signIn.asPersona(person);
    const look = (signedIn: typeof ctx | null) =>
      readMailLink(people.visitor(), people.visit(), token, signedIn);
    for (const signedIn of [ctx, null]) expect((await look(signedIn)).other).toBeNull();
    const pending = await signIn.byOidc(people.north.admin);
    expect((await look(pending.ctx)).other).toMatchObject(who(people.north.admin));
    const confirmed = confirmMailLink(people.visitor(), people.visit(), { token }, person.personId);
    await expect(confirmed).resolves.toBeDefined();
  });

  test("that was invented is no link", async () => {
    const attempt = confirmMailLink(people.visitor(), people.visit(), { token: newToken() }, null);
    await expect(attempt).rejects.toMatchObject(invalid);
  });

  test("is stored as a hash alone", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email);
    const [row] =
      await people.superuser`select token_hash from mail_links where person_id = ${person.personId}`;
    expect(row?.token_hash).toEqual(hashToken(token));
  });
});

describe("a request for a link", () => {
  test("does the same for an unknown address, up to the worker, which sends nothing", async () => {
    const [known, unknown] = [await people.add("investor"), "nobody@example.org"];
    for (const email of [known.email, unknown]) {
      const ctx = people.visitor();
      await mail.ask(email, { ctx });
      expect((await people.events(ctx.requestId)).map(({ type }) => type)).toEqual([
        "identity.signInRequested",
      ]);
    }
    expect(await mail.queued(answerSignInRequest.name)).toHaveLength(2);
    await mail.runQueued(answerSignInRequest.name);
    const waiting = await mail.queued(sendSignInMail.name);
    expect(waiting.map(({ payload }) => (payload as { personId: string }).personId)).toEqual([
      known.personId,
    ]);
    await mail.runQueued(sendSignInMail.name);
    expect(mail.inbox.map(({ to }) => to)).not.toContain(unknown);
  });

  test("is answered once, and leaves nothing of it", async () => {
    const person = await people.add("investor");
    await mail.ask(person.email);
    const [job] = await mail.queued(answerSignInRequest.name);
    await mail.runQueued(answerSignInRequest.name);
    await mail.runQueued(sendSignInMail.name);
    const sent = mail.inbox.length;
    await people.superuser`select graphile_worker.add_job(${answerSignInRequest.name},
      ${JSON.stringify(job?.payload)}::text::json)`;
    await mail.runQueued(answerSignInRequest.name);
    expect(await mail.queued(sendSignInMail.name)).toEqual([]);
    expect(mail.inbox).toHaveLength(sent);
    const [row] = await people.superuser`select count(*)::int as left from sign_in_requests`;
    expect(row?.left).toBe(0);
  });

  test("is for investors: staff and disabled people get no mail", async () => {
    const disabled = await people.add("investor");
    await disablePerson(people.as(people.north.admin), { personId: disabled.personId });
    for (const { email } of [people.north.admin, people.north.advisor, people.north.compliance, disabled]) {
      await mail.ask(email);
    }
    await mail.runQueued(answerSignInRequest.name);
    expect(await mail.queued(sendSignInMail.name)).toEqual([]);
  });

  test("holds no secret and no address in any job", async () => {
    const person = await people.add("investor");
    await mail.ask(person.email);
    const payloads = [...(await mail.queued(answerSignInRequest.name))];
    await mail.runQueued(answerSignInRequest.name);
    payloads.push(...(await mail.queued(sendSignInMail.name)));
    await mail.runQueued(sendSignInMail.name);
    const token = tokenIn(mail.inbox.at(-1)?.body ?? "");
    const text = JSON.stringify(payloads);
    expect(payloads).toHaveLength(2);
    for (const secret of [token.reveal(), person.email, "Nøra"]) expect(text).not.toContain(secret);
  });

  test("is for visitors", async () => {
    const attempt = mail.ask("a@example.org", { ctx: people.as(people.north.investor) });
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("the worker sends", () => {
  test("outside of any transaction, and the link is none before its mail was taken", async () => {
    const person = await people.add("investor");
    await mail.ask(person.email);
    await mail.runQueued(answerSignInRequest.name);
    const seen: unknown[] = [];
    mail.whileSending = async () => {
      const [row] = await people.superuser`select
        (select count(*)::int from pg_stat_activity where datname = current_database()
          and usename = 'licet_worker' and xact_start is not null) as transactions,
        (select count(*)::int from mail_links where person_id = ${person.personId}) as links`;
      seen.push(row);
    };
    await mail.runQueued(sendSignInMail.name);
    expect(seen).toEqual([{ transactions: 0, links: 0 }]);
    expect((await people.events(person.personId)).map(({ type }) => type)).toEqual([
      "identity.signInMailSent",
    ]);
  });

  test("again when the mail server fails, and no link of the failed attempt is left", async () => {
    const person = await people.add("investor");
    await mail.ask(person.email);
    await mail.runQueued(answerSignInRequest.name);
    mail.whileSending = () => Promise.reject(new Error("451 try again later"));
    await expect(mail.runQueued(sendSignInMail.name)).rejects.toThrow("451");
    expect(await people.events(person.personId)).toEqual([]);

    mail.whileSending = async () => {};
    await mail.runQueued(sendSignInMail.name);
    const token = tokenIn(mail.inbox.at(-1)?.body ?? "");
    await expect(confirmMailLink(people.visitor(), people.visit(), { token }, null)).resolves.toBeDefined();
    const [row] = await people.superuser`select count(*)::int as links from mail_links
      where person_id = ${person.personId}`;
    expect(row?.links).toBe(1);
  });

  test("nothing to somebody who was disabled after it was queued", async () => {
    const person = await people.add("investor");
    await mail.ask(person.email);
    await mail.runQueued(answerSignInRequest.name);
    await disablePerson(people.as(people.north.admin), { personId: person.personId });
    expect(await mail.runQueued(sendSignInMail.name)).toEqual([
      { kind: "refused", reason: "personDisabled" },
    ]);
    expect(mail.inbox.map(({ to }) => to)).not.toContain(person.email);
  });

  test("no link to a hostname that is not ours", async () => {
    const person = await people.add("investor");
    await mail.ask(person.email, { origin: "https://evil.example" });
    await mail.runQueued(answerSignInRequest.name);
    expect(await mail.runQueued(sendSignInMail.name)).toEqual([{ kind: "refused", reason: "unknownOrigin" }]);
    expect(mail.inbox.map(({ to }) => to)).not.toContain(person.email);
  });

  test("in the person's language, of the person's firm, with a link to where it was asked for", async () => {
    const person = await people.add("investor", people.south);
    await mail.ask(person.email, { locale: "fr" });
    await mail.runQueued(answerSignInRequest.name);
    await mail.runQueued(sendSignInMail.name);
    const { body, subject } = mail.inbox.at(-1) ?? { body: "", subject: "" };
    expect(subject).toContain("South Patrimoine");
    expect(body).toContain(`${testOrigin}/sign-in/confirm?token=`);
    expect(body).toContain("Bonjour");
  });
});
