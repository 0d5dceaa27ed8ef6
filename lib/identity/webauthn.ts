import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type ChallengeId, idSchema, newId, type PersonId } from "#lib/kernel/id.ts";
import { type ChallengePurpose, insertChallenge, takeChallenge } from "./sign-in-repository.ts";
import type { Visit } from "./visit.ts";

type AuthenticationResponse = Parameters<typeof verifyAuthenticationResponse>[0]["response"];
type RegistrationResponse = Parameters<typeof verifyRegistrationResponse>[0]["response"];
type Transports = NonNullable<Parameters<typeof verifyAuthenticationResponse>[0]["credential"]["transports"]>;

const base64url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/);

/** The parts of a browser's answer that are looked at before the library reads it whole. */
const answer = z.looseObject({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  response: z.looseObject({}),
});
export const authenticationAnswer = answer.transform((value) => value as unknown as AuthenticationResponse);
export const registrationAnswer = answer.transform((value) => value as unknown as RegistrationResponse);
export const challengeIdSchema = idSchema("chl");

const relyingPartyId = (visit: Visit) => new URL(visit.origin).hostname;

/** A challenge for any passkey (sign-in) or for those of one person. It is answered once, within five minutes. */
export async function issueAuthentication(
  tx: Transaction,
  visit: Visit,
  purpose: "signIn" | "confirm",
  holder: {
    personId: PersonId;
    credentials: readonly { credentialId: string; transports: readonly string[] }[];
  } | null,
) {
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyId(visit),
    userVerification: "required",
    allowCredentials: (holder?.credentials ?? []).map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as Transports,
    })),
  });
  return { challengeId: await issue(tx, options.challenge, purpose, holder?.personId ?? null), options };
}

export async function issueRegistration(
  tx: Transaction,
  visit: Visit,
  person: { personId: PersonId; name: string; email: string },
  existing: readonly { credentialId: string; transports: readonly string[] }[],
) {
  const options = await generateRegistrationOptions({
    rpName: "Licet",
    rpID: relyingPartyId(visit),
    userID: new TextEncoder().encode(person.personId),
    userName: person.email,
    userDisplayName: person.name,
    attestationType: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: existing.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as Transports,
    })),
  });
  return { challengeId: await issue(tx, options.challenge, "register", person.personId), options };
}

async function issue(
  tx: Transaction,
  challenge: string,
  purpose: ChallengePurpose,
  personId: PersonId | null,
) {
  const challengeId = newId("chl");
  await insertChallenge(tx, challengeId, challenge, purpose, personId);
  return challengeId;
}

/** Uses a challenge up and returns it. */
export async function consumeChallenge(
  tx: Transaction,
  challengeId: ChallengeId,
  purpose: ChallengePurpose,
  personId: PersonId | null,
): Promise<string> {
  const challenge = await takeChallenge(tx, challengeId, purpose, personId);
  if (challenge === null) throw new AppError("auth.challenge_expired");
  return challenge;
}

/** The authenticator's new signature count, once the answer is proven to be by this passkey, at this origin, with the person verified. */
export async function verifyAuthentication(
  visit: Visit,
  response: AuthenticationResponse,
  challenge: string,
  passkey: { publicKey: Uint8Array; signCount: number; transports: readonly string[] },
): Promise<number> {
  const verified = await rejecting(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: visit.origin,
      expectedRPID: relyingPartyId(visit),
      requireUserVerification: true,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.signCount,
        transports: passkey.transports as Transports,
      },
    }),
  );
  if (!verified.verified) throw new AppError("auth.passkey_rejected");
  return verified.authenticationInfo.newCounter;
}

export async function verifyRegistration(visit: Visit, response: RegistrationResponse, challenge: string) {
  const verified = await rejecting(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: visit.origin,
      expectedRPID: relyingPartyId(visit),
      requireUserVerification: true,
    }),
  );
  if (!verified.verified) throw new AppError("auth.passkey_rejected");
  const { credential } = verified.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    signCount: credential.counter,
    transports: response.response.transports ?? [],
  };
}

/** The library throws on a malformed or wrong answer; to the visitor every such answer is one and the same refusal. */
async function rejecting<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (cause) {
    throw new AppError("auth.passkey_rejected", {}, { cause });
  }
}
