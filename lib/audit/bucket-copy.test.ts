import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Secret } from "#lib/kernel/secret.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { type DocumentedBucket, startDocumentedBucket } from "#scripts/testing/documented-bucket.ts";
import { bucketCopy } from "./bucket-copy.ts";
import { checkpointText } from "./checkpoint.ts";
import type { CheckpointCopy } from "./checkpoint-copy.ts";
import { googleBucket } from "./google-bucket.ts";
import { s3Bucket } from "./s3-bucket.ts";

const origin = "consent.example.com/audit";
const noteOf = (size: number, { name = origin, root = size % 251, signature = "A" } = {}) =>
  `${checkpointText({ origin: name, size, root: Buffer.alloc(32, root) })}\n— ${name} ${signature.repeat(92)}\n`;

const folder = mkdtempSync(join(tmpdir(), "licet-bucket-"));
let storage: DocumentedBucket;
beforeAll(async () => {
  storage = await startDocumentedBucket();
  setDefaultCACertificates([...getCACertificates(), storage.ca]);
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  storage.objects.clear();
  Object.assign(storage, { pageSize: 1_000, fault: null, losesNextAnswer: false });
});

interface Where {
  readonly endpoint?: string;
  readonly bucket?: string;
  /** Whether who asks may write. */
  readonly mayWrite?: boolean;
  readonly prefix?: string;
}

const tokenOf = (token: string) => () => ({ getAccessToken: async () => token });

const kinds: Readonly<Record<string, (where?: Where) => CheckpointCopy>> = {
  "of Google Cloud Storage": ({ endpoint, bucket, mayWrite = true, prefix = "" } = {}) =>
    bucketCopy(
      googleBucket(
        { endpoint: endpoint ?? storage.endpoint, bucket: bucket ?? storage.bucket },
        tokenOf(mayWrite ? storage.writer : storage.reader),
      ),
      prefix,
    ),
  "of an S3-compatible storage": ({ endpoint, bucket, mayWrite = true, prefix = "" } = {}) =>
    bucketCopy(
      s3Bucket(
        {
          endpoint: endpoint ?? storage.endpoint,
          bucket: bucket ?? storage.bucket,
          region: "eu-central-1",
          accessKey: storage.accessKey,
          secretKey: new Secret(mayWrite ? storage.secretKey : "another"),
        },
        () => new Date(),
      ),
      prefix,
    ),
};

