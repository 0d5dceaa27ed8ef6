import type { FormTexts } from "#components/ui/form-texts.ts";
import type { CodeProblem } from "./typed-code.ts";

/** The texts that the form of a code takes along to the browser. */
export interface CodeTexts extends FormTexts {
  readonly label: string;
  readonly hint: string;
  readonly submit: string;
  readonly checking: string;
  /** What is locked can be sent once more as it is. */
  readonly kept: string;
  readonly unsealed: string;
  readonly problems: Readonly<Record<CodeProblem, string>>;
}
