import { describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testMail } from "#scripts/testing/mail-link.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { purgeIdentityHandler } from "./purge.job.ts";
import { beginPasskeySignIn } from "./sign-in-with-passkey.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const mail = testMail(people);

const count = async (table: string): Promise<number> => {
  const [row] = await people.superuser.unsafe(`select count(*)::int as rows from ${table}`);
  return row?.rows as number;
};
const purge = () => runJob(purgeIdentityHandler, {}, people.workerBase(), new AbortController().signal);

describe("the purge", () => {
  test("removes what has had its time and nothing else", async () => {
    const { email } = await people.add("investor");
    for (let made = 0; made < 2; made += 1) {
      await signIn.asPersona(people.north.investor);
      await mail.link(email);
      await mail.ask("nobody@example.org");
      await beginPasskeySignIn(people.visitor(), people.visit());
    }
    const tables = ["sessions", "mail_links", "webauthn_challenges", "sign_in_requests"];
    await purge();
    const before = await Promise.all(tables.map(count));
    expect(Math.min(...before)).toBeGreaterThan(0);

    // One of each grows old, the others stay.
    const first = (table: string) => `where ctid = (select min(ctid) from ${table})`;
    for (const change of [
      `update sessions set expires_at = now() - interval '91 days' ${first("sessions")}`,
      `update mail_links set expires_at = now() - interval '1 second' ${first("mail_links")}`,
      `update webauthn_challenges set expires_at = now() - interval '1 second' ${first("webauthn_challenges")}`,
      `update sign_in_requests set created_at = now() - interval '25 hours' ${first("sign_in_requests")}`,
    ]) {
      expect((await people.superuser.unsafe(change)).count).toBe(1);
    }
    expect(await purge()).toEqual({ kind: "done" });
    expect(await Promise.all(tables.map(count))).toEqual(before.map((rows) => rows - 1));
  });
});
