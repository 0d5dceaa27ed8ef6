import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { allPersonas } from "./proof-repository.ts";
import { refusingSignIn } from "./refusing-sign-in.ts";
import { limitStart } from "./sign-in-limits.ts";
import { type NewSession, startSession } from "./start-session.ts";
import type { PersonaView } from "./view.ts";
import type { Visit } from "./visit.ts";

export const SignInAsPersona = z.strictObject({ personId: idSchema("per") });
export type SignInAsPersona = z.output<typeof SignInAsPersona>;

/** Whom the demo offers. Empty wherever the demo's seed did not run. */
export async function listPersonas(ctx: Context): Promise<readonly PersonaView[]> {
  requirePermission(ctx, "signIn.attempt");
  const personas = await inTransaction(ctx, allPersonas);
  return personas.map(({ person_id, name, role, firm_name }) => ({
    personId: person_id,
    name,
    role,
    firm: firm_name,
  }));
}

/** One click, for the demo's people alone: without a row that its seed wrote there is nobody to become. */
export async function signInAsPersona(
  ctx: Context,
  visit: Visit,
  input: SignInAsPersona,
): Promise<NewSession> {
  requirePermission(ctx, "signIn.attempt");
  await limitStart(ctx, visit);

  return refusingSignIn(ctx, "persona", () =>
    inTransaction(ctx, async (tx) => {
      const persona = (await allPersonas(tx)).find(({ person_id }) => person_id === input.personId);
      if (!persona) throw new AppError("identity.person_not_found", { personId: input.personId });
      return startSession(tx, ctx, persona, "persona", visit);
    }),
  );
}
