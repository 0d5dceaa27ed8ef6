import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { hashToken } from "#lib/identity/token.ts";
import { type InvitationId, idSchema, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { Secret } from "#lib/kernel/secret.ts";

const invited = z.object({
  investor_id: idSchema("per"),
  is_new: z.boolean(),
  refusal: z.enum(["staff", "disabled"]).nullable(),
});

/** Whoever has this address at the own firm, or somebody new; they stay locked until the transaction ends. */
export async function findOrAddInvestor(
  tx: Transaction,
  person: {
    readonly personId: PersonId;
    readonly name: string;
    readonly email: string;
    readonly locale: Locale;
    readonly at: Date;
  },
): Promise<{
  readonly investorId: PersonId;
  readonly isNew: boolean;
  readonly refusal: "staff" | "disabled" | null;
}> {
  const { personId, name, email, locale, at } = person;
  const { rows } =
    await tx.execute(sql`select * from gate.invite_investor(${personId}, ${name}, ${email}, ${email},
    ${locale}, ${at.toISOString()}::timestamptz)`);
  const { investor_id: investorId, is_new: isNew, refusal } = invited.parse(rows[0]);
  return { investorId, isNew, refusal };
}

const person = z.object({
  investor_id: idSchema("per"),
  name: z.string().nullable(),
  email: z.string().nullable(),
});
export interface InvitedPerson {
  readonly name: string | null;
  readonly email: string | null;
}

/** Names and addresses of those whom the acting advisor invited. */
export async function listInvitedPeople(tx: Transaction): Promise<ReadonlyMap<PersonId, InvitedPerson>> {
  const { rows } = await tx.execute(sql`select * from gate.invited_people()`);
  return new Map(rows.map((row) => person.parse(row)).map(({ investor_id, ...rest }) => [investor_id, rest]));
}

const link = z.object({
  tenant_id: idSchema("ten"),
  invitation_id: idSchema("inv"),
  investor_id: idSchema("per"),
  consent_id: idSchema("con"),
  email: z.string(),
  firm_name: z.string(),
  firm_accent: z.string().nullable(),
  firm_logo: z.string().nullable(),
  advisor: z.string().nullable(),
  expires_at: z.coerce.date(),
  is_current: z.boolean(),
  is_accepted: z.boolean(),
  is_revoked: z.boolean(),
  is_disabled: z.boolean(),
  is_answerable: z.boolean(),
  begins: z.boolean(),
});
/** `begins`: whom it is for was added by an invitation and never signed in, so it may do that for them. */
export type InvitationLink = z.output<typeof link>;

/** What is behind a link, a dead one included; `null` where it never was one. */
export async function invitationBehind(
  tx: Transaction,
  token: Secret<string>,
): Promise<InvitationLink | null> {
  const { rows } = await tx.execute(sql`select * from gate.invitation_behind(${hashToken(token)})`);
  return rows[0] === undefined ? null : link.parse(rows[0]);
}

/** Uses the acting investor's invitation up; `false` where it was no longer open. */
export async function useInvitation(
  tx: Transaction,
  token: Secret<string>,
  { at, begins }: { readonly at: Date; readonly begins: boolean },
): Promise<boolean> {
  const { rows } = await tx.execute<{ id: InvitationId | null }>(
    sql`select gate.accept_invitation(${hashToken(token)}, ${at.toISOString()}::timestamptz, ${begins}) as id`,
  );
  return typeof rows[0]?.id === "string";
}

export async function listFirmsWithForgettable(tx: Transaction): Promise<readonly TenantId[]> {
  const { rows } = await tx.execute<{ tenant_id: TenantId }>(
    sql`select tenant_id from gate.firms_with_forgettable()`,
  );
  return rows.map(({ tenant_id }) => tenant_id);
}

/** Some of the acting firm's, whose names and addresses are gone with the commit. */
export async function forgetInvited(tx: Transaction, at: Date): Promise<readonly PersonId[]> {
  const { rows } = await tx.execute<{ id: PersonId }>(
    sql`select id from gate.forget_invited(${at.toISOString()}::timestamptz) as id`,
  );
  return rows.map(({ id }) => id);
}
