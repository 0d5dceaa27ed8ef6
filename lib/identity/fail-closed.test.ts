import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testMail, tokenIn } from "#scripts/testing/mail-link.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { type SignedIn, testSignIn } from "#scripts/testing/sign-in.ts";
import { type SoftPasskey, softPasskey } from "#scripts/testing/soft-passkey.ts";
import { confirmMailLink } from "./confirm-mail-link.ts";
import { beginConfirmation, finishConfirmation } from "./confirm-with-passkey.ts";
import { answerSignInRequest, sendSignInMail } from "./jobs.ts";
import { disablePerson, enablePerson } from "./manage-people.ts";
import { changeLocale } from "./own-profile.ts";
import { endOtherSessions, endSession, signOut } from "./own-sessions.ts";
import { readMailLink } from "./read-mail-link.ts";
import { removePasskey } from "./remove-passkey.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const mail = testMail(people);

let investor: TestPerson;
let here: SignedIn;
let there: SignedIn;
let passkey: SoftPasskey;
let passkeyId: string;
let disabled: TestPerson;
let token: Awaited<ReturnType<typeof mail.link>>;

beforeAll(async () => {
  investor = await people.add("investor");
  disabled = await people.add("investor");
  [here, there] = [await signIn.asPersona(investor), await signIn.asPersona(investor)];
  ({ passkey } = await signIn.register(here.ctx));
  const [row] = await people.superuser<{ id: string }[]>`select passkey_id as id from passkeys`;
  passkeyId = row?.id ?? "";
  await disablePerson(people.as(people.north.admin), { personId: disabled.personId });
  token = await mail.link(investor.email);
  await mail.ask((await people.add("investor")).email);
  await mail.runQueued(answerSignInRequest.name);
  mail.inbox.length = 0;
  // From here on no event can be written, which is how a failing audit log looks to the code.
  await people.superuser`alter table audit_events add constraint nothing_more check (false) not valid`;
});

/** Everything that an act could have changed. Challenges and counts are used up by trying, and are no acts. */
async function state(): Promise<string> {
  const hash = createHash("sha256");
  for (const table of [
    "people",
    "sessions",
    "passkeys",
    "mail_links",
    "sign_in_requests",
    "graphile_worker._private_jobs",
  ]) {
    hash.update(JSON.stringify([...(await people.superuser.unsafe(`select * from ${table} order by 1, 2`))]));
  }
  return hash.digest("hex");
}

const admin = () => people.as(people.north.admin);
const acts: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["disabling a person", () => disablePerson(admin(), { personId: investor.personId })],
  ["enabling a person", () => enablePerson(admin(), { personId: disabled.personId })],
  ["choosing a language", () => changeLocale(here.ctx, { locale: "fr" })],
  ["signing out", () => signOut(here.ctx)],
  ["ending a session", () => endSession(here.ctx, { sessionId: there.ctx.actor.sessionId })],
  ["ending the other sessions", () => endOtherSessions(here.ctx)],
  ["removing a passkey", () => removePasskey(here.ctx, { passkeyId: passkeyId as never })],
  ["adding a passkey", () => signIn.register(here.ctx, softPasskey())],
  ["signing in as a persona", () => signIn.asPersona(investor)],
  ["signing in by the provider", () => signIn.byOidc(people.north.advisor)],
  ["signing in by passkey", () => signIn.byPasskey(passkey)],
  ["signing in by mail link", () => confirmMailLink(people.visitor(), people.visit(), { token }, null)],
  ["asking for a mail link", () => mail.ask("new@example.org")],
  [
    "step-up",
    async () => {
      const visit = people.visit();
      const { challengeId, options } = await beginConfirmation(here.ctx, visit, "stepUp");
      const response = passkey.sign({ challenge: options.challenge, origin: visit.origin }) as never;
      await finishConfirmation(here.ctx, visit, "stepUp", { challengeId, response, next: null });
    },
  ],
];

describe("without its event nothing happens:", () => {
  test.each(acts)("%s", async (_what, act) => {
    const before = await state();
    await expect(act()).rejects.toMatchObject({ cause: { constraint: "nothing_more" } });
    expect(await state()).toBe(before);
    expect(mail.inbox).toEqual([]);
  });

  test("a mail that was taken holds a link that opens nothing", async () => {
    const before = await state();
    await expect(mail.runQueued(sendSignInMail.name)).rejects.toMatchObject({
      cause: { constraint: "nothing_more" },
    });
    expect(await state()).toBe(before);
    const dead = tokenIn(mail.inbox.splice(0).at(-1)?.body ?? "");
    await expect(readMailLink(people.visitor(), people.visit(), dead, null)).rejects.toMatchObject({
      code: "auth.link_invalid",
    });
  });
});
