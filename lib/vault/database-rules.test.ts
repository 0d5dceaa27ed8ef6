import { beforeEach, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { openCredential } from "./open-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north } = people;

/** One statement on a process's own connection, as one of the roles that it can become. */
const as = (login: "licet_web" | "licet_worker", role: string, statement: string) =>
  database.connect("data", login).begin(async (tx) => {
    await tx`select set_config('role', ${role}, true), set_config('app.tenant_id', ${north.tenantId}, true),
      set_config('app.person_id', ${north.investor.personId}, true)`;
    return tx.unsafe(statement);
  });

const states = {
  "back to sealed": "state = 'sealed', destroying_at = null",
  "to another time": "destroying_at = now() + interval '1 day'",
};
const roles = [
  ["licet_web", "licet_investor"],
  ["licet_web", "licet_compliance"],
  ["licet_web", "licet_client"],
  ["licet_worker", "licet_job"],
] as const;

describe("a deletion that has returned, in raw SQL", () => {
  let id: CredentialId;
  beforeEach(async () => {
    id = await vault.store(people.as(north.investor), { pin: "1" });
    await deleteCredential(people.as(north.investor), { credentialId: id });
  });

  test.each(
    roles.flatMap(([login, role]) =>
      Object.entries(states).map(([name, change]) => [name, role, login, change] as const),
    ),
  )("is put %s by nobody, not as %s", async (_, role, login, change) => {
    const attempt = as(login, role, `update credentials set ${change} where credential_id = '${id}'`);
    await expect(attempt).rejects.toMatchObject({ code: "42501" });
    const opening = openCredential(people.job(north.tenantId), vault.opener(), id, "refresh");
    await expect(opening).rejects.toMatchObject({ code: "vault.unopenable" });
  });

  test("is not undone by its superuser's ordinary statement either, once it is complete", async () => {
    const payload = { tenantId: north.tenantId, credentialId: id };
    const stopping = new AbortController().signal;
    await runJob(destroyCredentialHandler(vault.opener()), payload, people.workerBase(), stopping);
    for (const change of ["state = 'destroying', destroyed_at = null", "destroyed_at = now()"]) {
      const attempt = people.superuser.unsafe(
        `update credentials set ${change} where credential_id = '${id}'`,
      );
      await expect(attempt, change).rejects.toMatchObject({ code: "42501" });
    }
  });
});
