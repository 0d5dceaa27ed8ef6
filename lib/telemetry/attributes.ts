import { aspspFailures } from "#lib/aspsp/failure.ts";
import { errorCatalogue } from "#lib/kernel/errors.ts";

type Shape = (value: string) => boolean;

/** Closed lists that only a running process knows: its routes, its kinds of jobs, the banks of its file. */
export interface KnownNames {
  readonly route: Shape;
  /** Not `job`, by which Prometheus calls the processes it reads. */
  readonly job_kind: Shape;
  readonly institution: Shape;
}

const oneOf = (...values: readonly string[]): Shape => {
  const set: ReadonlySet<string> = new Set(values);
  return (value) => set.has(value);
};

/** A name that stands in the code: letters, parted by dots and underscores. No identifier, address or number is one. */
const codeName =
  (pattern: RegExp): Shape =>
  (value) =>
    value.length <= 64 && pattern.test(value);

/** How a call, a job, a request or an authentication may end. */
export const outcomes = [
  ...["done", "invalid", "refused", "failed", "committed", "unavailable", "ok", "malformed", "lost"],
  ...["overloaded", "permissionDenied", "notFound", "disabled", "untrustedAnswer"],
  ...["finalised", "exempted"],
] as const;

/** What is asked of the KMS, and of a bank. */
export const operations = [
  ...["encrypt", "decrypt", "asymmetricDecrypt", "sign", "publicKey", "primaryVersion", "inspect"],
  ...["begin", "resume", "poll", "end", "accounts", "holders", "balances", "transactions", "positions"],
  ...["investmentTransactions", "portfolios"],
] as const;

/** Of the reasons of `lib/aspsp`, and those by which an authentication ends before the bank has asked anything. */
export const reasons = [
  ...aspspFailures,
  ...["wrongPassword", "passwordExpired", "consentEnded", "institutionChanged", "none"],
] as const;

/** The kinds of methods of `lib/aspsp`, and what is none of them. */
export const scaMethods = [
  ...["sms", "call", "mail", "totp", "token", "picture", "app", "other"],
  ...["redirect", "choice", "none"],
] as const;

/** As whom a transaction acts (`lib/db/roles.ts`). */
export const databaseRoles = [
  ...["licet_visitor", "licet_pending", "licet_investor", "licet_advisor", "licet_compliance"],
  ...["licet_admin", "licet_client", "licet_sealer", "licet_reader"],
  ...["licet_job", "licet_system", "licet_queue", "licet_opener"],
] as const;

/** Every attribute that may ever leave, and what its values look like. Whatever is not on this list leaves as nothing. */
const shapes = {
  method: oneOf("GET", "HEAD", "POST"),
  status: (value) => value === "aborted" || /^[1-5]\d\d$/.test(value),
  outcome: oneOf(...outcomes),
  code: (value) => Object.hasOwn(errorCatalogue, value),
  where: oneOf("front", "page", "action", "route"),
  act: codeName(/^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/),
  event: codeName(/^([a-z][a-z_]*\.[a-zA-Z_]+|uncaughtException|unhandledRejection|console)$/),
  level: oneOf("warn", "error", "fatal"),
  role: oneOf(...databaseRoles),
  pool: oneOf("data", "keys", "auditLog", "queue"),
  state: oneOf("used", "idle", "waiting"),
  operation: oneOf(...operations),
  reason: oneOf(...reasons),
  sca_method: oneOf(...scaMethods),
  part: oneOf("sequencing", "signing", "mailing"),
  quantile: oneOf("0.5", "0.99", "1"),
  memory: oneOf("resident", "heap"),
  signal: oneOf("metrics", "traces"),
  what: oneOf("attribute", "span", "fault"),
} as const satisfies Record<string, Shape>;

export type AttributeKey = keyof typeof shapes | keyof KnownNames;
export type Attributes = Partial<Readonly<Record<AttributeKey, string>>>;

/** Stands where a value was not of its kind. */
export const other = "other";

/**
 * Keeps of what it is given the keys that are asked for, each with a value of its shape. `count` hears of each that
 * was not: it was a fault of the code that told it.
 */
export type Keep = (given: Readonly<Record<string, unknown>>, keys: readonly AttributeKey[]) => Attributes;

export function keepingTo(known: KnownNames, count: () => void): Keep {
  const all: Readonly<Record<string, Shape>> = { ...shapes, ...known };
  return (given, keys) => {
    const kept: Record<string, string> = {};
    for (const key of keys) {
      const value = given[key];
      const isRight = typeof value === "string" && (value === other || all[key]?.(value) === true);
      if (!isRight) count();
      kept[key] = isRight ? value : other;
    }
    return kept;
  };
}

/** Whether attributes are such as `Keep` leaves them: nothing on top, and nothing of another shape. */
export function isKept(keep: Keep, attributes: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(attributes);
  if (!keys.every((key): key is AttributeKey => Object.hasOwn(shapes, key) || isOfProcess(key))) return false;
  const kept = keep(attributes, keys as readonly AttributeKey[]);
  return keys.every((key) => kept[key as AttributeKey] === attributes[key]);
}

const isOfProcess = (key: string): boolean => key === "route" || key === "job_kind" || key === "institution";