describe.each(Object.entries(kinds))("a bucket %s", (_kind, open) => {
  test("has nothing at first, and then what was added last, to the byte", async () => {
    const copy = open();
    expect(await copy.last(origin)).toBeNull();
    for (const size of [0, 1, 999, 1_000, 20_852_163, Number.MAX_SAFE_INTEGER]) {
      await copy.add(noteOf(size));
      expect(await open().last(origin)).toBe(noteOf(size));
    }
    await copy.add(noteOf(5));
    expect(await open().last(origin)).toBe(noteOf(Number.MAX_SAFE_INTEGER));
    expect(storage.objects.size).toBe(7);
  });

  test("has names that an auditor finds by the size", async () => {
    await open({ prefix: "audit/north/" }).add(noteOf(20_852_163));
    expect([...storage.objects]).toEqual([
      ["audit/north/consent.example.com%2Faudit/000/000/000/020/852/163.checkpoint", noteOf(20_852_163)],
    ]);
    expect(await open({ prefix: "audit/north/" }).last(origin)).toBe(noteOf(20_852_163));
    expect(await open({ prefix: "audit/" }).last(origin)).toBeNull();
  });

  test("keeps logs apart, whatever their names, and passes over what is not ours", async () => {
    const names = [origin, "consent.example.com", "consent.example.com/audit/2", "a&b<c>'(x)*!/ü"];
    for (const [at, name] of names.entries()) await open().add(noteOf(at + 1, { name }));
    storage.objects.set("consent.example.com%2Faudit/readme.txt", "not ours");
    storage.objects.set("consent.example.com%2Faudit/zzz/readme.txt", "not ours");
    for (const [at, name] of names.entries()) expect(await open().last(name)).toBe(noteOf(at + 1, { name }));
  });

  test("is read page by page", async () => {
    for (let size = 1; size <= 30; size++) await open().add(noteOf(size));
    storage.pageSize = 4;
    expect(await open().last(origin)).toBe(noteOf(30));
  });

  test("keeps what it has: a second note of one size is no second object, and of another log is found", async () => {
    await open().add(noteOf(7));
    await open().add(noteOf(7));
    await open().add(noteOf(7, { signature: "B" }));
    await expect(open().add(noteOf(7, { root: 99 }))).rejects.toMatchObject({ code: "copyDiffers" });
    expect([...storage.objects.values()]).toEqual([noteOf(7)]);
  });

  test("whose answer was lost has the note once, and takes it when it is brought again", async () => {
    storage.losesNextAnswer = true;
    await expect(open().add(noteOf(3))).rejects.toMatchObject({ code: "copyUnreachable" });
    expect(storage.objects.size).toBe(1);
    await open().add(noteOf(3));
    expect([...storage.objects.values()]).toEqual([noteOf(3)]);
  });

  test("in which somebody has put something else as the last one is not believed", async () => {
    await open().add(noteOf(3));
    const [name = ""] = storage.objects.keys();
    for (const content of ["", "junk", noteOf(4), noteOf(3, { name: "other.example/log" })]) {
      storage.objects.set(name, content);
      await expect(open().last(origin)).rejects.toMatchObject({ code: "copyUnreadable" });
    }
  });

  test.each([
    [400, "copyRefused"],
    [401, "copyForbidden"],
    [403, "copyForbidden"],
    [404, "copyNotFound"],
    [412, "copyRefused"],
    [429, "copyUnavailable"],
    [500, "copyUnavailable"],
    [503, "copyUnavailable"],
  ])("that answers %i fails and takes the note later", async (status, code) => {
    storage.fault = { status };
    await expect(open().last(origin)).rejects.toMatchObject({ code });
    // A precondition that fails says that the object is there, and then it can be read.
    await expect(open().add(noteOf(1))).rejects.toMatchObject({ code });
    storage.fault = null;
    await open().add(noteOf(1));
    expect(await open().last(origin)).toBe(noteOf(1));
  });

  test("that sends elsewhere is not followed", async () => {
    storage.fault = { status: 307, location: `${storage.endpoint}/elsewhere/x` };
    await expect(open().add(noteOf(1))).rejects.toMatchObject({ code: "copyUnreachable" });
    expect(storage.objects.size).toBe(0);
  });

  test("that never answers is given up in time", async () => {
    storage.fault = "hang";
    await expect(open().add(noteOf(1))).rejects.toMatchObject({ code: "copyTimedOut" });
  });

  test("that is not there, is not its own or is not open to us is said to be", async () => {
    const nowhere = `https://localhost:${await freePort()}`;
    await expect(open({ endpoint: nowhere }).add(noteOf(1))).rejects.toMatchObject({
      code: "copyUnreachable",
      cause: { cause: { code: "ECONNREFUSED" } },
    });
    const stranger = await startDocumentedBucket();
    await expect(open({ endpoint: stranger.endpoint }).add(noteOf(1))).rejects.toMatchObject({
      code: "copyUnreachable",
      cause: { cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" } },
    });
    expect(stranger.objects.size).toBe(0);
    await stranger.close();
    await expect(open({ bucket: "no-such-bucket" }).last(origin)).rejects.toMatchObject({
      code: "copyNotFound",
    });
    await expect(open({ mayWrite: false }).add(noteOf(1))).rejects.toMatchObject({ code: "copyForbidden" });
    expect(storage.objects.size).toBe(0);
  });
});

describe("a bucket of Google Cloud Storage", () => {
  test("is asked anew who we are after a token was no longer believed", async () => {
    const tokens = ["revoked", storage.writer];
    const address = { endpoint: storage.endpoint, bucket: storage.bucket };
    const copy = bucketCopy(
      googleBucket(address, () => tokenOf(tokens.shift() ?? "")()),
      "",
    );
    await expect(copy.add(noteOf(1))).rejects.toMatchObject({ code: "copyForbidden" });
    await copy.add(noteOf(1));
    expect(storage.objects.size).toBe(1);
  });

  test("is written to as the process's own service account", async () => {
    const file = (name: string) => join(folder, name);
    writeFileSync(file("identity"), "who this machine is");
    const federation = {
      type: "external_account",
      audience:
        "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `${storage.endpoint}/v1/token`,
      credential_source: { file: file("identity") },
    };
    writeFileSync(file("credentials.json"), JSON.stringify(federation));
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", file("credentials.json"));
    const address = { endpoint: storage.endpoint, bucket: storage.bucket };
    await bucketCopy(googleBucket(address), "").add(noteOf(1));
    expect(storage.objects.size).toBe(1);

    writeFileSync(file("identity"), "somebody else");
    await expect(bucketCopy(googleBucket(address), "").add(noteOf(2))).rejects.toMatchObject({
      code: "copyForbidden",
    });
    writeFileSync(file("credentials.json"), "{}");
    await expect(bucketCopy(googleBucket(address), "").add(noteOf(2))).rejects.toMatchObject({
      code: "copyForbidden",
    });
    vi.unstubAllEnvs();
  });

  test("is not written to without a token, or when nobody says in time who we are", async () => {
    const address = { endpoint: storage.endpoint, bucket: storage.bucket };
    const nobody = bucketCopy(
      googleBucket(address, () => ({ getAccessToken: async () => null })),
      "",
    );
    await expect(nobody.add(noteOf(1))).rejects.toMatchObject({ code: "copyForbidden" });
    const silent = bucketCopy(
      googleBucket(address, () => ({ getAccessToken: () => new Promise(() => {}) })),
      "",
    );
    await expect(silent.add(noteOf(1))).rejects.toMatchObject({ code: "copyTimedOut" });
    expect(storage.objects.size).toBe(0);
  });
});
