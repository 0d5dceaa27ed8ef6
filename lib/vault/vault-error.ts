/**
 * Why a sealed thing does not open. The code goes to the audit trail and nowhere else: outwardly every
 * one of them is `vault.unopenable`, so that an answer teaches an attacker nothing.
 */
export const vaultErrorCodes = [
  "malformed",
  "unknownFormat",
  "unknownSuite",
  "wrongCommitment",
  "notAuthentic",
  "wrongHeader",
  "wrongContext",
  "wrongPadding",
  "keyMissing",
  "keyRefused",
  "notSealed",
  "tooManyOpenings",
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
