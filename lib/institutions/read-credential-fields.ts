import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { meantBy, problemOf } from "./field-view.ts";
import type { Institutions } from "./institution-entry.ts";
import { readInstitution } from "./read-institution.ts";

export interface Typed {
  readonly institutionId: string;
  /** By `field.` and the field's id, as a form without script posts them. */
  readonly typed: Readonly<Record<string, Secret<string>>>;
}

/** What was typed without script, as the bank wants it: all that it asks for and nothing else, or refused whole. */
export function readCredentialFields(
  ctx: Context,
  institutions: Institutions,
  { institutionId, typed }: Typed,
): Secret<Readonly<Record<string, string>>> {
  const { fields } = readInstitution(ctx, institutions, { institutionId, locale: "en" });
  const read = fields.map((field) => {
    const text = typed[`field.${field.id}`]?.reveal() ?? "";
    if (problemOf(text, field)) throw new AppError("vault.plain_malformed", { institutionId });
    return [field.id, meantBy(text, field)] as const;
  });
  if (Object.keys(typed).length !== fields.length)
    throw new AppError("vault.plain_malformed", { institutionId });
  return new Secret(Object.fromEntries(read));
}
