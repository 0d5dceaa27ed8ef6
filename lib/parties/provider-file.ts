import { z } from "zod";
import { readOperatorFile } from "#lib/files/operator-file.ts";
import { inEveryLanguage, line, yesOrNo } from "#lib/files/operator-values.ts";

const mail = z.email({ error: "wants a mail address" }).max(254, { error: "wants a mail address" });

/** What a person is sent to. */
const page = z
  .string({ error: "wants an https address" })
  .max(300, { error: "wants an https address of at most 300 characters" })
  .refine((given) => given.startsWith("https://") && URL.canParse(given), {
    error: "wants an https address",
  });

/** A place as data is kept in it: a continent or union and a country. */
const region = z
  .string({ error: "wants a region such as eu-nl" })
  .regex(/^[a-z]{2}-[a-z]{2,}$/, { error: "wants a region such as eu-nl" });

const registrationSchema = z.strictObject(
  {
    number: line(80),
    register: line(160),
    page: page.optional(),
    supervisor: line(160),
  },
  { error: "wants number, register and supervisor" },
);

const subProcessorSchema = z.strictObject(
  {
    name: line(160),
    what: inEveryLanguage(300),
    regions: z
      .array(region, { error: "wants a list of regions" })
      .min(1, { error: "wants at least one region" }),
  },
  { error: "wants name, what and regions" },
);

const providerSchema = z.strictObject(
  {
    /** `true` says to everybody that this is no registered provider. */
    demonstration: yesOrNo.default(false),
    name: line(160),
    registration: registrationSchema,
    address: line(200),
    mail,
    phone: line(40).optional(),
    dpo: z.strictObject({ name: line(160).optional(), mail }, { error: "wants the mail address of the DPO" }),
    complaints: z.strictObject({ mail, page: page.optional() }, { error: "wants a mail address" }),
    /** An empty list says that there is none. */
    subProcessors: z.array(subProcessorSchema, { error: "wants a list, empty where there is none" }),
  },
  { error: "wants the facts of the provider" },
);

/** Who runs the installation: the account information service provider, which processes for its firms. */
export type Provider = z.output<typeof providerSchema>;

/** The provider's file is wrong. The message lists every problem at once, with its line. */
export class ProviderFileError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The provider’s file is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "ProviderFileError";
    this.problems = problems;
  }
}

export function parseProviderFile(text: string): Provider {
  const { value, problems } = readOperatorFile(providerSchema, text);
  if (problems) throw new ProviderFileError(problems);
  return value;
}
