import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointText } from "#lib/audit/checkpoint.ts";
import { formatProof } from "#lib/audit/inclusion-proof.ts";
import { noteKey, signedNote } from "#lib/audit/note.ts";
import { newId } from "#lib/kernel/id.ts";
import { checkReceipt, parseReceiptKeys } from "./check-receipt.ts";
import type { Receipt } from "./receipt.ts";
import { formatReceiptFile, receiptFile } from "./receipt-file.ts";

const origin = "consent.example.com/audit";
const kid = "projects/p/locations/l/keyRings/r/cryptoKeys/receipt/cryptoKeyVersions/1";
const receipts = generateKeyPairSync("ed25519");
const log = generateKeyPairSync("ed25519");
const logKey = noteKey(origin, log.publicKey);
const keys = { receipts: [{ kid, key: receipts.publicKey }], log: [logKey] };

const leaf = createHash("sha256").update("\0an event").digest();
const at = "2026-11-21T10:00:00.000Z";
const receipt: Receipt = {
  schemaVersion: "1",
  receiptId: newId("rcp"),
  kind: "credentialDeleted",
  issuedAt: at,
  principal: { id: newId("per") },
  controller: { id: newId("ten"), name: "Norte Patrimonio" },
  processor: { id: origin },
  act: {
    ...{ eventId: newId("evt"), type: "vault.credentialDestroyed", leafHash: leaf.toString("hex"), at },
    ...{ initiator: "job", channel: "system", reason: null },
  },
  consent: null,
  deletion: {
    credentialId: newId("crd"),
    destroyedAt: at,
    wrappedKeysDestroyed: [{ version: 1, kmsKeyVersion: "wrap/1" }],
    backupsForgetBy: at,
  },
};

function signed(
  payload: unknown,
  { header = {}, key = receipts.privateKey }: { header?: object; key?: KeyObject } = {},
) {
  const parts = [{ alg: "EdDSA", kid, typ: "licet-receipt+jws", ...header }, payload];
  const input = parts
    .map((part) => Buffer.from(canonicalize(part) as string).toString("base64url"))
    .join(".");
  return `${input}.${sign(null, Buffer.from(input), key).toString("base64url")}`;
}

function proofOf(root: Buffer, name = origin, key: KeyObject = log.privateKey) {
  const text = checkpointText({ origin: name, size: 1, root });
  const note = signedNote(text, noteKey(name, log.publicKey), sign(null, Buffer.from(text), key));
  return formatProof({ index: 0, path: [], note });
}

const right = formatReceiptFile(receiptFile(signed(receipt), proofOf(leaf)));
const changed = (change: (file: { signature: string }) => void): string => {
  const file = JSON.parse(right);
  change(file);
  return JSON.stringify(file);
};

