import { customType, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ConsentId, InvitationId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const invitations = pgTable("invitations", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  invitationId: text("invitation_id").$type<InvitationId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  invitedBy: text("invited_by").$type<PersonId>().notNull(),
  institutionId: text("institution_id"),
  externalReference: text("external_reference"),
  locale: text().$type<Locale>().notNull(),
  tokenHash: bytea("token_hash"),
  mailings: integer().notNull(),
  askedAt: moment("asked_at").notNull(),
  sentAt: moment("sent_at"),
  expiresAt: moment("expires_at").notNull(),
  acceptedAt: moment("accepted_at"),
  revokedAt: moment("revoked_at"),
  createdAt: moment("created_at").notNull(),
});

export const invitationLinks = pgTable("invitation_links", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  tokenHash: bytea("token_hash").notNull(),
  invitationId: text("invitation_id").$type<InvitationId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  madeAt: moment("made_at").notNull(),
});
