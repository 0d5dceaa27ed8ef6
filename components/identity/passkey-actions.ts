import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";

import type { ActionState } from "#lib/kernel/action-state.ts";

/** The server's challenge for a passkey sign-in. It names no person, so it cannot tell whether one exists. */
export type BeginPasskey = () => Promise<
  ActionState<{ challengeId: string; options: PublicKeyCredentialRequestOptionsJSON }>
>;

export type FinishPasskey = (input: {
  challengeId: string;
  response: AuthenticationResponseJSON;
  next: string | null;
}) => Promise<ActionState<{ next: string }>>;

export type BeginRegistration = () => Promise<
  ActionState<{ challengeId: string; options: PublicKeyCredentialCreationOptionsJSON }>
>;

export type FinishRegistration = (input: {
  challengeId: string;
  response: RegistrationResponseJSON;
  name: string;
}) => Promise<ActionState<{ next: string }>>;
