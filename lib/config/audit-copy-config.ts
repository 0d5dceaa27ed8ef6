import { z } from "zod";
import { Secret } from "#lib/kernel/secret.ts";
import { text, wholeNumber } from "./environment.ts";

/** A bucket that copies go to, and as whom. Google's takes the process's own service account. */
export type BucketAddress =
  | {
      readonly kind: "google";
      readonly endpoint: string;
      readonly bucket: string;
      /** Ends with a slash, unless it is empty. */
      readonly prefix: string;
    }
  | {
      readonly kind: "s3";
      readonly endpoint: string;
      readonly bucket: string;
      readonly prefix: string;
      readonly region: string;
      readonly accessKey: string;
      readonly secretKey: Secret<string>;
    };

const folderWanted = "the path of a folder, outside the database, for copies of the log's checkpoints";
const bucketWanted =
  "gs://bucket/prefix or s3://key:secret@host:port/bucket/prefix?region=…, several with spaces between them";
const mailWanted = "mail addresses, with commas between them";

export const auditCopyVariables = {
  LICET_AUDIT_COPY: text(folderWanted).optional(),
  LICET_AUDIT_COPY_BUCKET: eachOf(/\s+/, readBucket, bucketWanted).optional(),
  LICET_AUDIT_COPY_MAIL: eachOf(/\s*,\s*/, readAddress, mailWanted).optional(),
  LICET_AUDIT_COPY_MAIL_MINUTES: wholeNumber(
    "how many minutes there are at least between two mails to one address, 1 to 1440",
    1,
    1440,
  ).default(60),
};

/** Nobody can ask a mailbox what it holds, and nothing is signed that does not continue a copy that was asked. */
export const requireAuditCopy = (given: Readonly<Record<string, string | undefined>>): readonly string[] =>
  given.LICET_AUDIT_COPY || given.LICET_AUDIT_COPY_BUCKET
    ? []
    : [`LICET_AUDIT_COPY is missing: it wants ${folderWanted}, unless LICET_AUDIT_COPY_BUCKET is given`];

export function toAuditCopies(read: {
  LICET_AUDIT_COPY?: string | undefined;
  LICET_AUDIT_COPY_BUCKET?: readonly BucketAddress[] | undefined;
  LICET_AUDIT_COPY_MAIL?: readonly string[] | undefined;
  LICET_AUDIT_COPY_MAIL_MINUTES: number;
}) {
  return {
    folder: read.LICET_AUDIT_COPY ?? null,
    buckets: read.LICET_AUDIT_COPY_BUCKET ?? [],
    mail: {
      addresses: read.LICET_AUDIT_COPY_MAIL ?? [],
      everyMs: read.LICET_AUDIT_COPY_MAIL_MINUTES * 60_000,
    },
  };
}

/** A list of which every part is read, and no two are the same; one that is wrong is not repeated, for what is secret in it. */
function eachOf<T>(separator: RegExp, read: (part: string) => T | null, wants: string) {
  return z.string().transform((value, ctx) => {
    const parts = value.trim().split(separator);
    const found = parts.map(read).filter((one) => one !== null);
    if (found.length === parts.length && new Set(parts).size === parts.length) return found as readonly T[];
    ctx.addIssue({ code: "custom", message: `is wrong: it wants ${wants}` });
    return z.NEVER;
  });
}

/** One mailbox, as the mail's envelope has it. */
function readAddress(text: string): string | null {
  return /^[^\s@<>,;:"()[\]\\]{1,64}@[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text) ? text : null;
}

const bucketName = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;

function readBucket(text: string): BucketAddress | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.hash !== "") return null;
  return url.protocol === "gs:" ? readGoogle(url) : url.protocol === "s3:" ? readS3(url) : null;
}

function readGoogle(url: URL): BucketAddress | null {
  const settings = settingsOf(url, ["endpoint"]);
  const endpoint = settings?.get("endpoint") ?? "https://storage.googleapis.com";
  const prefix = prefixOf(url.pathname.split("/").slice(1));
  const isOwn = url.username === "" && url.password === "" && url.port === "";
  if (!settings || !isOwn || prefix === null || !bucketName.test(url.hostname)) return null;
  if (!URL.canParse(endpoint) || new URL(endpoint).origin !== endpoint || !endpoint.startsWith("https:"))
    return null;
  return { kind: "google", endpoint, bucket: url.hostname, prefix };
}

function readS3(url: URL): BucketAddress | null {
  const settings = settingsOf(url, ["region"]);
  const region = settings?.get("region") ?? "us-east-1";
  const [bucket = "", ...below] = url.pathname.split("/").slice(1);
  const prefix = prefixOf(below);
  if (!settings || prefix === null || !bucketName.test(bucket) || !/^[a-z0-9-]{1,40}$/.test(region))
    return null;
  const [accessKey, secretKey] = [url.username, url.password].map(decoded);
  if (!accessKey || !secretKey || url.host === "") return null;
  return {
    kind: "s3",
    endpoint: `https://${url.host}`,
    bucket,
    prefix,
    region,
    accessKey,
    secretKey: new Secret(secretKey),
  };
}

/** The settings behind the question mark, if there is none that nobody reads. */
function settingsOf({ searchParams }: URL, known: readonly string[]): URLSearchParams | null {
  return [...searchParams.keys()].every((name) => known.includes(name)) ? searchParams : null;
}

/** Folders of plain names, so that they are the same in every listing, path and signature. */
function prefixOf(segments: readonly string[]): string | null {
  const folders = segments.at(-1) === "" ? segments.slice(0, -1) : segments;
  const arePlain = folders.every((one) => /^[\w.-]{1,100}$/.test(one) && !/^\.+$/.test(one));
  return arePlain ? folders.map((one) => `${one}/`).join("") : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
