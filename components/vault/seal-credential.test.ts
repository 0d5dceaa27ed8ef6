import { constants, generateKeyPairSync, type KeyObject, privateDecrypt, sign } from "node:crypto";
import fc from "fast-check";
import { CompactEncrypt } from "jose";
import { describe, expect, test, vi } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { signStatement } from "#lib/keys/statement.ts";
import { openTransport, parseTransport, requireBoundTo } from "#lib/vault/transport.ts";
import { verifyTransportStatement } from "#lib/vault/transport-statement.ts";
import { sealCredential, UnsupportedBrowser, UntrustedKey } from "./seal-credential.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 4096 });
const operator = generateKeyPairSync("ed25519");
const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();
const now = new Date("2026-11-21T12:00:00Z");

const statement = (change: object = {}, key = operator.privateKey, typ = "licet-transport-key+jws") =>
  signStatement({ sign: async (_, data) => sign(null, data, key) }, "v" as KeyVersionName, typ, {
    version: 1,
    region: "eu-nl",
    kid: "1",
    spki: pem(rsa.publicKey),
    fingerprint: "0".repeat(64),
    notBefore: "2026-01-01T00:00:00.000Z",
    notAfter: "2027-01-01T00:00:00.000Z",
    ...change,
  });

const offer = async (signed: string | Promise<string> = statement()) => ({
  sealingId: newId("slg"),
  tenantId: newId("ten"),
  institutionId: "sandbox-retail",
  statement: await signed,
  signerPem: pem(operator.publicKey),
});

const open = (compact: string) => {
  const sealed = parseTransport(compact);
  const key = privateDecrypt(
    { key: rsa.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    sealed.encryptedKey,
  );
  return JSON.parse(openTransport(sealed, key).toString("utf8"));
};

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "accepted";
};

describe("a credential sealed in the browser", () => {
  test("opens to what was typed, whatever it was", async () => {
    const given = await offer();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 120 }), async (pin) => {
        expect(open(await sealCredential(given, { userId: "u", pin }, now))).toEqual({ userId: "u", pin });
      }),
      { numRuns: 25 },
    );
  });

  test("has one length for passwords of 8 and of 20 characters", async () => {
    const given = await offer();
    const [short, long] = await Promise.all(
      ["a".repeat(8), "b".repeat(20)].map((pin) => sealCredential(given, { pin }, now)),
    );
    expect(short?.length).toBe(long?.length);
  });

  test("is bound to its firm, page view and bank", async () => {
    const given = await offer();
    const sealed = parseTransport(await sealCredential(given, { pin: "1" }, now));
    const context = {
      tenantId: given.tenantId,
      sealingId: given.sealingId,
      institutionId: given.institutionId,
    };
    expect(codeOf(() => requireBoundTo(sealed, context))).toBe("accepted");
    expect(codeOf(() => requireBoundTo(sealed, { ...context, tenantId: newId("ten") }))).toBe("wrongContext");
    expect(codeOf(() => requireBoundTo(sealed, { ...context, sealingId: newId("slg") }))).toBe(
      "wrongContext",
    );
    expect(codeOf(() => requireBoundTo(sealed, { ...context, institutionId: "other" }))).toBe("wrongContext");
  });

  test("does not open with any one character of any part changed", async () => {
    const compact = await sealCredential(await offer(), { pin: "1" }, now);
    const step = 7;
    for (let at = 0; at < compact.length; at += step) {
      if (compact[at] === ".") continue;
      const other = compact[at] === "A" ? "B" : "A";
      const changed = compact.slice(0, at) + other + compact.slice(at + 1);
      expect(() => open(changed), `character ${at}`).toThrow();
    }
  });
});

describe("a browser", () => {
  const without = async (failure: Error) => {
    const importKey = vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(failure);
    try {
      return await sealCredential(await offer(), { pin: "1" }, now).catch((error) => error);
    } finally {
      importKey.mockRestore();
    }
  };

  test("that lacks the signature’s algorithm is not told that the key is to be suspected", async () => {
    const lacking = new DOMException("unrecognised name", "NotSupportedError");
    expect(await without(lacking)).toBeInstanceOf(UnsupportedBrowser);
    expect(await without(new DOMException("bad key", "DataError"))).toBeInstanceOf(UntrustedKey);
  });
});

