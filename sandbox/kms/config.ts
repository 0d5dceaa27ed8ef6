import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { z } from "zod";

import { type Layout, layoutFile } from "./layout.ts";

export interface KmsConfig {
  /** 0 takes any free port, as tests want it. */
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string };
  readonly directory: string;
  readonly layout: Layout;
  readonly control: { readonly port: number; readonly token: string } | null;
}

const portRange = "must be a port number from 1 to 65535";
const port = z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange);
const present = z.string("is missing").min(1, "is empty");

const pem = (label: RegExp, what: string) =>
  present
    .transform((path) => readOrEmpty(path))
    .refine((text) => label.test(text), `must name a readable PEM file with a ${what}`);

const Environment = z
  .object({
    SANDBOX_KMS_PORT: port,
    SANDBOX_KMS_CERT: pem(/-----BEGIN CERTIFICATE-----/, "certificate"),
    SANDBOX_KMS_KEY: pem(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "private key"),
    SANDBOX_KMS_DIRECTORY: present,
    SANDBOX_KMS_LAYOUT: present.pipe(layoutFile),
    SANDBOX_KMS_CONTROL_PORT: port.optional(),
    SANDBOX_KMS_CONTROL_TOKEN: z.string().min(32, "must have at least 32 characters").optional(),
  })
  .refine((env) => !env.SANDBOX_KMS_CONTROL_PORT === !env.SANDBOX_KMS_CONTROL_TOKEN, {
    path: ["SANDBOX_KMS_CONTROL_TOKEN"],
    message: "goes with SANDBOX_KMS_CONTROL_PORT, and only with it",
  });

/** Every fault of the environment and of the layout at once, one line each. Values are never repeated. */
export class KmsConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The local KMS cannot start:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "KmsConfigError";
  }
}

export function readKmsConfig(environment: Readonly<Record<string, string | undefined>>): KmsConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new KmsConfigError(parsed.error.issues.map(describe));
  const env = parsed.data;
  const { SANDBOX_KMS_CONTROL_PORT: controlPort, SANDBOX_KMS_CONTROL_TOKEN: token } = env;
  return {
    port: env.SANDBOX_KMS_PORT,
    tls: { cert: env.SANDBOX_KMS_CERT, key: env.SANDBOX_KMS_KEY },
    directory: resolve(env.SANDBOX_KMS_DIRECTORY),
    layout: env.SANDBOX_KMS_LAYOUT,
    control: controlPort && token ? { port: controlPort, token } : null,
  };
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const [variable, ...inside] = issue.path.map(String);
  return `${variable}${inside.length > 0 ? ` (at ${inside.join(".")})` : ""}: ${issue.message}`;
}
