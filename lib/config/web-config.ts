import { Secret } from "#lib/kernel/secret.ts";
import { auditVariables, toAuditOrigin } from "./audit-config.ts";
import { backupVariables, toBackups } from "./backup-config.ts";
import { databaseVariables, toDatabases } from "./database-config.ts";
import {
  fileContent,
  flag,
  logLevel,
  origin,
  parseEnvironment,
  requireTogether,
  secretText,
  text,
  urlOf,
  wholeNumber,
} from "./environment.ts";
import { institutionsVariables } from "./institutions-config.ts";
import { kmsVariables, toKms } from "./kms-config.ts";
import { providerVariables } from "./provider-config.ts";
import { relayVariables, toRelayTls } from "./relay-config.ts";
import { telemetryVariables, toTelemetry } from "./telemetry-config.ts";

const variables = {
  ...databaseVariables,
  ...kmsVariables,
  ...institutionsVariables,
  ...providerVariables,
  ...auditVariables,
  ...relayVariables,
  ...backupVariables,
  ...telemetryVariables,
  LICET_ORIGIN: origin("the portal's public origin, such as https://consent.example.com"),
  LICET_CONSOLE_ORIGIN: origin(
    "the console's own public origin, such as https://console.example.com",
  ).optional(),
  LICET_HOST: text("the address to listen on, such as 127.0.0.1").default("127.0.0.1"),
  LICET_PORT: wholeNumber("the port to listen on, 1 to 65535", 1, 65_535),
  LICET_TLS_CERT: fileContent("the path of the web server's certificate (PEM)").optional(),
  LICET_TLS_KEY: fileContent("the path of the web server's private key (PEM)").optional(),
  LICET_TRUSTED_PROXIES: wholeNumber(
    "how many reverse proxies of your own stand in front, 0 to 5",
    0,
    5,
  ).default(0),
  LICET_SESSION_SECRET: secretText("at least 43 random characters (32 bytes in base64url)", 43),
  LICET_OIDC_ISSUER: urlOf(["https:"], "the https URL of your staff's identity provider").optional(),
  LICET_OIDC_CLIENT_ID: text("the client id registered there").optional(),
  LICET_OIDC_CLIENT_SECRET: text("the client secret registered there").optional(),
  LICET_OIDC_BROWSER_ORIGIN: origin("the origin of its sign-in page, if not the issuer's").optional(),
  LICET_DEMO: flag().default(false),
  LICET_DEV: flag().default(false),
  LICET_PHONE_URL: urlOf(["http:", "https:"], "the URL of the demo's phone page").optional(),
  LICET_LOG_LEVEL: logLevel().default("info"),
};

export type WebConfig = ReturnType<typeof readWebConfig>;

/** Everything the web process is told from outside. Throws `ConfigurationError` with all problems at once. */
export function readWebConfig(environment: Readonly<Record<string, string | undefined>>) {
  const read = parseEnvironment(variables, environment);
  requireTogether(read, ["LICET_TLS_CERT", "LICET_TLS_KEY"]);
  requireTogether(read, ["LICET_OIDC_ISSUER", "LICET_OIDC_CLIENT_ID", "LICET_OIDC_CLIENT_SECRET"]);
  return {
    origin: read.LICET_ORIGIN,
    /** Equal to `origin` where the console has no hostname of its own. */
    consoleOrigin: read.LICET_CONSOLE_ORIGIN ?? read.LICET_ORIGIN,
    listen: { host: read.LICET_HOST, port: read.LICET_PORT },
    tls:
      read.LICET_TLS_CERT && read.LICET_TLS_KEY
        ? { cert: read.LICET_TLS_CERT, key: new Secret(read.LICET_TLS_KEY) }
        : null,
    trustedProxies: read.LICET_TRUSTED_PROXIES,
    sessionSecret: new Secret(read.LICET_SESSION_SECRET),
    databases: toDatabases(read),
    backups: toBackups(read),
    kms: toKms(read),
    /** The institutions file; `lib/institutions` reads it, and looks at it again. */
    institutions: read.LICET_INSTITUTIONS,
    /** What the provider's file says; `lib/parties` reads it. */
    provider: read.LICET_PROVIDER,
    auditOrigin: toAuditOrigin(read),
    /** How answers to a bank reach the worker that leads the dialog. */
    relay: toRelayTls(read),
    oidc: toOidc(read),
    demo: read.LICET_DEMO ? { phoneUrl: read.LICET_PHONE_URL ?? null } : null,
    development: read.LICET_DEV,
    telemetry: toTelemetry(read),
    logLevel: read.LICET_LOG_LEVEL,
  };
}

function toOidc(read: {
  LICET_OIDC_ISSUER?: string | undefined;
  LICET_OIDC_CLIENT_ID?: string | undefined;
  LICET_OIDC_CLIENT_SECRET?: string | undefined;
  LICET_OIDC_BROWSER_ORIGIN?: string | undefined;
}) {
  const {
    LICET_OIDC_ISSUER: issuer,
    LICET_OIDC_CLIENT_ID: clientId,
    LICET_OIDC_CLIENT_SECRET: secret,
  } = read;
  if (!issuer || !clientId || !secret) return null;
  return {
    issuer,
    clientId,
    clientSecret: new Secret(secret),
    browserOrigin: read.LICET_OIDC_BROWSER_ORIGIN ?? new URL(issuer).origin,
  };
}

let current: WebConfig | undefined;

/** The configuration of this process, read at its first use. */
export function webConfig(): WebConfig {
  current ??= readWebConfig(process.env);
  return current;
}

/** Where the production build is, as `next.config.ts` has it. */
export const buildDirectory = (): string => process.env.LICET_BUILD_DIRECTORY ?? ".next";

/** next-auth then takes its own address from the request's headers, which the front has set and no client can. */
export function letNextAuthTrustTheFront(): void {
  process.env.AUTH_TRUST_HOST = "true";
}
