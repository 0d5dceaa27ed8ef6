import { describe, expect, test } from "vitest";
import {
  auditCopyVariables,
  type BucketAddress,
  requireAuditCopy,
  toAuditCopies,
} from "./audit-copy-config.ts";
import { ConfigurationError, parseEnvironment } from "./environment.ts";

const read = (given: Readonly<Record<string, string>>) =>
  toAuditCopies(parseEnvironment(auditCopyVariables, given, requireAuditCopy));

const problems = (given: Readonly<Record<string, string>>): string => {
  try {
    read(given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
};
const bucket = (text: string): BucketAddress | undefined =>
  read({ LICET_AUDIT_COPY_BUCKET: text }).buckets[0];

describe("where checkpoints are copied to", () => {
  test("is a folder of any name, as it always was", () => {
    expect(read({ LICET_AUDIT_COPY: "/srv/audit copies, north" })).toEqual({
      folder: "/srv/audit copies, north",
      buckets: [],
      mail: { addresses: [], everyMs: 3_600_000 },
    });
  });

  test("is a bucket of Google's, with folders in it or without, and at another endpoint", () => {
    const google = { kind: "google", endpoint: "https://storage.googleapis.com", bucket: "licet-audit" };
    expect(bucket("gs://licet-audit")).toEqual({ ...google, prefix: "" });
    expect(bucket("gs://licet-audit/")).toEqual({ ...google, prefix: "" });
    expect(bucket("gs://licet-audit/north/1")).toEqual({ ...google, prefix: "north/1/" });
    expect(bucket("gs://licet-audit/north/?endpoint=https://storage.example:8443")).toEqual({
      ...google,
      endpoint: "https://storage.example:8443",
      prefix: "north/",
    });
  });

  test("is a bucket of an S3-compatible storage, with its key, of which the secret is one", () => {
    const address = bucket(
      "s3://KEY%2F1:se%2Fcr%2Bet@minio.example:9000/licet-audit/north?region=eu-central-1",
    );
    expect(address).toMatchObject({
      kind: "s3",
      endpoint: "https://minio.example:9000",
      bucket: "licet-audit",
      prefix: "north/",
      region: "eu-central-1",
      accessKey: "KEY/1",
    });
    expect(address?.kind === "s3" && address.secretKey.reveal()).toBe("se/cr+et");
    expect(JSON.stringify(address)).not.toContain("cr+et");
  });

  test("may be several at once, and mailboxes beside them", () => {
    const copies = read({
      LICET_AUDIT_COPY: "/srv/copies",
      LICET_AUDIT_COPY_BUCKET: "gs://one-bucket  s3://k:s@storage.example/two-bucket",
      LICET_AUDIT_COPY_MAIL: "a@firm.example, b@audit.example",
      LICET_AUDIT_COPY_MAIL_MINUTES: "1440",
    });
    expect(copies.buckets.map(({ bucket: name }) => name)).toEqual(["one-bucket", "two-bucket"]);
    expect(copies.mail).toEqual({ addresses: ["a@firm.example", "b@audit.example"], everyMs: 86_400_000 });
  });

  test("is somewhere that can be asked what it holds: mailboxes alone are refused, with everything else", () => {
    const message = problems({ LICET_AUDIT_COPY_MAIL: "nobody", LICET_AUDIT_COPY_MAIL_MINUTES: "0" });
    expect(message).toContain("LICET_AUDIT_COPY is missing: it wants the path of a folder");
    expect(message).toContain("LICET_AUDIT_COPY_MAIL is wrong: it wants mail addresses");
    expect(message).toContain("LICET_AUDIT_COPY_MAIL_MINUTES is wrong: it wants how many minutes");
  });

  test.each([
    "licet-audit",
    "gs://",
    "gs://UPPER/x y",
    "gs://user@licet-audit",
    "gs://licet-audit/a%2Fb",
    "gs://licet-audit//b",
    "gs://licet-audit#x",
    "gs://licet-audit?endpoint=http://storage.example",
    "gs://licet-audit?endpoint=https://storage.example/path",
    "gs://licet-audit?region=x",
    "s3://storage.example/licet-audit",
    "s3://key@storage.example/licet-audit",
    "s3://key:canary@storage.example/",
    "s3://key:canary@storage.example/licet-audit?region=a b",
    "s3://key:canary%@storage.example/licet-audit",
    "s3://key:canary@storage.example/licet-audit?endpoint=https://x.example",
    "https://storage.example/licet-audit",
    "gs://licet-audit gs://licet-audit",
  ])("is not %s, and what is wrong is not repeated", (text) => {
    const message = problems({ LICET_AUDIT_COPY_BUCKET: text });
    expect(message).toMatch(/LICET_AUDIT_COPY_BUCKET is wrong: it wants gs:\/\/bucket\/prefix or s3:/);
    expect(message).not.toContain("canary");
  });

  test.each([
    "a@b@c.example",
    "a b@c.example",
    "<a@c.example>",
    "a@c.example,",
    "@c.example",
    "a@",
    "a@c.example\r\nBcc: b@c.example",
    "a@c.example,a@c.example",
  ])("is not the mailbox %s", (text) => {
    expect(problems({ LICET_AUDIT_COPY: "/x", LICET_AUDIT_COPY_MAIL: text })).toContain("MAIL is wrong");
  });
});
