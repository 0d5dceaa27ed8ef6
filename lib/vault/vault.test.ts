import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sealCredential } from "#components/vault/seal-credential.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { type CredentialId, newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { claimsOf, deletionStatement } from "#scripts/testing/deletion-receipt.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { testRegion, testVault } from "#scripts/testing/vault.ts";
import { deleteCredential, deleteWithin } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { offerSealing } from "./offer-sealing.ts";
import { openCredential } from "./open-credential.ts";
import { listCredentials } from "./read-credentials.ts";
import { rewrapCredentialHandler } from "./rewrap-credential.job.ts";
import { rotateKeysHandler } from "./rotate-keys.job.ts";
import { storeCredential } from "./store-credential.ts";
import { sweepVaultHandler } from "./sweep.job.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north, south } = people;

const stopping = new AbortController().signal;
const investor = () => people.as(north.investor);
const open = (credentialId: CredentialId, tenantId = north.tenantId) =>
  openCredential(people.job(tenantId), vault.opener(), credentialId, "link");
const destroy = (credentialId: CredentialId) =>
  runJob(
    destroyCredentialHandler(vault.opener()),
    { tenantId: north.tenantId, credentialId },
    people.workerBase(),
    stopping,
  );
const keys = () => database.connect("keys", "postgres");

describe("a stored credential", () => {
  test("opens in the worker to what was typed, and each opening leaves its event", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 60 }), async (pin) => {
        const id = await vault.store(investor(), { userId: "u-1", pin });
        expect((await open(id)).reveal()).toEqual({ userId: "u-1", pin });
        const types = (await people.events(id)).map(({ type }) => type);
        expect(types).toEqual(["vault.credentialSealed", "vault.credentialOpened"]);
      }),
      { numRuns: 10 },
    );
  });

  test("costs one KMS call to seal and two to open", async () => {
    const before = vault.kms.control.count();
    const id = await vault.store(investor(), { pin: "1" });
    const sealed = vault.kms.control.count();
    await open(id);
    expect([sealed - before, vault.kms.control.count() - sealed]).toEqual([1, 2]);
  });

  test("is metadata to its owner and to compliance, and does not exist for anybody else", async () => {
    const id = await vault.store(investor(), { pin: "canary-in-view" });
    const own = await listCredentials(investor());
    expect(own.map((credential) => credential.id)).toContain(id);
    expect(JSON.stringify(own)).not.toContain("canary");
    expect((await listCredentials(people.as(north.compliance))).map((credential) => credential.id)).toContain(
      id,
    );
    expect(await listCredentials(people.as(south.investor))).toEqual([]);
    expect(await listCredentials(people.as(south.compliance))).toEqual([]);
    for (const role of ["advisor", "admin"] as const) {
      await expect(listCredentials(people.as(north[role]))).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });

  test("cannot be opened by a job of another tenant, nor by any person", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    await expect(open(id, south.tenantId)).rejects.toMatchObject({ code: "vault.unopenable" });
    for (const role of ["investor", "advisor", "compliance", "admin"] as const) {
      const attempt = openCredential(people.as(north[role]), vault.opener(), id, "link");
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });

  test("is stored once, however often its page is submitted at the same time", async () => {
    const posted = await vault.seal(investor(), { pin: "1" });
    const attempts = Array.from({ length: 10 }, () =>
      storeCredential(investor(), vault.sealer(), posted as never),
    );
    const ids = new Set(await Promise.all(attempts));
    expect(ids.size).toBe(1);
    expect(await storeCredential(investor(), vault.sealer(), posted as never)).toBe([...ids][0]);
    const made =
      await people.superuser`select 1 from credential_versions where sealing_id = ${posted.sealingId}`;
    expect(made).toHaveLength(1);
  });

  test("is not replaced by another one from the same page", async () => {
    const ctx = investor();
    const offer = await offerSealing(ctx, vault.signerPem, testRegion, { institutionId: "sandbox-retail" });
    const post = async (pin: string) =>
      ({ sealingId: offer.sealingId, sealed: await sealCredential(offer, { pin }, new Date()) }) as never;
    const posts = await Promise.all([post("1"), post("2"), post("3")]);
    const id = await storeCredential(ctx, vault.sealer(), posts[0]!);
    for (const other of posts.slice(1)) {
      const attempt = storeCredential(ctx, vault.sealer(), other);
      await expect(attempt).rejects.toMatchObject({ code: "vault.sealing_used" });
    }
    expect((await open(id)).reveal()).toEqual({ pin: "1" });
  });

  test("of equal passwords has no equal bytes anywhere", async () => {
    const ids = await Promise.all([1, 2].map(() => vault.store(investor(), { pin: "same" })));
    const rows = await people.superuser<{ envelope: Buffer }[]>`
      select envelope from credential_versions where credential_id in ${people.superuser(ids)}`;
    const [a, b] = rows.map(({ envelope }) => envelope);
    expect(a?.length).toBe(b?.length);
    expect(a?.equals(b as Buffer)).toBe(false);
  });

  test("is opened no more often a minute than its tenant may", async () => {
    const tenantId = newId("ten");
    await people.superuser`insert into tenants (tenant_id, name) values (${tenantId}, 'Third')`;
    const person = await people.add("investor", { ...south, tenantId });
    const id = await vault.store(people.as(person), { pin: "1" });
    const opener = vault.opener({ openingsPerMinute: 3 });
    const attempts = Array.from({ length: 8 }, () =>
      openCredential(people.job(tenantId), opener, id, "refresh"),
    );
    expect(await winners(attempts, "vault.unavailable")).toBe(3);
    const refused = (await people.events(id)).filter(({ type }) => type === "vault.openingRefused");
    expect(refused.map(({ facts }) => facts.code)).toEqual(Array(5).fill("tooManyOpenings"));
  });
});

