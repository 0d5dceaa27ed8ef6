import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testAuthorisations } from "#scripts/testing/authorisations.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { watchAuthorisation } from "./watch-authorisation.ts";

const people = testPeople(testDatabase());
const attempts = testAuthorisations(people);

/** The investor of an attempt, signed in. */
async function onlooker() {
  const one = await attempts.claimed();
  const sessionId = newId("ses");
  await people.superuser`insert into sessions (tenant_id, session_id, person_id, token_hash, method, level, origin,
      idle_minutes, expires_at)
    values (${one.investor.tenantId}, ${sessionId}, ${one.investor.personId}, sha256(${sessionId}::bytea), 'mailLink',
      'full', 'https://consent.example', 30, now() + interval '1 hour')`;
  return { one, sessionId, ctx: people.as(one.investor, { sessionId }) };
}

const endings: Readonly<Record<string, (sessionId: string, investor: TestPerson) => PromiseLike<unknown>>> = {
  "has signed out": (sessionId) =>
    people.superuser`update sessions set ended_at = now() where session_id = ${sessionId}`,
  "was idle for too long": (sessionId) =>
    people.superuser`update sessions set last_seen_at = now() - interval '31 minutes' where session_id = ${sessionId}`,
  "has been signed in for too long": (sessionId) =>
    people.superuser`update sessions set expires_at = now() where session_id = ${sessionId}`,
  "was disabled": (_session, { personId }) =>
    people.superuser`update people set disabled_at = now() where person_id = ${personId}`,
};

describe("somebody who looks on", () => {
  test("sees what is asked, and their session is not kept alive by it", async () => {
    const { one, ctx, sessionId } = await onlooker();
    await attempts.show(one, 1);
    const seen = () => people.superuser`select last_seen_at from sessions where session_id = ${sessionId}`;
    const before = await seen();
    expect(await watchAuthorisation(ctx, one.authorisationId)).toMatchObject({ status: "started", step: 1 });
    expect(await seen()).toEqual(before);
  });

  test.each(Object.entries(endings))("who %s sees nothing more", async (_what, end) => {
    const { one, ctx, sessionId } = await onlooker();
    await watchAuthorisation(ctx, one.authorisationId);
    await end(sessionId, one.investor);
    const refused = { code: "auth.session_expired" };
    await expect(watchAuthorisation(ctx, one.authorisationId)).rejects.toMatchObject(refused);
  });

  test("by somebody else’s session sees nothing", async () => {
    const [{ one }, other] = [await onlooker(), await onlooker()];
    const theirs = watchAuthorisation(other.ctx, one.authorisationId);
    await expect(theirs).rejects.toMatchObject({ code: "authorisation.not_found" });
    const borrowed = watchAuthorisation(
      people.as(one.investor, { sessionId: other.sessionId }),
      one.authorisationId,
    );
    await expect(borrowed).rejects.toMatchObject({ code: "auth.session_expired" });
  });
});
