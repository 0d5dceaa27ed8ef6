/** What an answer is sealed to. The other half never leaves the dialog's memory. */
export interface AnswerKeyView {
  readonly authorisationId: string;
  readonly step: number;
  /** An elliptic-curve key on P-256 (RFC 7517). */
  readonly publicKey: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
}
