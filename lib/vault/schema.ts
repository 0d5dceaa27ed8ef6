import { bigint, customType, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ConnectionId, CredentialId, PersonId, SealingId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { credentialStates } from "./credential.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const credentialState = pgEnum("credential_state", credentialStates);

export const sealings = pgTable("sealings", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  sealingId: text("sealing_id").$type<SealingId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  institutionId: text("institution_id").notNull(),
  region: text().notNull(),
  expiresAt: moment("expires_at").notNull(),
  usedAt: moment("used_at"),
  transportKid: text("transport_kid"),
  sealedHash: bytea("sealed_hash"),
  credentialId: text("credential_id").$type<CredentialId>(),
});

export const credentials = pgTable("credentials", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  institutionId: text("institution_id").notNull(),
  region: text().notNull(),
  state: credentialState().notNull(),
  version: integer().notNull(),
  createdAt: moment("created_at").notNull(),
  destroyingAt: moment("destroying_at"),
  destroyedAt: moment("destroyed_at"),
  lastOpenedAt: moment("last_opened_at"),
  likeness: bytea(),
  institutionBinding: text("institution_binding"),
});

export const credentialVersions = pgTable("credential_versions", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  version: integer().notNull(),
  sealingId: text("sealing_id").$type<SealingId>().notNull(),
  transportKid: text("transport_kid").notNull(),
  envelope: bytea().notNull(),
  createdAt: moment("created_at").notNull(),
});

export const destroyedKeys = pgTable("destroyed_keys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  version: integer().notNull(),
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  notedAt: moment("noted_at").notNull(),
});

export const transportKeys = pgTable("transport_keys", {
  region: text().notNull(),
  kid: text().notNull(),
  statement: text().notNull(),
  retiredAt: moment("retired_at"),
});

/** How far a key's ciphertexts are moved to a later version of it. */
export const keyRotations = pgTable("key_rotations", {
  keyName: text("key_name").$type<KeyName>().notNull(),
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  purpose: text().notNull(),
  begunAt: moment("begun_at").notNull(),
  finishedAt: moment("finished_at"),
  total: bigint({ mode: "number" }).notNull(),
  remaining: bigint({ mode: "number" }).notNull(),
  countedAt: moment("counted_at").notNull(),
});

/** In the key database, as is the next. */
export const wrappedKeys = pgTable("wrapped_keys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  version: integer().notNull(),
  wrapped: bytea().notNull(),
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  rewrappedAt: moment("rewrapped_at"),
});

export const connectionTokens = pgTable("connection_tokens", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  version: integer().notNull(),
  transportKid: text("transport_kid").notNull(),
  envelope: bytea().notNull(),
  storedAt: moment("stored_at").notNull(),
});

/** In the key database. */
export const tokenKeys = pgTable("token_keys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  version: integer().notNull(),
  wrapped: bytea().notNull(),
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  rewrappedAt: moment("rewrapped_at"),
});

export const likenessKeys = pgTable("likeness_keys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  region: text().notNull(),
  wrapped: bytea().notNull(),
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  rewrappedAt: moment("rewrapped_at"),
});
