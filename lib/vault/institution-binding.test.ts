import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { type CredentialId, newId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { keepTokens } from "./keep-tokens.ts";
import { openCredential } from "./open-credential.ts";
import { openTokens } from "./open-tokens.ts";
import { lockCredential } from "./repository.ts";
import { storeCredential } from "./store-credential.ts";
import type { TokenHolder } from "./token-context.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);

const here = "a".repeat(64);
const elsewhere = "e".repeat(64);
const job = () => people.job(people.north.tenantId);
const investor = () => people.as(people.north.investor);
const fields = { userId: "nora", pin: "12345" };

async function store(binding: string | null = here): Promise<CredentialId> {
  const { sealingId, sealed } = await vault.seal(investor(), fields);
  const sealer = { ...vault.sealer(), bindingOf: () => binding };
  return storeCredential(investor(), sealer, { sealingId: sealingId as never, sealed });
}

/** What comes of opening it while its bank's entry is as `present` says, for `wanted` where the caller says where. */
async function open(id: CredentialId, present: string | null, wanted?: string): Promise<unknown> {
  const opener = vault.opener({ bindingOf: () => present });
  return openCredential(job(), opener, id, "link", wanted).then(
    (opened) => opened.reveal(),
    (cause) => cause.code,
  );
}

const lastFacts = async (id: CredentialId) => (await people.events(id)).at(-1);

describe("a credential that was handed over for some hosts", () => {
  test("opens while its bank's entry names them", async () => {
    expect(await open(await store(), here)).toEqual(fields);
  });

  test("is refused when the entry names others, with its reason in the trail, until they are back", async () => {
    const id = await store();
    expect(await open(id, elsewhere)).toBe("vault.institution_changed");
    expect(await lastFacts(id)).toMatchObject({
      type: "vault.openingRefused",
      facts: { credentialId: id, code: "institutionChanged" },
    });
    expect(await open(id, here)).toEqual(fields);
  });

  test("is refused when the bank is not listed any more", async () => {
    expect(await open(await store(), null)).toBe("vault.institution_changed");
  });

  test("opens for the hosts that its caller is about to call, whatever the entry says by now", async () => {
    const id = await store();
    expect(await open(id, here, elsewhere)).toBe("vault.institution_changed");
    expect(await open(id, elsewhere, here)).toEqual(fields);
  });

  test("opens again once it was entered anew", async () => {
    expect(await open(await store(elsewhere), elsewhere)).toEqual(fields);
  });

  test("is refused before a lock is touched: the KMS hears nothing of it", async () => {
    const id = await store();
    const never = () => Promise.reject(new Error("asked"));
    const kms = { ...vault.workerKms, decrypt: never, asymmetricDecrypt: never };
    const opener = vault.opener({ bindingOf: () => elsewhere, kms });
    const attempt = openCredential(job(), opener, id, "link");
    await expect(attempt).rejects.toMatchObject({ code: "vault.institution_changed" });
  });

  test("opens for no others when its row is changed to them: the locks are bound to what was noted", async () => {
    for (const [forged, present] of [
      [elsewhere, elsewhere],
      [null, here],
    ]) {
      const id = await store();
      await people.superuser`update credentials set institution_binding = ${forged ?? null} where credential_id = ${id}`;
      expect(await open(id, present ?? null, present ?? undefined)).toBe(
        forged === null ? "vault.institution_changed" : "vault.unopenable",
      );
    }
  });

  test("cannot have it changed by web or worker", async () => {
    const id = await store();
    for (const role of ["licet_investor", "licet_compliance", "licet_job", "licet_system", "licet_admin"]) {
      const change = people.superuser.begin(async (tx) => {
        await tx`select set_config('role', ${role}, true)`;
        await tx`update credentials set institution_binding = ${elsewhere} where credential_id = ${id}`;
      });
      await expect(change).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("from before hosts were noted is opened for none until it was entered anew", async () => {
    const id = await store();
    await people.superuser`update credentials set institution_binding = null where credential_id = ${id}`;
    for (const present of [here, elsewhere, null]) {
      expect(await open(id, present)).toBe("vault.institution_changed");
    }
  });
});

describe("what a bank gave under such a credential", () => {
  /** Tokens of a connection that was made with it. */
  async function keep(): Promise<TokenHolder> {
    const credentialId = await store();
    const credential = await inTransaction(job(), (tx) => lockCredential(tx, credentialId));
    const { tenantId, connectionId, personId, institutionId, region } = credential;
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`insert into connections (tenant_id, connection_id, investor_id, institution_id, region, credential_id,
          consent_id, state, begun_at)
        values (${tenantId}, ${connectionId}, ${personId}, ${institutionId}, ${region}, ${credentialId},
          ${newId("con")}, 'linking', now())`;
    });
    await keepTokens(job(), vault.opener(), credential, new Secret("given"));
    return credential;
  }
  const openFor = (of: TokenHolder, present: string | null, wanted?: string) =>
    openTokens(job(), vault.opener({ bindingOf: () => present }), of, "read", wanted).then(
      (tokens) => tokens?.reveal(),
      (cause) => cause.code,
    );

  test("goes to its hosts and to no others", async () => {
    const of = await keep();
    expect(await openFor(of, here)).toBe("given");
    for (const [present, wanted] of [[elsewhere], [null], [here, elsewhere]] as const) {
      expect(await openFor(of, present, wanted)).toBe("vault.institution_changed");
    }
    expect(await lastFacts(of.credentialId)).toMatchObject({ facts: { code: "institutionChanged" } });
    expect(await openFor(of, elsewhere, here)).toBe("given");
  });
});

test("nothing is stored for a bank that was taken out of the file while its page was open", async () => {
  await expect(store(null)).rejects.toMatchObject({ code: "institution.not_found" });
});