describe("what is offered to the vault", () => {
  const refusedAs = async (
    change: (posted: { sealingId: string; sealed: string }) => object,
    as = investor(),
  ) => {
    const posted = await vault.seal(investor(), { pin: "1" });
    const before = await people.superuser`select count(*)::int as n from credentials`;
    const failure = await storeCredential(as, vault.sealer(), { ...posted, ...change(posted) } as never).then(
      () => null,
      (error) => error.code,
    );
    expect(await people.superuser`select count(*)::int as n from credentials`).toEqual(before);
    const events = await people.events(as.requestId);
    return [failure, events.at(-1)?.facts.code ?? null];
  };

  test("is refused outwardly alike and named inwardly, and nothing is stored", async () => {
    const other = await vault.seal(investor(), { pin: "2" });
    const outward = "vault.sealed_rejected";
    expect(await refusedAs(() => ({ sealed: other.sealed }))).toEqual([outward, "wrongContext"]);
    expect(await refusedAs(() => ({ sealed: "a.b.c.d.e" }))).toEqual([outward, "malformed"]);
    expect(await refusedAs(({ sealed }) => ({ sealed: sealed.slice(0, -4) }))).toEqual([
      outward,
      "malformed",
    ]);
    expect(await refusedAs(({ sealed }) => ({ sealed: sealed + "A".repeat(16_384) }))).toEqual([
      outward,
      "malformed",
    ]);
  });

  test("of another person's page is not found", async () => {
    const stranger = await people.add("investor");
    expect(await refusedAs(() => ({}), people.as(stranger))).toEqual(["vault.sealing_expired", null]);
    expect(await refusedAs(() => ({}), people.as(south.investor))).toEqual(["vault.sealing_expired", null]);
  });
});

