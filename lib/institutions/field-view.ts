/** What may be typed into a field: a closed set, because a pattern from a file could be made to run for ever. */
export const fieldFormats = ["any", "alphanumeric", "digits"] as const;
export type FieldFormat = (typeof fieldFormats)[number];

/** What a browser may offer to fill in. */
export const autocompletes = ["off", "username", "current-password"] as const;

/** One thing that a bank asks for at its sign-in, in the reader's language. */
export interface FieldView {
  readonly id: string;
  readonly label: string;
  readonly help: string | null;
  readonly secret: boolean;
  readonly format: FieldFormat;
  readonly minLength: number;
  readonly maxLength: number;
  readonly autocomplete: (typeof autocompletes)[number];
}

export const fieldProblems = ["required", "tooShort", "tooLong", "notDigits", "notAlphanumeric"] as const;
export type FieldProblem = (typeof fieldProblems)[number];

type Rules = Pick<FieldView, "secret" | "format" | "minLength" | "maxLength">;

/**
 * What of a typed text goes to the bank. A secret is taken as it was typed, every space of it; elsewhere spaces
 * around it, and in a number also those between its groups, are how people write and not what they mean.
 */
export function meantBy(typed: string, { secret, format }: Rules): string {
  if (secret) return typed;
  return format === "digits" ? typed.replace(/\s/g, "") : typed.trim();
}

/** Why a text cannot be what the bank asks for, or `null`. The same rule holds in the browser and on the server. */
export function problemOf(typed: string, rules: Rules): FieldProblem | null {
  const text = meantBy(typed, rules);
  const length = [...text].length;
  if (length === 0) return "required";
  if (rules.format === "digits" && !/^[0-9]*$/.test(text)) return "notDigits";
  if (rules.format === "alphanumeric" && !/^[A-Za-z0-9]*$/.test(text)) return "notAlphanumeric";
  if (length < rules.minLength) return "tooShort";
  if (length > rules.maxLength) return "tooLong";
  return null;
}
