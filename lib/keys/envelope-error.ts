/** Why an envelope does not open. The codes go to the audit trail; outwardly they are all one refusal. */
export const envelopeErrorCodes = [
  "malformed",
  "unknownFormat",
  "unknownSuite",
  "wrongCommitment",
  "notAuthentic",
  "keyRefused",
] as const;
export type EnvelopeErrorCode = (typeof envelopeErrorCodes)[number];

export class EnvelopeError extends Error {
  override readonly name = "EnvelopeError";
  readonly code: EnvelopeErrorCode;

  constructor(code: EnvelopeErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
  }
}
