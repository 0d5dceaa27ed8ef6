import type { Context } from "#lib/access/context.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { encodeContext } from "#lib/vault/context.ts";
import { openCredential } from "#lib/vault/open-credential.ts";
import { storeCredential } from "#lib/vault/store-credential.ts";
import type { TestDatabase } from "./database.ts";
import type { TestPeople } from "./people.ts";
import type { testVault } from "./vault.ts";

/** What came of an attempt: what whoever tried was told, and what the trail names it. */
export interface Refusal {
  readonly outwardly: string;
  readonly inwardly: unknown;
}

/** One credential as the two databases hold it. */
export interface SealedRows {
  readonly credential: Record<string, never>;
  readonly envelope: Buffer;
  readonly wrapped: Buffer;
}

/** What somebody can do who writes to both databases, and how the vault answers. */
export function tampering(database: TestDatabase, people: TestPeople, vault: ReturnType<typeof testVault>) {
  let sql: ReturnType<TestDatabase["connect"]> | undefined;
  const keys = () => {
    sql ??= database.connect("keys", "postgres");
    return sql;
  };
  const investor = () => people.as(people.north.investor);

  const outcome = async (about: string, attempt: Promise<unknown>): Promise<Refusal> => {
    const outwardly = await attempt.then(
      () => "accepted",
      (cause) => cause.code ?? cause,
    );
    return { outwardly, inwardly: (await people.events(about)).at(-1)?.facts.code };
  };

  return {
    investor,
    /** The key database as its superuser. */
    keys,
    async rows(id: CredentialId): Promise<SealedRows> {
      const [credential] = await people.superuser`select c.*, v.envelope from credentials c
        join credential_versions v using (tenant_id, credential_id, version) where credential_id = ${id}`;
      const [key] = await keys()`select wrapped from wrapped_keys where credential_id = ${id}`;
      return { credential: credential as never, envelope: credential?.envelope, wrapped: key?.wrapped };
    },
    /** The context of a stored credential, with anything changed: a purpose or a version that it is not of. */
    contextOf({ credential }: SealedRows, change: object = {}): Buffer {
      return encodeContext({
        tenantId: credential.tenant_id as never,
        connectionId: credential.connection_id as never,
        credentialId: credential.credential_id as never,
        version: credential.version as never,
        purpose: "credential",
        region: credential.region as never,
        keyName: vault.kms.names.credentialWrap as KeyName,
        institutionBinding: credential.institution_binding as never,
        ...change,
      });
    },
    async putEnvelope(id: CredentialId, envelope: Buffer): Promise<void> {
      await people.superuser`update credential_versions set envelope = ${envelope} where credential_id = ${id}`;
    },
    async putWrapped(id: CredentialId, wrapped: Buffer): Promise<void> {
      await keys()`update wrapped_keys set wrapped = ${wrapped} where credential_id = ${id}`;
    },
    open: (id: CredentialId, tenantId = people.north.tenantId): Promise<Refusal> =>
      outcome(
        id,
        openCredential(people.job(tenantId), vault.opener({ openingsPerMinute: 1_000_000 }), id, "refresh"),
      ),
    /** Posts what a browser sealed, changed on the way, as the one whose page it was. */
    async post(
      change: (sealed: string) => string | Promise<string>,
      ctx: Context = investor(),
    ): Promise<Refusal> {
      const { sealingId, sealed } = await vault.seal(investor(), { pin: "1" });
      const input = { sealingId: sealingId as never, sealed: await change(sealed) };
      return outcome(ctx.requestId, storeCredential(ctx, vault.sealer(), input));
    },
    /** Stores what a browser sealed, changed where only the worker can see it. */
    async storeChanged(change: (parts: Buffer[]) => void): Promise<CredentialId> {
      const { sealingId, sealed } = await vault.seal(investor(), { pin: "1" });
      const parts = sealed.split(".").map((part) => Buffer.from(part, "base64url"));
      change(parts);
      const posted = parts.map((part) => part.toString("base64url")).join(".");
      return storeCredential(investor(), vault.sealer(), { sealingId: sealingId as never, sealed: posted });
    },
  };
}

export function flipBit(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}
