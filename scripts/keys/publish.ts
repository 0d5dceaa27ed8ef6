import postgres from "postgres";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";
import { signTransportKey } from "#lib/vault/publish-transport-key.ts";

export interface Publish {
  /** As the operator, who may sign statements and look at the transport key's public half. */
  readonly kms: Pick<Kms, "publicKey" | "sign">;
  /** Logs in as `licet_owner`. */
  readonly ownerUrl: string;
  readonly ca: string;
  readonly region: string;
  readonly key: KeyName;
  readonly kid: string;
  readonly signer: KeyVersionName;
  /** How long browsers may seal to this version. */
  readonly days: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Signs one version of Lock A's public key and puts the statement where web finds it. Done before, it is renewed. */
export async function publishTransportKey(publish: Publish): Promise<void> {
  const { kms, ownerUrl, ca, region, key, kid, signer, days } = publish;
  const now = Date.now();
  const statement = await signTransportKey(kms, {
    region,
    key,
    kid,
    signer,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + days * dayMs),
  });
  const sql = postgres(ownerUrl, { max: 1, ssl: { ca, rejectUnauthorized: true }, onnotice: () => {} });
  try {
    await sql`insert into transport_keys (region, kid, statement) values (${region}, ${kid}, ${statement})
      on conflict (region, kid) do update set statement = excluded.statement`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