describe("a receipt", () => {
  test("from before anything could be left out is right, and so is one that says what is", () => {
    const category = { category: "transactions" as const, purposes: ["advice"], historyFrom: null };
    const consent: Receipt["consent"] = {
      ...{ consentId: newId("con"), revision: 4, state: "given", accounts: null, psd2ExplicitConsent: true },
      notice: { version: "v1", locale: "es", sha256: "ab".repeat(32) },
      recipients: [{ kind: "firm", id: newId("ten"), name: "Norte Patrimonio" }],
      categories: [category],
      ...{ lawfulBasis: "contract", accessesPerDay: 4, givenAt: at, validUntil: at, endedAt: null },
      ...{ retentionAfterEndDays: 0, storageRegion: "eu-nl" },
      ...{ collectionMethod: "portal", withdrawalMethod: "portal" },
    };
    const check = (categories: NonNullable<Receipt["consent"]>["categories"]) => {
      const given: Receipt = {
        ...receipt,
        kind: "consentGiven",
        consent: { ...consent, categories },
        deletion: null,
      };
      return checkReceipt(formatReceiptFile(receiptFile(signed(given), null)), keys).fault;
    };
    expect(check([category])).toBeNull();
    expect(check([{ ...category, leavesOut: ["counterparties"] }])).toBeNull();
  });

  test("is right as it was issued, with its place in the log", () => {
    expect(checkReceipt(right, keys)).toMatchObject({
      fault: null,
      receipt,
      place: { index: 0, checkpoint: { origin, size: 1 } },
    });
  });

  test("is right whatever the order and the spacing of its JSON", () => {
    const file = JSON.parse(right);
    const turned = Object.fromEntries(Object.entries(file.receipt).reverse());
    expect(checkReceipt(JSON.stringify({ ...file, receipt: turned }), keys)).toMatchObject({ fault: null });
  });

  test("is never right after a change of any one character that changes what it says", () => {
    const said = JSON.stringify(JSON.parse(right));
    fc.assert(
      fc.property(fc.nat({ max: said.length - 1 }), fc.integer({ min: 32, max: 126 }), (index, code) => {
        const other = said.slice(0, index) + String.fromCharCode(code) + said.slice(index + 1);
        fc.pre(other !== said);
        expect(checkReceipt(other, keys).fault).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test.each<[string, string, string]>([
    ["nothing", "", "unreadable"],
    ["other JSON", "{}", "unreadable"],
    ["a huge text", " ".repeat(300_000), "unreadable"],
    ["a field more", changed((file) => Object.assign(file, { note: "" })), "unreadable"],
    ["another format", changed((file) => Object.assign(file, { format: "licet-receipt/2" })), "unreadable"],
    ["no proof", changed((file) => Object.assign(file, { proof: null })), "none"],
    ["a text for a proof", changed((file) => Object.assign(file, { proof: "c2sp" })), "proofWrong"],
    [
      "a proof of another event",
      changed((file) => Object.assign(file, { proof: proofOf(Buffer.alloc(32, 7)) })),
      "proofWrong",
    ],
    [
      "another log's proof",
      changed((file) => Object.assign(file, { proof: proofOf(leaf, "other.example.com/audit") })),
      "proofWrong",
    ],
    [
      "a proof that a stranger signed",
      changed((file) =>
        Object.assign(file, { proof: proofOf(leaf, origin, generateKeyPairSync("ed25519").privateKey) }),
      ),
      "proofWrong",
    ],
  ])("with %s is told apart", (_what, text, fault) => {
    expect(checkReceipt(text, keys).fault ?? "none").toBe(fault);
  });

  test("has one writing of its signature", () => {
    const alike = changed((file: { signature: string }) => {
      const last = file.signature.at(-1) ?? "";
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      file.signature = file.signature.slice(0, -1) + alphabet[alphabet.indexOf(last) ^ 1];
    });
    expect(checkReceipt(alike, keys)).toEqual({ fault: "unreadable" });
  });

  test.each<[string, object, string]>([
    ["no algorithm", { alg: "none" }, "signatureUnknown"],
    ["another algorithm", { alg: "HS256" }, "signatureUnknown"],
    ["another key's name", { kid: "x" }, "signatureUnknown"],
    ["another kind of statement", { typ: "licet-transport-key+jws" }, "signatureUnknown"],
    ["a critical extension", { crit: ["exp"] }, "unreadable"],
    ["a key of its own", { jwk: {} }, "unreadable"],
  ])("whose signature names %s is refused", (_what, header, fault) => {
    const file = formatReceiptFile(receiptFile(signed(receipt, { header }), null));
    expect(checkReceipt(file, keys)).toEqual({ fault });
  });

  test("that another key signed is refused", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const file = formatReceiptFile(receiptFile(signed(receipt, { key: privateKey }), null));
    expect(checkReceipt(file, keys)).toEqual({ fault: "signatureWrong" });
  });
});

describe("a key set", () => {
  test("gives its keys by their names", () => {
    const jwk = { ...receipts.publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "EdDSA" };
    const [key] = parseReceiptKeys({ keys: [jwk] });
    expect(checkReceipt(right, { ...keys, receipts: key ? [key] : [] })).toMatchObject({ fault: null });
  });

  test("with a key of another kind is refused", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    expect(() => parseReceiptKeys({ keys: [{ ...publicKey.export({ format: "jwk" }), kid }] })).toThrow();
    expect(() => parseReceiptKeys("keys")).toThrow();
  });
});
