import { readFileSync } from "node:fs";
import { z } from "zod";

/** The environment is wrong. The message lists every variable at once, with what each wants. */
export class ConfigurationError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "ConfigurationError";
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with variables taken together, which may each be right: name and sentence. */
type Rule = (given: Environment) => readonly string[];

/** Parses the environment once. Empty counts as missing, so that `X=` in a file is not a value. */
export function parseEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Environment,
  rule: Rule = () => [],
) {
  const given: Record<string, string> = {};
  for (const name of Object.keys(shape)) {
    const value = environment[name];
    if (value !== undefined && value !== "") given[name] = value;
  }
  const parsed = z.object(shape).safeParse(given);
  const problems = rule(given);
  if (parsed.success && problems.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw new ConfigurationError(
    [...issues.map((issue) => `${String(issue.path[0])} ${issue.message}`), ...problems].sort(),
  );
}

/** Refuses half a setting: either all of the variables are given, or none. */
export function requireTogether(read: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const absent = names.filter((name) => read[name] === undefined);
  if (absent.length === 0 || absent.length === names.length) return;
  throw new ConfigurationError(absent.map((name) => `${name} is missing: it goes with ${names.join(", ")}`));
}

const missing = (wants: string) => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined ? `is missing: it wants ${wants}` : `is wrong: it wants ${wants}`,
});

export const text = (wants: string) => z.string(missing(wants)).min(1, missing(wants));

export const secretText = (wants: string, bytes: number) =>
  z.string(missing(wants)).min(bytes, { error: `is too short: it wants ${wants}` });

export const flag = () =>
  z
    .enum(["true", "false"], { error: "is wrong: it wants true or false" })
    .transform((value) => value === "true");

export const logLevel = () =>
  z.enum(["trace", "debug", "info", "warn", "error", "silent"], {
    error: "is wrong: it wants trace, debug, info, warn, error or silent",
  });

export const wholeNumber = (wants: string, minimum: number, maximum: number) =>
  z
    .string(missing(wants))
    .regex(/^\d{1,9}$/, missing(wants))
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, missing(wants));

/** `https://host[:port]` without a path; plain `http` only for loopback, where browsers treat it as secure. */
export const origin = (wants: string) =>
  z.string(missing(wants)).refine((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
    return url.origin === value && (url.protocol === "https:" || (url.protocol === "http:" && loopback));
  }, missing(wants));

export const urlOf = (protocols: readonly string[], wants: string) =>
  z
    .string(missing(wants))
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), missing(wants));

/** Reads the file at once, so that a wrong path is a configuration error and not a late surprise. */
export const fileContent = (wants: string) => fileAt(wants).transform(({ text: content }) => content);

/** The same for a file that is looked at again later. */
export const fileAt = (wants: string) =>
  z.string(missing(wants)).transform((path, ctx) => {
    try {
      return { path, text: readFileSync(path, "utf8") };
    } catch {
      ctx.addIssue({ code: "custom", message: `is wrong: it wants ${wants}, and that file cannot be read` });
      return z.NEVER;
    }
  });
