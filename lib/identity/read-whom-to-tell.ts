import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { StaffRole } from "#lib/access/roles.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { listPresent, readPersonWithFirm } from "./repository.ts";

export interface PersonToTell {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
}

export interface WhomToTell {
  readonly person: PersonToTell;
  /** Those of the firm's compliance who can sign in. */
  readonly compliance: readonly PersonToTell[];
  readonly firm: string;
}

/** Who is written to about what concerns a person and their firm alike. */
export async function readWhomToTell(tx: Transaction, ctx: Context, personId: PersonId): Promise<WhomToTell> {
  requirePermission(ctx, "mail.send");
  const { person, firm } = await readPersonWithFirm(tx, personId);
  const compliance = await listPresent(tx, "compliance");
  return { person: toTell(person), compliance: compliance.map(toTell), firm: firm.name };
}

/** Somebody of the firm's staff with their firm, or `null` where they have another role by now or cannot sign in. */
export async function readColleague(
  tx: Transaction,
  ctx: Context,
  personId: PersonId,
  role: StaffRole,
): Promise<(PersonToTell & { readonly firm: string }) | null> {
  requirePermission(ctx, "mail.send");
  const { person, firm } = await readPersonWithFirm(tx, personId);
  return person.role === role && person.disabledAt === null ? { ...toTell(person), firm: firm.name } : null;
}

const toTell = ({
  name,
  email,
  locale,
}: Pick<PersonToTell, "name" | "email"> & { locale: Locale | null }) => ({
  ...{ name, email },
  locale: locale ?? "en",
});
