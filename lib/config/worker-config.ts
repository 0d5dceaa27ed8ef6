import { Secret } from "#lib/kernel/secret.ts";
import { auditVariables, toAuditOrigin } from "./audit-config.ts";
import { auditCopyVariables, requireAuditCopy, toAuditCopies } from "./audit-copy-config.ts";
import { backupVariables, toBackups } from "./backup-config.ts";
import { bankVariables, toBanks } from "./bank-config.ts";
import { databaseVariables, toDatabases } from "./database-config.ts";
import { logLevel, origin, parseEnvironment, text, urlOf, wholeNumber } from "./environment.ts";
import { institutionsVariables } from "./institutions-config.ts";
import { kmsVariables, toKms } from "./kms-config.ts";
import { ratesVariables, toRates } from "./rates-config.ts";
import { relayListenVariables, relayVariables, toRelayListen, toRelayTls } from "./relay-config.ts";
import { telemetryVariables, toTelemetry } from "./telemetry-config.ts";

const variables = {
  ...databaseVariables,
  ...kmsVariables,
  ...institutionsVariables,
  ...auditVariables,
  ...auditCopyVariables,
  ...relayVariables,
  ...relayListenVariables,
  ...bankVariables,
  ...backupVariables,
  ...telemetryVariables,
  ...ratesVariables,
  LICET_ORIGIN: origin("the portal's public origin, such as https://consent.example.com"),
  LICET_CONSOLE_ORIGIN: origin(
    "the console's own public origin, such as https://console.example.com",
  ).optional(),
  LICET_SMTP_URL: urlOf(["smtps:", "smtp:"], "the mail server, as smtps://user:password@host:port"),
  LICET_MAIL_FROM: text("the sender of the portal's mails, such as Licet <no-reply@example.com>"),
  LICET_WORKER_CONCURRENCY: wholeNumber("how many jobs run at once, 1 to 64", 1, 64).default(8),
  LICET_OPENINGS_PER_MINUTE: wholeNumber(
    "how many credentials a tenant's jobs may open a minute",
    1,
    100_000,
  ).default(600),
  LICET_OPENINGS_NORM: wholeNumber(
    "how many a tenant's jobs open a minute at the most when all is as usual",
    1,
    100_000,
  ).default(200),
  LICET_LOG_LEVEL: logLevel().default("info"),
};

export type WorkerConfig = ReturnType<typeof readWorkerConfig>;

/** Everything the worker process is told from outside. Throws `ConfigurationError` with all problems at once. */
export function readWorkerConfig(environment: Readonly<Record<string, string | undefined>>) {
  const read = parseEnvironment(variables, environment, requireAuditCopy);
  return {
    databases: toDatabases(read),
    kms: toKms(read),
    vault: {
      openingsPerMinute: read.LICET_OPENINGS_PER_MINUTE,
      openingsNorm: read.LICET_OPENINGS_NORM,
      keyBackupDays: read.LICET_KEY_BACKUP_DAYS,
    },
    backups: toBackups(read),
    /** The institutions file; `lib/institutions` reads it, and looks at it again. */
    institutions: read.LICET_INSTITUTIONS,
    portalOrigins: [read.LICET_ORIGIN, read.LICET_CONSOLE_ORIGIN ?? read.LICET_ORIGIN] as const,
    audit: { origin: toAuditOrigin(read), copies: toAuditCopies(read) },
    banks: toBanks(read),
    /** Where reference rates come from. */
    rates: toRates(read),
    /** Where answers to a bank are taken from web. */
    relay: { tls: toRelayTls(read), listen: toRelayListen(read) },
    mail: { server: new Secret(read.LICET_SMTP_URL), from: read.LICET_MAIL_FROM },
    concurrency: read.LICET_WORKER_CONCURRENCY,
    telemetry: toTelemetry(read),
    logLevel: read.LICET_LOG_LEVEL,
  };
}

export const workerConfig = (): WorkerConfig => readWorkerConfig(process.env);
