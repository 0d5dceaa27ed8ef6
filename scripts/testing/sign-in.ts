import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { beginPasskeyRegistration, finishPasskeyRegistration } from "#lib/identity/register-passkey.ts";
import { resolveSession } from "#lib/identity/resolve-session.ts";
import { signInAsPersona } from "#lib/identity/sign-in-as-persona.ts";
import { signInWithOidc } from "#lib/identity/sign-in-with-oidc.ts";
import { beginPasskeySignIn, finishPasskeySignIn } from "#lib/identity/sign-in-with-passkey.ts";
import type { NewSession } from "#lib/identity/start-session.ts";
import type { Secret } from "#lib/kernel/secret.ts";

import { type TestPeople, type TestPerson, testIssuer } from "./people.ts";
import { type SoftPasskey, softPasskey } from "./soft-passkey.ts";

export interface SignedIn {
  /** As the next request of this session would have it. */
  readonly ctx: Context<PersonActor>;
  readonly session: NewSession;
}

/** Signs people in by the real use cases, so that a test starts from a session that the database knows. */
export function testSignIn(people: TestPeople) {
  const contextOf = async (token: Secret<string>): Promise<Context<PersonActor>> => {
    const visitor = people.visitor();
    const session = await resolveSession(visitor, token, people.visit().origin);
    if (session.kind !== "person") throw new Error(`expected a session, got ${session.kind}`);
    return { ...visitor, actor: session.actor };
  };
  const signedIn = async (session: NewSession): Promise<SignedIn> => ({
    ctx: await contextOf(session.token),
    session,
  });

  return {
    contextOf,
    asPersona: async ({ personId }: TestPerson): Promise<SignedIn> =>
      signedIn(await signInAsPersona(people.visitor(), people.visit(), { personId })),

    /** For compliance and administrators this leaves a session that waits for a passkey. */
    byOidc: async ({ subject }: TestPerson): Promise<SignedIn> =>
      signedIn(
        await signInWithOidc(people.visitor(), people.visit(), {
          issuer: testIssuer,
          subject,
          authenticatedAt: Math.floor(Date.now() / 1000),
        }),
      ),

    async byPasskey(passkey: SoftPasskey, more: Partial<Parameters<SoftPasskey["sign"]>[0]> = {}) {
      const [visitor, visit] = [people.visitor(), people.visit()];
      const { challengeId, options } = await beginPasskeySignIn(visitor, visit);
      const response = passkey.sign({ challenge: options.challenge, origin: visit.origin, ...more }) as never;
      return finishPasskeySignIn(visitor, visit, { challengeId, response, next: null });
    },

    async register(
      ctx: Context,
      passkey: SoftPasskey = softPasskey(),
      more: Partial<Parameters<SoftPasskey["register"]>[0]> = {},
    ) {
      const visit = people.visit();
      const { challengeId, options } = await beginPasskeyRegistration(ctx, visit);
      const ceremony = { challenge: options.challenge, origin: visit.origin, ...more };
      const response = passkey.register(ceremony) as never;
      const renewed = await finishPasskeyRegistration(ctx, visit, { challengeId, response, name: "Key" });
      return { passkey, renewed };
    },
  };
}

export type TestSignIn = ReturnType<typeof testSignIn>;