describe("a deleted credential", () => {
  test("opens nowhere once the deletion has returned, and ends with a signed receipt", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    await deleteCredential(investor(), { credentialId: id });
    await expect(open(id)).rejects.toMatchObject({ code: "vault.unopenable" });
    expect(await deletionStatement(investor(), id)).toBeNull();

    expect(await destroy(id)).toEqual({ kind: "done" });
    const receipt = claimsOf(await deletionStatement(investor(), id));
    const kmsKeyVersion = `${vault.kms.names.credentialWrap}/cryptoKeyVersions/1`;
    expect(receipt).toMatchObject({
      kind: "credentialDeleted",
      principal: { id: north.investor.personId },
      controller: { id: north.tenantId, name: "North Wealth" },
      act: { type: "vault.credentialDestroyed", initiator: "job" },
      deletion: { credentialId: id, wrappedKeysDestroyed: [{ version: 1, kmsKeyVersion }] },
    });
    const [listed] = (await listCredentials(investor())).filter((one) => one.id === id);
    expect(listed?.receiptId).toBe(receipt.receiptId);
    expect(await keys()`select 1 from wrapped_keys where credential_id = ${id}`).toHaveLength(0);
    expect(
      await people.superuser`select 1 from credential_versions where credential_id = ${id}`,
    ).toHaveLength(0);
    expect(await destroy(id)).toEqual({ kind: "refused", reason: "destroyed" });
  });

  test("is deleted once; another's is not found; the wrong role is forbidden; an old proof is not enough", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    const by = (ctx: ReturnType<typeof investor>) => deleteCredential(ctx, { credentialId: id });
    await expect(by(people.as(south.investor))).rejects.toMatchObject({ code: "vault.credential_not_found" });
    await expect(by(people.as(await people.add("investor")))).rejects.toMatchObject({
      code: "vault.credential_not_found",
    });
    await expect(by(people.as(north.advisor))).rejects.toMatchObject({ code: "auth.forbidden" });
    const stale = people.as(north.investor, { authenticatedAt: new Date(Date.now() - 301_000) });
    await expect(by(stale)).rejects.toMatchObject({ code: "auth.step_up_required" });
    // Compliance deletes by an act (lib/oversight), and the database knows no other way.
    await expect(by(people.as(north.compliance))).rejects.toMatchObject({ code: "auth.forbidden" });
    const around = inTransaction(people.as(north.compliance), (tx) =>
      deleteWithin(tx, people.as(north.compliance), id),
    );
    await expect(around).rejects.toMatchObject({ cause: { code: "42501" } });
    const attempts = Array.from({ length: 10 }, () => by(investor()));
    expect(await winners(attempts, "vault.not_sealed")).toBe(1);
  });

  test("of which only the key is gone does not open, whatever is left", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    await keys()`delete from wrapped_keys where credential_id = ${id}`;
    await expect(open(id)).rejects.toMatchObject({ code: "vault.unopenable" });
    expect((await people.events(id)).at(-1)?.facts.code).toBe("keyMissing");
  });

  test("does not come out of an opening that was under way", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    const opener = vault.opener();
    const slow = {
      ...opener,
      kms: {
        ...opener.kms,
        asymmetricDecrypt: async (...args: Parameters<typeof opener.kms.asymmetricDecrypt>) => {
          await deleteCredential(investor(), { credentialId: id });
          return opener.kms.asymmetricDecrypt(...args);
        },
      },
    };
    const attempt = openCredential(people.job(north.tenantId), slow, id, "link");
    await expect(attempt).rejects.toMatchObject({ code: "vault.unopenable" });
  });
});

describe("a row moved or rolled back by whoever holds the databases", () => {
  const pair = async () => {
    const [a, b] = await Promise.all([
      vault.store(investor(), { pin: "a" }),
      vault.store(investor(), { pin: "b" }),
    ]);
    return { a: a as CredentialId, b: b as CredentialId };
  };
  const swapEnvelopes = (
    a: string,
    b: string,
  ) => people.superuser`update credential_versions v set envelope = o.envelope
    from credential_versions o where v.credential_id in (${a}, ${b}) and o.credential_id in (${a}, ${b})
      and o.credential_id <> v.credential_id`;
  const swapKeys = (a: string, b: string) => keys()`update wrapped_keys v set wrapped = o.wrapped
    from wrapped_keys o where v.credential_id in (${a}, ${b}) and o.credential_id in (${a}, ${b})
      and o.credential_id <> v.credential_id`;

  test.each([
    ["the ciphertexts", true, false],
    ["the wrapped keys", false, true],
    ["both", true, true],
  ])("does not open with %s swapped", async (_, envelopes, wrapped) => {
    const { a, b } = await pair();
    if (envelopes) await swapEnvelopes(a, b);
    if (wrapped) await swapKeys(a, b);
    for (const id of [a, b]) await expect(open(id)).rejects.toMatchObject({ code: "vault.unopenable" });
    expect((await people.events(a)).at(-1)).toMatchObject({ type: "vault.openingRefused" });
  });

  test.each([
    ["tenant's region", "region = 'eu-ch'"],
    ["connection", `connection_id = 'cnx_${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}'`],
    ["institution", "institution_id = 'another-bank'"],
  ])("does not open after its %s was changed", async (_, change) => {
    const { a } = await pair();
    await people.superuser.unsafe(`update credentials set ${change} where credential_id = '${a}'`);
    await expect(open(a)).rejects.toMatchObject({ code: "vault.unopenable" });
  });
});

