import { fileURLToPath } from "node:url";

import type { Certificates, Usage } from "./certificates.ts";
import type { Secrets } from "./secrets.ts";

/** Says that it is a demonstration. */
const providerFile = fileURLToPath(new URL("../../sandbox/provider.yaml", import.meta.url));

/** Both ends of the way that answers to a bank take. Their authority signs nothing else. */
export const relayUsages = { "licet-web": "client", "licet-worker": "server" } as const satisfies Record<
  string,
  Usage
>;
export type RelayName = keyof typeof relayUsages;

export const serviceNames = ["postgres-data", "postgres-keys", "sandbox", "kms"] as const;

export interface Ports {
  readonly web: number;
  readonly phone: number;
  readonly oidc: number;
  readonly smtp: number;
  readonly retailApi: number;
  readonly retailPage: number;
  readonly privateApi: number;
  readonly privatePage: number;
  readonly rates: number;
  readonly data: number;
  readonly keys: number;
  readonly kms: number;
}

/** What the local KMS and its callers read; each process is given its own token beside these. */
export interface KmsFiles {
  readonly directory: string;
  readonly layout: string;
  readonly keys: string;
}

export interface KmsControl {
  readonly port: number;
  readonly token: string;
}

export interface Setting {
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly certificates: Certificates<(typeof serviceNames)[number]>;
  readonly relay: Certificates<RelayName>;
  readonly peopleFile: string;
  readonly kms: KmsFiles;
  /** Where the worker copies the audit log's checkpoints to. */
  readonly auditCopy: string;
  /** The invented banks and how they are reached. */
  readonly institutionsFile: string;
  /** By which a test makes the local KMS fail; `null` for everybody else. */
  readonly kmsControl: KmsControl | null;
  /** Where the production build is; `null` for the development server, which builds as it goes. */
  readonly buildDirectory: string | null;
  readonly demo: boolean;
  /** How many reverse proxies the web believes to stand before it. */
  readonly trustedProxies: number;
  /** Where metrics are read and sent to; `null` for everybody but tests. */
  readonly telemetry: TelemetryPorts | null;
}

export interface TelemetryPorts {
  readonly web: number;
  readonly worker: number;
  /** Nothing listens there until a test begins to. */
  readonly collector: number;
}

type Environment = Readonly<Record<string, string>>;

function telemetryEnvironment(
  { telemetry }: Pick<Setting, "telemetry">,
  name: "web" | "worker",
): Environment {
  if (!telemetry) return {};
  return {
    LICET_METRICS_PORT: String(telemetry[name]),
    LICET_OTLP_URL: `http://127.0.0.1:${telemetry.collector}`,
    LICET_OTLP_SECONDS: "2",
    LICET_OTLP_TRACES_PERCENT: "100",
  };
}

const login = { licet_owner: "Owner", licet_web: "Web", licet_worker: "Worker" } as const;
export type Login = keyof typeof login;

/** The passwords of one cluster's login roles. */
export function passwords(secrets: Secrets, kind: "data" | "keys"): Record<Login, string> {
  return {
    licet_owner: secrets[`${kind}Owner`],
    licet_web: secrets[`${kind}Web`],
    licet_worker: secrets[`${kind}Worker`],
  };
}

export function databaseUrl(
  { ports, secrets }: Pick<Setting, "ports" | "secrets">,
  kind: "data" | "keys",
  role: Login,
): string {
  return `postgres://${role}:${secrets[`${kind}${login[role]}`]}@localhost:${ports[kind]}/licet_${kind}`;
}

export const origin = ({ ports }: Pick<Setting, "ports">): string => `http://localhost:${ports.web}`;
export const phoneOrigin = ({ ports }: Pick<Setting, "ports">): string => `http://localhost:${ports.phone}`;

export const bankOrigin = ({ ports }: Pick<Setting, "ports">): string =>
  `http://localhost:${ports.retailPage}`;

export const privateBankOrigin = ({ ports }: Pick<Setting, "ports">): string =>
  `http://localhost:${ports.privatePage}`;

