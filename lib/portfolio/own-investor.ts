import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";

/** The investor who acts: their own data is read as nobody else's. */
export function ownInvestor({ actor }: Context): PersonId {
  if (actor.type !== "investor") throw new AppError("auth.forbidden");
  return actor.personId;
}