describe("web itself", () => {
  test("may not unwrap at the KMS", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    const asWeb = vault.opener({ kms: vault.webKms });
    await expect(openCredential(people.job(north.tenantId), asWeb, id, "link")).rejects.toMatchObject({
      code: "vault.unavailable",
    });
    expect((await people.events(id)).at(-1)?.facts.code).toBe("permissionDenied");
    const transport = `${vault.kms.names.credentialTransport}/cryptoKeyVersions/1` as never;
    await expect(vault.webKms.asymmetricDecrypt(transport, randomBytes(512))).rejects.toMatchObject({
      code: "permissionDenied",
    });
  });

  test("may not read a wrapped key or a ciphertext from either database", async () => {
    const web = database.connect("keys", "licet_web");
    await expect(web`select wrapped from wrapped_keys`).rejects.toMatchObject({ code: "42501" });
    const asSealer = web.begin(async (tx) => {
      await tx`select set_config('role', 'licet_sealer', true), set_config('app.tenant_id', ${north.tenantId}, true)`;
      await tx`select wrapped from wrapped_keys`;
    });
    await expect(asSealer).rejects.toMatchObject({ code: "42501" });
    await expect(web`set role licet_opener`).rejects.toMatchObject({ code: "42501" });

    const data = database.connect("data", "licet_web");
    for (const role of ["investor", "advisor", "compliance", "admin", "client", "visitor", "pending"]) {
      const reading = data.begin(async (tx) => {
        await tx`select set_config('role', ${`licet_${role}`}, true), set_config('app.tenant_id', ${north.tenantId}, true)`;
        await tx`select envelope from credential_versions`;
      });
      await expect(reading, role).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("a new version of the wrapping key", () => {
  test("is taken up for every credential, while it goes on opening", async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, (_, at) => vault.store(investor(), { pin: String(at) })),
    );
    await vault.rotateWrap();

    const rotate = rotateKeysHandler(vault.opener(), ["eu-nl"]);
    await runJob(rotate, {}, people.workerBase(), stopping);
    const opening = Promise.all(ids.map((id) => open(id)));
    for (const credentialId of ids) {
      const payload = { tenantId: north.tenantId, credentialId, version: 1 };
      await runJob(rewrapCredentialHandler(vault.opener()), payload, people.workerBase(), stopping);
    }
    expect((await opening).map((fields) => fields.reveal().pin)).toEqual(["0", "1", "2", "3", "4"]);
    const versions = await keys()<{ kms_version: string }[]>`
      select distinct kms_version from wrapped_keys where credential_id in ${keys()(ids)}`;
    expect(versions).toEqual([{ kms_version: `${vault.kms.names.credentialWrap}/cryptoKeyVersions/2` }]);
    for (const [at, id] of ids.entries()) expect((await open(id)).reveal().pin).toBe(String(at));
  });

  test("never brings back a key that was deleted meanwhile", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    await deleteCredential(investor(), { credentialId: id });
    await destroy(id);
    const payload = { tenantId: north.tenantId, credentialId: id, version: 1 };
    const outcome = await runJob(
      rewrapCredentialHandler(vault.opener()),
      payload,
      people.workerBase(),
      stopping,
    );
    expect(outcome.kind).toBe("refused");
    expect(await keys()`select 1 from wrapped_keys where credential_id = ${id}`).toHaveLength(0);
  });
});

describe("what a crash between the databases leaves", () => {
  test("is swept: a key to nothing goes after an hour, a younger one and a used one stay", async () => {
    const used = await vault.store(investor(), { pin: "1" });
    const orphan = async (age: string) => {
      const id = `crd_${crypto.randomUUID()}`;
      await keys()`insert into wrapped_keys (tenant_id, credential_id, version, wrapped, kms_version, created_at)
        values (${north.tenantId}, ${id}, 1, ${randomBytes(64)}, 'v', now() - ${age}::interval)`;
      return id;
    };
    const [old, young] = [await orphan("61 minutes"), await orphan("59 minutes")];
    await keys()`update wrapped_keys set created_at = now() - interval '2 hours' where credential_id = ${used}`;
    await runJob(sweepVaultHandler(vault.opener()), {}, people.workerBase(), stopping);
    const left = await keys()<{ credential_id: string }[]>`select credential_id from wrapped_keys`;
    const ids = left.map(({ credential_id }) => credential_id);
    expect(ids).not.toContain(old);
    expect(ids).toContain(young);
    expect(ids).toContain(used);
    expect((await open(used)).reveal()).toEqual({ pin: "1" });
  });
});
