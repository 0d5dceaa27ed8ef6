import { z } from "zod";
import { readOperatorFile } from "#lib/files/operator-file.ts";
import { type Institutions, institutionSchema, withoutRepeats } from "./institution-entry.ts";

const fileSchema = z.strictObject(
  { institutions: withoutRepeats(z.array(institutionSchema, { error: "wants a list of institutions" })) },
  { error: "wants a list under `institutions`" },
);

/** The institutions file is wrong. The message lists every problem at once, with its line. */
export class InstitutionFileError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The institutions file is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "InstitutionFileError";
    this.problems = problems;
  }
}

export function parseInstitutionFile(text: string): Institutions {
  const { value, problems } = readOperatorFile(fileSchema, text);
  if (problems) throw new InstitutionFileError(problems);
  return new Map(value.institutions.map((one) => [one.id, one]));
}
