import { AppError } from "#lib/kernel/errors.ts";
import type { ConnectionId, CredentialId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import type { SealingContext } from "./context.ts";

export const credentialStates = ["sealed", "destroying", "destroyed"] as const;
export type CredentialState = (typeof credentialStates)[number];

/** Where each state may go. Nothing comes back from destroying. */
export const credentialTransitions = {
  sealed: ["destroying"],
  destroying: ["destroyed"],
  destroyed: [],
} as const satisfies Record<CredentialState, readonly CredentialState[]>;

/** What is known of a credential without opening it. */
export interface Credential {
  readonly tenantId: TenantId;
  readonly credentialId: CredentialId;
  readonly personId: PersonId;
  readonly connectionId: ConnectionId;
  readonly institutionId: string;
  readonly region: string;
  readonly state: CredentialState;
  readonly version: number;
  /** The hosts and the protocol that it was handed over for; `null` of one from before that was noted. */
  readonly institutionBinding: string | null;
}

/** As much of it as a decision about its end needs, and as everybody who may end it may know. */
export type CredentialStatus = Pick<Credential, "credentialId" | "state">;

export function beginDestroying<C extends CredentialStatus>(credential: C): C {
  return { ...credential, state: move(credential, "destroying") };
}

export function finishDestroying(credential: Credential): Credential {
  return { ...credential, state: move(credential, "destroyed") };
}

function move({ credentialId, state }: CredentialStatus, to: CredentialState): CredentialState {
  if (!(credentialTransitions[state] as readonly CredentialState[]).includes(to)) {
    throw new AppError("vault.not_sealed", { credentialId, state });
  }
  return to;
}

/** What the envelope and the wrapped key of the credential's present version are bound to. */
export function sealingContext(credential: Credential, keyName: KeyName): SealingContext {
  const { tenantId, connectionId, credentialId, version, region, institutionBinding } = credential;
  const bound = { region, keyName, institutionBinding };
  return { tenantId, connectionId, credentialId, version, purpose: "credential", ...bound };
}
