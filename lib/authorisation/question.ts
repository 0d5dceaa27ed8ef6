import { z } from "zod";
import { methodKinds } from "#lib/aspsp/dialog.ts";
import type { ScaWay } from "./sca-view.ts";

/** Of a bank's words to the person; in a failure the rest is cut off. */
export const longestMessage = 2_000;

/*
 * What the bank asks, as it stands in the authorisation's row and on the page. What the person answers is never in it,
 * and neither is a picture: that is kept beside it and goes with the step.
 */

/** What no database keeps and no page shows (U+0000 and halves of characters) is left out of a bank's words. */
export const asShown = (text: string): string => text.toWellFormed().replaceAll("\u0000", "");

const words = (most: number) => z.string().max(most).transform(asShown);
const bankText = words(longestMessage).nullable();

const methodSchema = z.strictObject({
  // It goes back to the bank as it came, or not at all.
  id: z
    .string()
    .min(1)
    .max(200)
    .refine((id) => id === asShown(id)),
  kind: z.enum(methodKinds),
  /** As the bank names it, its destination masked by the bank. */
  name: words(200),
  explanation: bankText,
});
export type MethodView = z.output<typeof methodSchema>;

const problem = z.enum(["wrongCode", "notResent", "methodUnavailable"]).nullable();

const asking = {
  message: bankText,
  method: methodSchema.nullable(),
  methods: z.array(methodSchema).max(50),
  canResend: z.boolean(),
  problem,
  attemptsLeft: z.int().min(0).nullable(),
};

const codeAsking = {
  ...asking,
  data: z.array(words(500)).max(20),
  format: z.enum(["digits", "characters"]),
  maxLength: z.int().min(1).max(200).nullable(),
};

export const questionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("chooseMethod"),
    methods: z.array(methodSchema).min(1).max(50),
    message: bankText,
    problem,
  }),
  z.strictObject({ kind: z.literal("enterCode"), ...codeAsking }),
  z.strictObject({ kind: z.literal("scanImage"), ...codeAsking }),
  z.strictObject({ kind: z.literal("approveElsewhere"), ...asking }),
  z.strictObject({ kind: z.literal("redirect"), url: z.url().max(4_000), canPoll: z.boolean() }),
]);
export type Question = z.output<typeof questionSchema>;
/** In which way it has somebody confirm; `null` where nothing is chosen yet, or the bank names none. */
export function wayOf(question: Question): ScaWay | null {
  if (question.kind === "redirect") return "redirect";
  return "method" in question ? (question.method?.kind ?? null) : null;
}

export const questionKinds = [
  "chooseMethod",
  "enterCode",
  "scanImage",
  "approveElsewhere",
  "redirect",
] as const;
export type QuestionKind = Question["kind"];

/** What a person may do at each kind of question, besides cancelling. */
export const answersTo = {
  chooseMethod: ["method"],
  enterCode: ["code", "method", "resend"],
  scanImage: ["code", "method", "resend"],
  approveElsewhere: ["method", "resend"],
  redirect: ["redirected"],
} as const satisfies Record<QuestionKind, readonly AnswerKind[]>;

export const answerKinds = ["method", "code", "resend", "redirected"] as const;
export type AnswerKind = (typeof answerKinds)[number];

export const mayAnswer = ({ kind }: Question, answer: AnswerKind): boolean =>
  (answersTo[kind] as readonly AnswerKind[]).includes(answer);
