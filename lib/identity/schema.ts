import { bigint, boolean, customType, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { personRoles, type StaffRole } from "#lib/access/roles.ts";
import type {
  PasskeyId,
  PersonId,
  SessionId,
  SignInRequestId,
  StaffInvitationId,
  TenantId,
} from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { sessionLevels } from "./session.ts";
import { signInMethods } from "./view.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const personRole = pgEnum("person_role", personRoles);
export const signInMethod = pgEnum("sign_in_method", signInMethods);
export const sessionLevel = pgEnum("session_level", sessionLevels);

export const tenants = pgTable("tenants", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  name: text().notNull(),
  region: text().notNull(),
  accent: text(),
  logo: text(),
  plainSubmission: boolean("plain_submission").notNull(),
});

export const people = pgTable("people", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  role: personRole().notNull(),
  name: text().notNull(),
  email: text().notNull(),
  emailKey: text("email_key").notNull(),
  locale: text().$type<Locale>(),
  disabledAt: moment("disabled_at"),
});

export const sessions = pgTable("sessions", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  sessionId: text("session_id").$type<SessionId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  tokenHash: bytea("token_hash").notNull(),
  method: signInMethod().notNull(),
  level: sessionLevel().notNull(),
  origin: text().notNull(),
  device: text(),
  startedAt: moment("started_at").notNull(),
  authenticatedAt: moment("authenticated_at").notNull(),
  lastSeenAt: moment("last_seen_at").notNull(),
  idleMinutes: integer("idle_minutes").notNull(),
  expiresAt: moment("expires_at").notNull(),
  endedAt: moment("ended_at"),
});

export const signInRequests = pgTable("sign_in_requests", {
  requestId: text("request_id").$type<SignInRequestId>().notNull(),
  emailKey: text("email_key").notNull(),
  locale: text().$type<Locale>().notNull(),
  origin: text().notNull(),
  nextPath: text("next_path"),
});

export const mailLinks = pgTable("mail_links", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  tokenHash: bytea("token_hash").notNull(),
  origin: text().notNull(),
  nextPath: text("next_path"),
  expiresAt: moment("expires_at").notNull(),
  usedAt: moment("used_at"),
});

export const passkeys = pgTable("passkeys", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  passkeyId: text("passkey_id").$type<PasskeyId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  credentialId: text("credential_id").notNull(),
  publicKey: bytea("public_key").notNull(),
  signCount: bigint("sign_count", { mode: "number" }).notNull(),
  transports: text().array().notNull(),
  name: text().notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  lastUsedAt: moment("last_used_at"),
});

/** Without what opens one, which no role reads back. */
export const staffInvitations = pgTable("staff_invitations", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  staffInvitationId: text("staff_invitation_id").$type<StaffInvitationId>().notNull(),
  role: personRole().$type<StaffRole>().notNull(),
  name: text().notNull(),
  email: text().notNull(),
  locale: text().$type<Locale>().notNull(),
  invitedBy: text("invited_by").$type<PersonId>().notNull(),
  askedAt: moment("asked_at").notNull(),
  sentAt: moment("sent_at"),
  expiresAt: moment("expires_at").notNull(),
  acceptedAt: moment("accepted_at"),
  personId: text("person_id").$type<PersonId>(),
  revokedAt: moment("revoked_at"),
});
