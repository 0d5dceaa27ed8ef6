import { boolean, customType, date, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ChunkId, ConnectionId, NoteId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import type { DeclarationSubject, RecipientId } from "./context.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const dataCluster = pgEnum("data_cluster", dataClusters);

export const recordChunks = pgTable("record_chunks", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  chunkId: text("chunk_id").$type<ChunkId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  accountId: text("account_id").$type<AccountId>().notNull(),
  cluster: dataCluster().notNull(),
  derived: boolean().notNull(),
  from: date("period_from").notNull(),
  to: date("period_to").notNull(),
  region: text().notNull(),
  asOf: moment("as_of").notNull(),
  version: integer().notNull(),
  envelope: bytea().notNull(),
});

export const bookSummaries = pgTable("book_summaries", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  recipientId: text("recipient_id").$type<RecipientId>().notNull(),
  region: text().notNull(),
  asOf: moment("as_of").notNull(),
  version: integer().notNull(),
  envelope: bytea().notNull(),
  likeness: bytea(),
});

export const declarations = pgTable("declarations", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  subjectId: text("subject_id").$type<DeclarationSubject>().notNull(),
  region: text().notNull(),
  version: integer().notNull(),
  envelope: bytea().notNull(),
});

export const advisorNotes = pgTable("advisor_notes", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  noteId: text("note_id").$type<NoteId>().notNull(),
  authorId: text("author_id").$type<PersonId>().notNull(),
  region: text().notNull(),
  version: integer().notNull(),
  envelope: bytea().notNull(),
});

export const recordErasures = pgTable("record_erasures", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  erasedAt: moment("erased_at").notNull(),
});

/** In the key database. Without a wrapped key it is the place of one that was erased. */
export const recordKeys = pgTable("record_keys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  region: text(),
  wrapped: bytea(),
  kmsVersion: text("kms_version").$type<KeyVersionName>(),
  commitment: bytea(),
  bookSecret: bytea("book_secret"),
  rewrappedAt: moment("rewrapped_at"),
  erasedAt: moment("erased_at"),
});

/** In the key database. */
export const bookKeys = pgTable("book_keys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  region: text().notNull(),
  wrapped: bytea().notNull(),
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  commitment: bytea().notNull(),
  rewrappedAt: moment("rewrapped_at"),
});
