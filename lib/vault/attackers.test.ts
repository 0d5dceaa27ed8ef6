import { describe, expect, test } from "vitest";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { openEnvelope } from "#lib/keys/envelope.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { encodeContext } from "./context.ts";
import { openTransport, parseTransport } from "./transport.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const canary = "canary-5c1f-Pa$$w0rd";

interface Dump {
  readonly envelope: Buffer;
  readonly wrapped: Buffer | null;
  readonly context: Buffer;
}

/** All that the rows say, as somebody sees it who holds the data database and perhaps the key database. */
async function dump(credentialId: CredentialId, withKeys: boolean): Promise<Dump> {
  const [row] = await people.superuser`select c.*, v.envelope from credentials c
    join credential_versions v using (tenant_id, credential_id) where credential_id = ${credentialId}`;
  const keys = database.connect("keys", "postgres");
  const [key] = withKeys
    ? await keys`select wrapped from wrapped_keys where credential_id = ${credentialId}`
    : [];
  const context = encodeContext({
    tenantId: row?.tenant_id,
    connectionId: row?.connection_id,
    credentialId,
    version: row?.version,
    purpose: "credential",
    region: row?.region,
    keyName: vault.kms.names.credentialWrap as KeyName,
    institutionBinding: row?.institution_binding,
  });
  return { envelope: row?.envelope, wrapped: key?.wrapped ?? null, context };
}

const wrapKey = () => vault.kms.names.credentialWrap as KeyName;
const transportKey = () => firstVersion(vault.kms.names.credentialTransport) as KeyVersionName;
const store = () => vault.store(people.as(people.north.investor), { userId: "u", pin: canary });

/** Everything that Lock B's keys open. */
async function openLockB({ envelope, wrapped, context }: Dump): Promise<string> {
  if (!wrapped) throw new Error("there is no wrapped key in the data database");
  const dataKey = await vault.workerKms.decrypt(wrapKey(), wrapped, context);
  return openEnvelope(dataKey, envelope, context).toString("ascii");
}

describe("somebody who holds", () => {
  test("both databases and Lock B's keys has the browser's seal before them, and nothing that opens it", async () => {
    const compact = await openLockB(await dump(await store(), true));
    expect(compact).not.toContain(canary);
    const lockBOnly = await vault.connectAs(vault.kms.tokens.web);
    const { encryptedKey } = parseTransport(compact);
    await expect(lockBOnly.asymmetricDecrypt(transportKey(), encryptedKey)).rejects.toMatchObject({
      code: "permissionDenied",
    });
    await lockBOnly.close();
  });

  test("the data database and Lock A's key has nothing that it would open", async () => {
    const { envelope, wrapped } = await dump(await store(), false);
    expect(wrapped).toBeNull();
    expect(() => parseTransport(envelope.toString("ascii"))).toThrow();
    for (let at = 0; at + 512 <= envelope.length; at += 64) {
      const attempt = vault.workerKms.asymmetricDecrypt(transportKey(), envelope.subarray(at, at + 512));
      await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/refused|unavailable/) });
    }
  });

  test("both databases and the use of both keys opens everything: what the documentation says", async () => {
    const sealed = parseTransport(await openLockB(await dump(await store(), true)));
    const contentKey = await vault.workerKms.asymmetricDecrypt(transportKey(), sealed.encryptedKey);
    expect(JSON.parse(openTransport(sealed, contentKey).toString())).toEqual({ userId: "u", pin: canary });
  });
});

describe("a credential that was typed once", () => {
  const forms = (secret: string) => [
    Buffer.from(secret),
    Buffer.from(Buffer.from(secret).toString("base64").replace(/=+$/, "")),
    Buffer.from(Buffer.from(secret).toString("base64url")),
    Buffer.from(Buffer.from(secret).toString("hex")),
    Buffer.from(encodeURIComponent(secret)),
    Buffer.from(secret, "utf16le"),
  ];

  test("is in no table of either database, in no form", async () => {
    const id = await store();
    await vault.store(people.as(people.south.investor), { pin: canary });
    for (const kind of ["data", "keys"] as const) {
      const sql = database.connect(kind, "postgres");
      const tables = await sql<
        { name: string }[]
      >`select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`;
      expect(tables.length).toBeGreaterThan(1);
      for (const { name } of tables) {
        const rows = await sql.unsafe(`select t::text as text from ${name} t`);
        const text = Buffer.from(rows.map((row) => row.text).join("\n"));
        for (const form of forms(canary)) {
          expect(text.includes(form), `${kind} ${name}`).toBe(false);
          expect(text.includes(Buffer.from(form.toString("hex"))), `${kind} ${name} bytea`).toBe(false);
        }
      }
    }
    expect(JSON.stringify(await people.events(id))).not.toContain(canary);
  });
});
