import { beforeAll, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { listReceipts } from "#lib/receipts/read-receipt.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { listCredentialStates } from "./list-credential-states.ts";
import { listCredentials } from "./read-credentials.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north, south } = people;
const client = () => people.client(north.tenantId);
const store = () => vault.store(people.as(north.investor), { userId: "u", pin: "1" });

/** One statement as web's own connection that acts for the firm's system. */
const asClient = (statement: string) =>
  database.connect("data", "licet_web").begin(async (tx) => {
    await tx`select set_config('role', 'licet_client', true), set_config('app.tenant_id', ${north.tenantId}, true)`;
    return tx.unsafe(statement);
  });

describe("a client firm's system", () => {
  let id: CredentialId;
  beforeAll(async () => {
    id = await store();
  });

  test("sees a credential as an opaque identifier with its state and its times", async () => {
    const seen = (await listCredentialStates(client())).find((credential) => credential.id === id);
    expect(seen).toEqual({
      id: expect.stringMatching(/^crd_/),
      state: "sealed",
      createdAt: expect.any(String),
      lastOpenedAt: null,
      deletedAt: null,
      destroyedAt: null,
    });
    expect(await listCredentialStates(people.client(south.tenantId))).toEqual([]);
    for (const role of ["investor", "advisor", "compliance", "admin"] as const) {
      const attempt = listCredentialStates(people.as(north[role]));
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    await expect(listCredentials(client())).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(listReceipts(client(), id)).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("can read no other column of it, and none of what is sealed, by the database's own answer", async () => {
    const columns = await people.superuser<{ table_name: string; column_name: string }[]>`
      select table_name, column_name from information_schema.columns where table_name in
      ('credentials', 'credential_versions', 'sealings', 'receipts', 'destroyed_keys', 'transport_keys')`;
    const readable: string[] = [];
    for (const { table_name: table, column_name: column } of columns) {
      const outcome = await asClient(`select ${column} from ${table} limit 1`).then(
        () => "read",
        (cause) => cause.code,
      );
      if (outcome === "read") readable.push(`${table}.${column}`);
      else expect(outcome).toBe("42501");
    }
    expect(columns.length).toBeGreaterThan(30);
    expect(readable.toSorted()).toEqual(
      [
        "credentials.created_at",
        "credentials.credential_id",
        "credentials.destroyed_at",
        "credentials.destroying_at",
        "credentials.last_opened_at",
        "credentials.state",
      ].toSorted(),
    );
  });

  test("begins a deletion without stepping up, which its own event names, and the worker ends it", async () => {
    const ctx = client();
    await deleteCredential(ctx, { credentialId: id });
    const [begun] = await people.events(ctx.requestId);
    expect(begun).toMatchObject({ type: "vault.destructionBegun", actorType: "client", subjectId: id });
    const payload = { tenantId: north.tenantId, credentialId: id };
    const handler = destroyCredentialHandler(vault.opener());
    await runJob(handler, payload, people.workerBase(), new AbortController().signal);
    const seen = (await listCredentialStates(client())).find((credential) => credential.id === id);
    expect(seen?.state).toBe("destroyed");
    await expect(deleteCredential(client(), { credentialId: id })).rejects.toMatchObject({
      code: "vault.not_sealed",
    });
  });

  test("ends no other firm's credential, and of many attempts at once one", async () => {
    const credentialId = await store();
    const stranger = deleteCredential(people.client(south.tenantId), { credentialId });
    await expect(stranger).rejects.toMatchObject({ code: "vault.credential_not_found" });
    const attempts = Array.from({ length: 10 }, (_, at) =>
      deleteCredential(at % 2 ? client() : people.as(north.investor), { credentialId }),
    );
    expect(await winners(attempts, "vault.not_sealed")).toBe(1);
  });

  test("cannot bring a credential back, nor change it otherwise", async () => {
    const credentialId = await store();
    const where = `where credential_id = '${credentialId}'`;
    for (const change of [
      "state = 'sealed', destroying_at = null",
      "state = 'destroyed', destroying_at = now()",
      "version = 2",
      "person_id = 'per_x'",
    ]) {
      const attempt = asClient(`update credentials set ${change} ${where}`);
      await expect(attempt, change).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|23514)$/) });
    }
    await expect(asClient(`delete from credentials ${where}`)).rejects.toMatchObject({ code: "42501" });
  });
});
