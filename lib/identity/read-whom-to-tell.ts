import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
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

const toTell = ({
  name,
  email,
  locale,
}: Pick<PersonToTell, "name" | "email"> & { locale: Locale | null }) => ({
  ...{ name, email },
  locale: locale ?? "en",
});
