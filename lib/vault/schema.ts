import { customType, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ConnectionId, CredentialId, PersonId, SealingId, TenantId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
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

export const deletionCertificates = pgTable("deletion_certificates", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  issuedAt: moment("issued_at").notNull(),
  certificate: text().notNull(),
});

export const transportKeys = pgTable("transport_keys", {
  region: text().notNull(),
  kid: text().notNull(),
  statement: text().notNull(),
  retiredAt: moment("retired_at"),
});

/** In the key database, the only table there. */
export const wrappedKeys = pgTable("wrapped_keys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  version: integer().notNull(),
  wrapped: bytea().notNull(),
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  rewrappedAt: moment("rewrapped_at"),
});