describe("a transport that the server is given", () => {
  const header = {
    alg: "RSA-OAEP-256",
    enc: "A256GCM",
    typ: "licet-credential+jwe",
    kid: "1",
    tenant: newId("ten"),
    sealing: newId("slg"),
    institution: "sandbox-retail",
  };
  const withHeader = (text: string) =>
    [
      Buffer.from(text).toString("base64url"),
      Buffer.alloc(512, 1).toString("base64url"),
      Buffer.alloc(12).toString("base64url"),
      Buffer.alloc(64).toString("base64url"),
      Buffer.alloc(16).toString("base64url"),
    ].join(".");

  test("is taken apart if its header is ours", () => {
    expect(codeOf(() => parseTransport(withHeader(JSON.stringify(header))))).toBe("accepted");
  });

  test.each<[string, string]>([
    ["alg none", JSON.stringify({ ...header, alg: "none" })],
    ["alg dir", JSON.stringify({ ...header, alg: "dir" })],
    ["RSA1_5", JSON.stringify({ ...header, alg: "RSA1_5" })],
    ["another enc", JSON.stringify({ ...header, enc: "A128CBC-HS256" })],
    ["compression", JSON.stringify({ ...header, zip: "DEF" })],
    ["a critical extension", JSON.stringify({ ...header, crit: ["x"], x: 1 })],
    ["a key of its own", JSON.stringify({ ...header, jwk: {} })],
    ["a name twice", JSON.stringify(header).replace("{", '{"alg":"none",')],
    ["white space", JSON.stringify(header, null, 1)],
    ["no JSON", "alg=none"],
  ])("is refused with %s", (_, text) => {
    expect(codeOf(() => parseTransport(withHeader(text)))).toBe("wrongHeader");
  });

  test("is refused when a part is missing, added, of another length or oversized", () => {
    const good = withHeader(JSON.stringify(header));
    const parts = good.split(".");
    const swap = (at: number, bytes: Buffer) =>
      parts.map((part, i) => (i === at ? bytes.toString("base64url") : part)).join(".");
    for (const bad of [
      parts.slice(0, 4).join("."),
      `${good}.AAAA`,
      swap(1, Buffer.alloc(256)),
      swap(2, Buffer.alloc(11)),
      swap(3, Buffer.alloc(63)),
      swap(3, Buffer.alloc(0)),
      swap(4, Buffer.alloc(12)),
      swap(3, Buffer.alloc(16 * 1024)),
      good.replace(".", "."),
      `${good}=`,
      good.replace(/AAAA$/, "AA+/"),
    ].filter((text) => text !== good)) {
      expect(codeOf(() => parseTransport(bad))).toBe("malformed");
    }
  });

  test("made by another implementation with another content encryption is refused", async () => {
    const compact = await new CompactEncrypt(new Uint8Array(64))
      .setProtectedHeader({ ...header, enc: "A128GCM" })
      .encrypt(rsa.publicKey);
    expect(codeOf(() => parseTransport(compact))).toBe("wrongHeader");
  });
});

describe("the signed statement of a transport key", () => {
  const check = async (signed: Promise<string>, region = "eu-nl", at = now, kid = "1") => {
    const text = await signed;
    const published = { kid, statement: text };
    const server = await verifyTransportStatement(published, pem(operator.publicKey), region, at).then(
      () => "accepted",
      () => "refused",
    );
    const browser = await sealCredential(await offer(text), { pin: "1" }, at).then(
      () => "accepted",
      (error) => (error instanceof UntrustedKey ? "refused" : "broken"),
    );
    return { server, browser };
  };

  test("is believed in its time, by server and browser", async () => {
    expect(await check(statement())).toEqual({ server: "accepted", browser: "accepted" });
  });

  test("is refused once expired, before its time, or signed by somebody else", async () => {
    const refused = { server: "refused", browser: "refused" };
    expect(await check(statement({ notAfter: now.toISOString() }))).toEqual(refused);
    expect(await check(statement({ notBefore: "2026-12-01T00:00:00.000Z" }))).toEqual(refused);
    expect(await check(statement({}, generateKeyPairSync("ed25519").privateKey))).toEqual(refused);
    expect(await check(statement({}, operator.privateKey, "another+jws"))).toEqual(refused);
    expect(await check(Promise.resolve("a.b.c"))).toEqual(refused);
  });

  test("of another region or version is refused", async () => {
    expect((await check(statement(), "eu-ch")).server).toBe("refused");
    expect((await check(statement(), "eu-nl", now, "2")).server).toBe("refused");
  });
});