/** What any program needs of the machine. Nothing else of the user's environment reaches a service. */
export function machineEnvironment(): Environment {
  const names = ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG", "LC_ALL"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** What both processes share; each has its own logins, and nobody has the owner's or the superuser's. */
function common(setting: Setting, role: "licet_web" | "licet_worker"): Environment {
  return {
    ...machineEnvironment(),
    NO_COLOR: "1",
    NODE_EXTRA_CA_CERTS: setting.certificates.authorityFile,
    LICET_DEMO: String(setting.demo),
    LICET_ORIGIN: origin(setting),
    LICET_DATA_DATABASE_URL: databaseUrl(setting, "data", role),
    LICET_KEY_DATABASE_URL: databaseUrl(setting, "keys", role),
    LICET_DATABASE_CA: setting.certificates.authorityFile,
    LICET_KMS_ENDPOINT: `localhost:${setting.ports.kms}`,
    LICET_KMS_CA: setting.certificates.authorityFile,
    LICET_KMS_TOKEN: setting.secrets[role === "licet_web" ? "kmsWeb" : "kmsWorker"],
    LICET_KMS_KEYS: setting.kms.keys,
    ...relayEnvironment(setting, role === "licet_web" ? "licet-web" : "licet-worker"),
    ...telemetryEnvironment(setting, role === "licet_web" ? "web" : "worker"),
    // Not by the port, which another start may choose anew: another name would be another log.
    LICET_AUDIT_ORIGIN: "licet.example/audit",
  };
}

function relayEnvironment({ relay }: Pick<Setting, "relay">, name: RelayName): Environment {
  const { certificateFile, keyFile } = relay.services[name];
  return { LICET_RELAY_CERT: certificateFile, LICET_RELAY_KEY: keyFile, LICET_RELAY_CA: relay.authorityFile };
}

/** The demo's identity provider, as its tokens name it. */
export const oidcIssuer = (setting: Setting): string => `https://localhost:${setting.ports.oidc}`;

export function webEnvironment(setting: Setting): Environment {
  return {
    ...common(setting, "licet_web"),
    NODE_ENV: setting.buildDirectory === null ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LICET_HOST: "127.0.0.1",
    LICET_PORT: String(setting.ports.web),
    LICET_SESSION_SECRET: setting.secrets.sessionSecret,
    LICET_INSTITUTIONS: setting.institutionsFile,
    LICET_PROVIDER: providerFile,
    LICET_OIDC_ISSUER: oidcIssuer(setting),
    LICET_OIDC_CLIENT_ID: "licet",
    LICET_OIDC_CLIENT_SECRET: setting.secrets.oidcClientSecret,
    LICET_OIDC_BROWSER_ORIGIN: phoneOrigin(setting),
    LICET_TRUSTED_PROXIES: String(setting.trustedProxies),
    ...(setting.demo ? { LICET_PHONE_URL: phoneOrigin(setting) } : {}),
    ...(setting.buildDirectory === null
      ? { LICET_DEV: "true" }
      : { LICET_BUILD_DIRECTORY: setting.buildDirectory }),
  };
}

export function workerEnvironment(setting: Setting): Environment {
  return {
    ...common(setting, "licet_worker"),
    NODE_ENV: "production",
    LICET_SMTP_URL: `smtps://licet:${setting.secrets.smtpPassword}@localhost:${setting.ports.smtp}`,
    LICET_INSTITUTIONS: setting.institutionsFile,
    LICET_MAIL_FROM: "Licet <no-reply@licet.example>",
    LICET_AUDIT_COPY: setting.auditCopy,
    LICET_RATES_URL: `https://localhost:${setting.ports.rates}/stats/eurofxref/`,
    LICET_RATES_SOURCE: "European Central Bank (→ 2026-04-13), Licet Sandbox (2026-04-14 →)",
  };
}

export function kmsEnvironment(setting: Setting): Environment {
  const { certificateFile, keyFile } = setting.certificates.services.kms;
  return {
    ...machineEnvironment(),
    NODE_ENV: "production",
    SANDBOX_KMS_PORT: String(setting.ports.kms),
    SANDBOX_KMS_CERT: certificateFile,
    SANDBOX_KMS_KEY: keyFile,
    SANDBOX_KMS_DIRECTORY: setting.kms.directory,
    SANDBOX_KMS_LAYOUT: setting.kms.layout,
    ...(setting.kmsControl
      ? {
          SANDBOX_KMS_CONTROL_PORT: String(setting.kmsControl.port),
          SANDBOX_KMS_CONTROL_TOKEN: setting.kmsControl.token,
        }
      : {}),
  };
}

export function sandboxEnvironment(setting: Setting): Environment {
  const { certificateFile, keyFile } = setting.certificates.services.sandbox;
  return {
    ...machineEnvironment(),
    NODE_ENV: "production",
    SANDBOX_PHONE_PORT: String(setting.ports.phone),
    SANDBOX_SMTP_PORT: String(setting.ports.smtp),
    SANDBOX_OIDC_PORT: String(setting.ports.oidc),
    SANDBOX_RETAIL_API_PORT: String(setting.ports.retailApi),
    SANDBOX_RETAIL_PAGE_PORT: String(setting.ports.retailPage),
    SANDBOX_PRIVATE_API_PORT: String(setting.ports.privateApi),
    SANDBOX_PRIVATE_PAGE_PORT: String(setting.ports.privatePage),
    SANDBOX_RATES_PORT: String(setting.ports.rates),
    SANDBOX_CERT: certificateFile,
    SANDBOX_KEY: keyFile,
    SANDBOX_SMTP_USER: "licet",
    SANDBOX_SMTP_PASSWORD: setting.secrets.smtpPassword,
    SANDBOX_OIDC_CLIENT_ID: "licet",
    SANDBOX_OIDC_CLIENT_SECRET: setting.secrets.oidcClientSecret,
    SANDBOX_OIDC_REDIRECTS: `${origin(setting)}/api/auth/callback/oidc`,
    SANDBOX_PEOPLE: setting.peopleFile,
  };
}
