import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { faceOf, type PersonRole } from "#lib/access/roles.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { locales } from "#lib/kernel/locale.ts";
import { localeChanged } from "./audit-events.ts";
import { listPasskeysOf, readPersonWithFirm, saveLocale } from "./repository.ts";
import type { PasskeyView, StepUpView, ViewerView } from "./view.ts";

export const ChangeLocale = z.strictObject({ locale: z.enum(locales) });
export type ChangeLocale = z.output<typeof ChangeLocale>;

export async function readViewer(ctx: Context): Promise<ViewerView> {
  const actor = requirePerson(ctx, "profile.read");
  const { person, firm } = await inTransaction(ctx, (tx) => readPersonWithFirm(tx, actor.personId));
  return {
    personId: person.personId,
    name: person.name,
    email: person.email,
    role: person.role,
    face: faceOf[person.role],
    locale: person.locale,
    firm: { name: firm.name, logo: firm.logo, accent: firm.accent },
  };
}

/** Somebody whose sign-in waits for its second factor, and whether they can give it or have to enrol first. */
export async function readPending(
  ctx: Context,
): Promise<{ name: string; role: PersonRole; hasPasskey: boolean }> {
  const actor = requirePerson(ctx, "secondFactor.give");
  return inTransaction(ctx, async (tx) => {
    const { person } = await readPersonWithFirm(tx, actor.personId);
    const existing = await listPasskeysOf(tx, actor.personId);
    return { name: person.name, role: person.role, hasPasskey: existing.length > 0 };
  });
}

/** How this person can prove anew who they are: a passkey of theirs first, else the way they sign in. */
export async function readStepUpMethods(ctx: Context): Promise<StepUpView> {
  const actor = requirePerson(ctx, "stepUp.attempt");
  return inTransaction(ctx, async (tx) => {
    const { person, firm } = await readPersonWithFirm(tx, actor.personId);
    const passkeys = await listPasskeysOf(tx, actor.personId);
    const usual = person.role === "investor" ? "mailLink" : "oidc";
    return {
      methods: passkeys.length > 0 ? ["passkey", usual] : [usual],
      firm: { name: firm.name, logo: firm.logo, accent: firm.accent },
    };
  });
}

export async function listOwnPasskeys(ctx: Context): Promise<readonly PasskeyView[]> {
  const actor = requirePerson(ctx, "ownPasskey.manage");
  const passkeys = await inTransaction(ctx, (tx) => listPasskeysOf(tx, actor.personId));
  return passkeys.map((passkey) => ({
    id: passkey.passkeyId,
    name: passkey.name,
    createdAt: passkey.createdAt.toISOString(),
    lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
  }));
}

export async function changeLocale(ctx: Context, { locale }: ChangeLocale): Promise<void> {
  const actor = requirePerson(ctx, "profile.change");
  await inTransaction(ctx, async (tx) => {
    await saveLocale(tx, actor.personId, locale);
    await appendAudit(tx, ctx, localeChanged({ locale }));
  });
}
