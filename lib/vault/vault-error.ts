import { envelopeErrorCodes } from "#lib/keys/envelope-error.ts";

/**
 * Why a sealed thing does not open. The code goes to the audit trail and nowhere else: outwardly
 * they are `vault.unopenable`, so that an answer teaches an attacker nothing. `institutionChanged` is told: nothing
 * was tried, and the person can mend it.
 */
export const vaultErrorCodes = [
  ...envelopeErrorCodes,
  "wrongHeader",
  "wrongContext",
  "wrongPadding",
  "keyMissing",
  "notSealed",
  "tooManyOpenings",
  "institutionChanged",
] as const;
export type VaultErrorCode = (typeof vaultErrorCodes)[number];

export class VaultError extends Error {
  override readonly name = "VaultError";
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
  }
}
