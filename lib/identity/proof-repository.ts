import { sql } from "drizzle-orm";
import { z } from "zod";
import { personRoles } from "#lib/access/roles.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { sessionLevels } from "./session.ts";
import { hashToken } from "./token.ts";
import { signInMethods } from "./view.ts";

const holder = { tenant_id: idSchema("ten"), person_id: idSchema("per"), role: z.enum(personRoles) };
/** A query without a drizzle schema answers moments as text. */
const moment = z.coerce.date();

const sessionHolder = z.object({
  ...holder,
  session_id: idSchema("ses"),
  level: z.enum(sessionLevels),
  origin: z.string(),
  method: z.enum(signInMethods),
  authenticated_at: moment,
  last_seen_at: moment,
  ended: z.boolean(),
  expired: z.boolean(),
  person_disabled: z.boolean(),
});

const linkHolder = z.object({
  ...holder,
  email: z.string(),
  origin: z.string(),
  next_path: z.string().nullable(),
  expires_at: moment,
  firm_name: z.string(),
  firm_accent: z.string().nullable(),
  firm_logo: z.string().nullable(),
});

const passkeyProof = {
  public_key: z.instanceof(Uint8Array),
  sign_count: z.coerce.number(),
  transports: z.array(z.string()),
};

const passkeyHolder = z.object({ ...holder, ...passkeyProof, passkey_id: idSchema("pky") });

const persona = z.object({ ...holder, name: z.string(), firm_name: z.string() });

/** What the gate answers about the holder of a proof; `null` where the proof proves nothing. */
export async function sessionHolderOf(tx: Transaction, token: Secret<string>) {
  return first(sessionHolder, await tx.execute(sql`select * from gate.session_holder(${hashToken(token)})`));
}

/** Only a link that is neither used nor expired, of a person who may sign in. */
export async function mailLinkHolderOf(tx: Transaction, token: Secret<string>) {
  return first(linkHolder, await tx.execute(sql`select * from gate.mail_link_holder(${hashToken(token)})`));
}

export async function passkeyHolderOf(tx: Transaction, credentialId: string) {
  return first(passkeyHolder, await tx.execute(sql`select * from gate.passkey_holder(${credentialId})`));
}

/** Issuer and subject together: a mail address proves nothing here. */
export async function oidcHolderOf(tx: Transaction, issuer: string, subject: string) {
  return first(
    z.object(holder),
    await tx.execute(sql`select * from gate.oidc_holder(${issuer}, ${subject})`),
  );
}

const disabledHolder = z.object({ tenant_id: idSchema("ten"), person_id: idSchema("per") });

/** Whose account it is where they were disabled; nobody signs in by it. */
export async function disabledOidcHolderOf(tx: Transaction, issuer: string, subject: string) {
  return first(
    disabledHolder,
    await tx.execute(sql`select * from gate.disabled_oidc_holder(${issuer}, ${subject})`),
  );
}

/** The same of a link that would work if they were not. */
export async function disabledLinkHolderOf(tx: Transaction, token: Secret<string>) {
  return first(
    disabledHolder,
    await tx.execute(sql`select * from gate.disabled_mail_link_holder(${hashToken(token)})`),
  );
}

/** The same of a passkey, with what its answer is verified by. */
export async function disabledPasskeyHolderOf(tx: Transaction, credentialId: string) {
  return first(
    disabledHolder.extend(passkeyProof),
    await tx.execute(sql`select * from gate.disabled_passkey_holder(${credentialId})`),
  );
}

export async function allPersonas(tx: Transaction) {
  const { rows } = await tx.execute(sql`select * from gate.personas()`);
  return rows.map((row) => persona.parse(row));
}

function first<Row>(schema: z.ZodType<Row>, { rows }: { readonly rows: readonly unknown[] }): Row | null {
  return rows[0] === undefined ? null : schema.parse(rows[0]);
}
