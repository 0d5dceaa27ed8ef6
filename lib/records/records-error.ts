import { envelopeErrorCodes } from "#lib/keys/envelope-error.ts";

/** Why records do not open. The code is for our own log; outwardly every one of them is `records.unopenable`. */
export const recordsErrorCodes = [
  ...envelopeErrorCodes,
  "keyMissing",
  "keyErased",
  "malformedContent",
] as const;
export type RecordsErrorCode = (typeof recordsErrorCodes)[number];

export class RecordsError extends Error {
  override readonly name = "RecordsError";
  readonly code: RecordsErrorCode;

  constructor(code: RecordsErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
  }
}
