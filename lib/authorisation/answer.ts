import { z } from "zod";
import { longestSealedAnswer } from "./answer-key.ts";

const sealed = z.string().min(1).max(longestSealedAnswer);

/**
 * What travels from the person's page to the dialog. A code, and the address that a bank sent somebody back to, are
 * sealed; the rest tells nothing that the page did not show.
 */
export const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("code"), sealed }),
  z.strictObject({ kind: z.literal("redirected"), sealed }),
  z.strictObject({ kind: z.literal("method"), methodId: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal("resend") }),
  z.strictObject({ kind: z.literal("cancel") }),
]);
export type Answer = z.output<typeof answerSchema>;

/** What the dialog says of an answer, the same to everybody who sends it again. */
export const acknowledgements = [
  /** It is the one that counts, or it came again after the one that counted. */
  "accepted",
  /** Something else has been asked meanwhile. */
  "stale",
  /** It does not answer what was asked, or cannot be opened. */
  "unusable",
  /** No dialog of this name is alive here. */
  "gone",
] as const;
export type Acknowledgement = (typeof acknowledgements)[number];
