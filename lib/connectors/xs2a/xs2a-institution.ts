import type { Approach, BankEndpoint, CredentialRoles } from "#lib/aspsp/institution.ts";
import type { EgressLimits } from "#lib/egress/egress-policy.ts";

/** A bank that gives access by the consents and authorisations of NextGenPSD2 XS2A 1.3, whatever is read there. */
export interface AccessInstitution extends BankEndpoint {
  readonly approach: Approach;
  readonly credentialRoles: CredentialRoles;
  /** Hosts of the pages that people may be sent to; machines call none of them. */
  readonly pageHosts: readonly string[];
  /** How the bank's authorisation server knows us; `null` where the bank has none. */
  readonly oauthClientId: string | null;
  /** Whether the person picks accounts on the bank's page, or access to all is asked for. */
  readonly access: "allAccounts" | "pickedAtBank";
  /** How often the bank wants to be asked how an approval stands. */
  readonly pollMs: number;
  readonly limits: EgressLimits;
}

/** A bank whose accounts are read by that standard too, as its entry describes it. */
export interface Xs2aInstitution extends AccessInstitution {
  /** Whether card accounts are offered beside payment accounts. */
  readonly hasCardAccounts: boolean;
  /** Whether transactions can be asked for from an entry on. */
  readonly readsChanges: boolean;
}

/** A message to the bank before it leaves, for banks that want it signed. */
export interface OutgoingMessage {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What an installation adds to a bank's entry. */
export interface Xs2aSettings {
  readonly now: () => Date;
  /** Headers that prove the message, such as `Digest` and `Signature` under a QSEAL certificate. */
  readonly sign: ((message: OutgoingMessage) => Promise<Readonly<Record<string, string>>>) | null;
}
