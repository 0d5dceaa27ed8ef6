export type CodeProblem = "missing" | "notDigits" | "tooLong";

export interface CodeRules {
  readonly format: "digits" | "characters";
  readonly maxLength: number | null;
}

/** Codes are shown and pasted in groups, and meant without the gaps; other answers may have them inside. */
export const meantBy = (typed: string, { format }: CodeRules): string =>
  format === "digits" ? typed.replace(/[\s\u00a0-]/g, "") : typed.trim();

/** What is plainly not what the bank asks for. Whether it is right is for the bank to say. */
export function problemOf(code: string, { format, maxLength }: CodeRules): CodeProblem | null {
  if (code === "") return "missing";
  if (format === "digits" && !/^\d+$/.test(code)) return "notDigits";
  return maxLength !== null && code.length > maxLength ? "tooLong" : null;
}
