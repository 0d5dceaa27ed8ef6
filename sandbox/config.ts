import { readFileSync } from "node:fs";

import { z } from "zod";

const Person = z.strictObject({
  subject: z.string().min(1),
  name: z.string().min(1),
  email: z.email(),
  firm: z.string().min(1),
  role: z.string().min(1),
});

/** Someone on the staff of a client firm, as the firm's identity provider knows them. */
export type Person = z.output<typeof Person>;

const portRange = "must be a port number from 1 to 65535";
const port = z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange);
const present = z.string("is missing").min(1, "is empty");

const readable = present.transform((path, context) => {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    context.addIssue({ code: "custom", message: `names a file that cannot be read (${code})` });
    return z.NEVER;
  }
});

const pem = (label: RegExp, what: string) =>
  readable.refine((text) => label.test(text), `must name a PEM file with a ${what}`);

const people = readable
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "must name a JSON file" });
      return z.NEVER;
    }
  })
  .pipe(z.array(Person, "must name a JSON list of people").min(1, "must list at least one person"));

const redirects = present
  .transform((list) => list.split(",").map((item) => item.trim()))
  .pipe(z.array(z.url({ protocol: /^https?$/, error: "must be URLs separated by commas" })));

const Environment = z.object({
  SANDBOX_PHONE_PORT: port,
  SANDBOX_SMTP_PORT: port,
  SANDBOX_OIDC_PORT: port,
  SANDBOX_RETAIL_API_PORT: port,
  SANDBOX_RETAIL_PAGE_PORT: port,
  SANDBOX_PRIVATE_API_PORT: port,
  SANDBOX_PRIVATE_PAGE_PORT: port,
  SANDBOX_RATES_PORT: port,
  SANDBOX_CERT: pem(/-----BEGIN CERTIFICATE-----/, "certificate"),
  SANDBOX_KEY: pem(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "private key"),
  SANDBOX_SMTP_USER: present,
  SANDBOX_SMTP_PASSWORD: present,
  SANDBOX_OIDC_CLIENT_ID: present,
  SANDBOX_OIDC_CLIENT_SECRET: present,
  SANDBOX_OIDC_REDIRECTS: redirects,
  SANDBOX_PEOPLE: people,
});

/** Where machines and where people talk to an invented bank. */
export interface BankPorts {
  readonly apiPort: number;
  readonly pagePort: number;
}

export interface SandboxConfig {
  readonly phonePort: number;
  readonly tls: { readonly cert: string; readonly key: string };
  readonly smtp: { readonly port: number; readonly user: string; readonly password: string };
  readonly oidc: {
    readonly port: number;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirects: readonly string[];
    readonly people: readonly Person[];
  };
  readonly retail: BankPorts;
  readonly privateBank: BankPorts;
  /** Where reference rates are published. */
  readonly ratesPort: number;
}

/** Every fault of the environment at once, one line each, headed by the variable's name. Values are never repeated. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The sandbox cannot start:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

export function readConfig(environment: Readonly<Record<string, string | undefined>>): SandboxConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(describe));
  const env = parsed.data;
  return {
    phonePort: env.SANDBOX_PHONE_PORT,
    tls: { cert: env.SANDBOX_CERT, key: env.SANDBOX_KEY },
    smtp: { port: env.SANDBOX_SMTP_PORT, user: env.SANDBOX_SMTP_USER, password: env.SANDBOX_SMTP_PASSWORD },
    oidc: {
      port: env.SANDBOX_OIDC_PORT,
      clientId: env.SANDBOX_OIDC_CLIENT_ID,
      clientSecret: env.SANDBOX_OIDC_CLIENT_SECRET,
      redirects: env.SANDBOX_OIDC_REDIRECTS,
      people: env.SANDBOX_PEOPLE,
    },
    retail: { apiPort: env.SANDBOX_RETAIL_API_PORT, pagePort: env.SANDBOX_RETAIL_PAGE_PORT },
    privateBank: { apiPort: env.SANDBOX_PRIVATE_API_PORT, pagePort: env.SANDBOX_PRIVATE_PAGE_PORT },
    ratesPort: env.SANDBOX_RATES_PORT,
  };
}

function describe(issue: z.core.$ZodIssue): string {
  const [variable, ...inside] = issue.path.map(String);
  return `${variable}${inside.length > 0 ? ` (at ${inside.join(".")})` : ""}: ${issue.message}`;
}
