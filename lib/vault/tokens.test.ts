import { beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { destroyTokens } from "./destroy-tokens.ts";
import { keepTokens, sealTokens } from "./keep-tokens.ts";
import { openTokens } from "./open-tokens.ts";
import { rewrapTokensHandler } from "./rewrap-tokens.job.ts";
import { rotateKeysHandler } from "./rotate-keys.job.ts";
import { lockSealed } from "./sealed-credential.ts";
import { sweepVaultHandler } from "./sweep.job.ts";
import type { TokenHolder } from "./token-context.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const canary = "token-canary-7f3a91";
const job = () => people.job(people.north.tenantId);
const run = (handler: Parameters<typeof runJob>[0], payload: object) =>
  runJob(handler, payload, people.workerBase(), new AbortController().signal);

let keys: ReturnType<typeof database.connect>;
beforeAll(() => {
  keys = database.connect("keys", "postgres");
});

/** A connection as the bank's answer leaves it, with the credential that it was got with. */
async function holder(): Promise<TokenHolder & { readonly investor: TestPerson }> {
  const investor = await people.add("investor");
  const credentialId = await vault.store(people.as(investor), { userId: "u", pin: "p" });
  const credential = await inTransaction(job(), (tx) => lockSealed(tx, credentialId));
  await people.superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`insert into connections (tenant_id, connection_id, investor_id, institution_id, region, credential_id,
        consent_id, state, begun_at)
      values (${credential.tenantId}, ${credential.connectionId}, ${investor.personId}, ${credential.institutionId},
        ${credential.region}, ${credentialId}, ${newId("con")}, 'linking', now())`;
  });
  return { ...credential, investor };
}
const keep = (of: TokenHolder, text = canary) => keepTokens(job(), vault.opener(), of, new Secret(text));
const open = async (of: TokenHolder) =>
  (await openTokens(job(), vault.opener(), of, "read"))?.reveal() ?? null;
const keysOf = async ({ connectionId }: TokenHolder) =>
  (await keys`select version from token_keys where connection_id = ${connectionId} order by version`).map(
    ({ version }) => version,
  );

describe("what a bank gives instead of asking for a password again", () => {
  test("comes out as it went in, each time with its event", async () => {
    const of = await holder();
    expect(await open(of)).toBeNull();
    await keep(of);
    expect(await open(of)).toBe(canary);
    expect((await people.events(of.connectionId)).map(({ type }) => type)).toEqual([
      "vault.tokensKept",
      "vault.tokensOpened",
    ]);
    const stored = await people.superuser`select envelope from connection_tokens`;
    for (const { envelope } of stored) expect(envelope.toString("latin1")).not.toContain(canary);
  });

  test("is replaced over the version that it came from, and of two that come at once one is refused", async () => {
    const of = await holder();
    await keep(of, "first");
    const late = await sealTokens(job(), vault.opener(), of, new Secret("late"));
    await keep(of, "second");
    await expect(inTransaction(job(), (tx) => late.store(tx))).rejects.toMatchObject({
      code: "vault.credential_changed",
    });
    expect(await open(of)).toBe("second");
    await keep(of, "third");
    expect(await keysOf(of)).toEqual([4]);
  });

  test("opens for nobody from the moment in which the credential is deleted, and its key goes first", async () => {
    const of = await holder();
    await keep(of);
    await deleteCredential(people.as(of.investor), of);
    await expect(open(of)).rejects.toMatchObject({ code: "vault.unopenable" });
    await expect(keep(of, "more")).rejects.toMatchObject({ code: "vault.not_sealed" });
    await run(
      destroyCredentialHandler(vault.opener()),
      of.tenantId && { tenantId: of.tenantId, credentialId: of.credentialId },
    );
    expect(await keysOf(of)).toEqual([]);
    expect(await open(of)).toBeNull();
    expect((await people.events(of.connectionId)).at(-1)?.type).toBe("vault.tokensDestroyed");
  });

  test("does not come back once it is destroyed", async () => {
    const of = await holder();
    await keep(of);
    const [row] =
      await people.superuser`select * from connection_tokens where connection_id = ${of.connectionId}`;
    await destroyTokens(job(), vault.opener(), of);
    await destroyTokens(job(), vault.opener(), of);
    await people.superuser`insert into connection_tokens ${people.superuser(row as never)}`;
    await expect(open(of)).rejects.toMatchObject({ code: "vault.unopenable" });
  });

  test("opens in its own place alone: not moved to another connection, credential or version", async () => {
    const [mine, other] = [await holder(), await holder()];
    await keep(mine);
    await keep(other, "other");
    await people.superuser`update connection_tokens set envelope = (
        select envelope from connection_tokens where connection_id = ${mine.connectionId})
      where connection_id = ${other.connectionId}`;
    await expect(open(other)).rejects.toMatchObject({ code: "vault.unopenable" });
    await keys`update token_keys set wrapped = (
        select wrapped from token_keys where connection_id = ${mine.connectionId})
      where connection_id = ${other.connectionId}`;
    await expect(open(other)).rejects.toMatchObject({ code: "vault.unopenable" });
    await expect(open({ ...mine, institutionId: "another-bank" })).rejects.toMatchObject({
      code: "vault.unopenable",
    });
  });

  test("cannot be opened by web, by its database roles nor by its identity at the KMS", async () => {
    const of = await holder();
    await keep(of);
    const web = database.connect("data", "licet_web");
    for (const role of ["licet_investor", "licet_compliance", "licet_admin", "licet_advisor"]) {
      const asked = web.begin(async (tx) => {
        await tx`select set_config('role', ${role}, true)`;
        return tx`select 1 from connection_tokens`;
      });
      await expect(asked).rejects.toThrow("permission denied");
    }
    const webKeys = database.connect("keys", "licet_web");
    for (const role of ["licet_sealer", "licet_reader"]) {
      const asked = webKeys.begin(async (tx) => {
        await tx`select set_config('role', ${role}, true)`;
        return tx`select 1 from token_keys`;
      });
      await expect(asked).rejects.toThrow("permission denied");
    }
    const opener = vault.opener({ kms: { ...vault.webKms, primaryVersion: vault.workerKms.primaryVersion } });
    await expect(openTokens(job(), opener, of, "read")).rejects.toMatchObject({
      code: "vault.unavailable",
      cause: { code: "permissionDenied" },
    });
  });

  test("moves to a new wrapping key with everything else, and opens as before", async () => {
    const of = await holder();
    await keep(of);
    const { tenantId, connectionId } = of;
    await vault.rotateWrap();
    await people.superuser`delete from graphile_worker._private_jobs`;
    await run(rotateKeysHandler(vault.opener(), ["eu-nl"]), {});
    const queued = await people.superuser`select payload from graphile_worker._private_jobs j
      where payload ->> 'connectionId' = ${connectionId}`;
    expect(queued.map(({ payload }) => payload)).toEqual([{ tenantId, connectionId, version: 1 }]);
    await run(rewrapTokensHandler(vault.opener()), { tenantId, connectionId, version: 1 });
    const [key] = await keys`select kms_version from token_keys where connection_id = ${connectionId}`;
    expect(key?.kms_version).toMatch(/\/2$/);
    expect(await open(of)).toBe(canary);
  });

  test("is sealed to a new transport key at its next opening, and holds the old one until then", async () => {
    const of = await holder();
    await keep(of);
    const kid = await vault.rotateTransport();
    const retired = async () => {
      await run(rotateKeysHandler(vault.opener(), ["eu-nl"]), {});
      return (await people.superuser`select 1 from transport_keys where retired_at is not null`).length;
    };
    // As if every credential had been opened since: tokens alone still name the old key.
    await people.superuser`update credential_versions set transport_kid = ${kid}`;
    await people.superuser`delete from connection_tokens where connection_id <> ${of.connectionId}`;
    expect(await retired()).toBe(0);
    expect(await open(of)).toBe(canary);
    const [row] = await people.superuser`select transport_kid, version from connection_tokens
      where connection_id = ${of.connectionId}`;
    expect(row).toMatchObject({ transport_kid: kid, version: 2 });
    expect(await open(of)).toBe(canary);
    expect(await keysOf(of)).toEqual([2]);
    expect(await retired()).toBe(1);
  }, 60_000);

  test("leaves a key to nothing for the sweep where storing failed, and the sweep takes no other", async () => {
    const [whole, broken] = [await holder(), await holder()];
    await keep(whole);
    await sealTokens(job(), vault.opener(), broken, new Secret("never stored"));
    await keys`update token_keys set created_at = now() - interval '2 hours'`;
    await run(sweepVaultHandler(vault.opener()), {});
    expect(await keysOf(broken)).toEqual([]);
    expect(await keysOf(whole)).toEqual([1]);
  });
});
