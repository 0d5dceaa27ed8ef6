import { createCipheriv, createSecretKey, hkdfSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { newId, type TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { openEnvelope, sealEnvelope } from "#lib/keys/envelope.ts";
import { flipBit } from "#scripts/testing/tampering.ts";
import { BookKey } from "./book-key.ts";
import { ChunkKey } from "./chunk-key.ts";
import {
  type ChunkContext,
  encodeChunkContext,
  encodeKeyContext,
  encodeSummaryContext,
  type KeyContext,
  type SummaryContext,
} from "./context.ts";

const investor: KeyContext = {
  tenantId: newId("ten"),
  investorId: newId("per"),
  region: "eu-nl",
  keyName: "projects/licet/locations/eu/keyRings/b/cryptoKeys/records" as KeyName,
};
const firm: KeyContext = { ...investor, investorId: null };
const chunk: ChunkContext = {
  chunkId: newId("rch"),
  connectionId: newId("cnx"),
  accountId: newId("acc"),
  cluster: "transactions",
  derived: false,
  from: "2026-03-01",
  to: "2026-04-01",
  asOf: new Date("2026-04-01T04:00:00Z"),
  version: 1,
};
const summary: SummaryContext = {
  investorId: newId("per"),
  recipientId: firm.tenantId,
  asOf: new Date("2026-04-01T04:00:00Z"),
  version: 1,
};

const codeOf = (open: () => unknown): string => {
  try {
    open();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "opened";
};

/** One suite with a fresh key and one thing sealed under it. */
interface Sealing {
  readonly plaintext: Buffer;
  readonly envelope: Buffer;
  open(envelope: Buffer): Buffer;
}

function sealedChunk(plaintext = Buffer.from("secret")): Sealing {
  const key = new ChunkKey(investor, randomBytes(64));
  return { plaintext, envelope: key.seal(chunk, plaintext), open: (envelope) => key.open(chunk, envelope) };
}

function sealedSummary(plaintext = Buffer.from("secret")): Sealing {
  const [key, secret] = [new BookKey(firm, randomBytes(64)), randomBytes(32)];
  const envelope = key.seal(summary, secret, plaintext);
  return { plaintext, envelope, open: (given) => key.open(summary, secret, given) };
}

describe.each([
  ["chunk", sealedChunk],
  ["summary", sealedSummary],
])("a sealed %s", (_, make) => {
  test("opens to what was sealed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const { plaintext, envelope, open } = make(Buffer.from(bytes));
        expect(open(envelope).equals(plaintext)).toBe(true);
      }),
    );
  });

  test("does not open with any one bit flipped", () => {
    const { envelope, open } = make();
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      expect(
        codeOf(() => open(flipBit(envelope, bit))),
        `bit ${bit}`,
      ).not.toBe("opened");
    }
  });

  test("does not open cut at any length, or extended", () => {
    const { envelope, open } = make();
    for (let length = 0; length < envelope.length; length++) {
      expect(codeOf(() => open(envelope.subarray(0, length)))).not.toBe("opened");
    }
    expect(codeOf(() => open(Buffer.concat([envelope, Buffer.alloc(1)])))).toBe("notAuthentic");
  });

  test("is refused in another format or suite, and where it is too short to be any", () => {
    const { envelope, open } = make();
    for (const suite of [0, 1, 2, 3, 4].filter((number) => number !== envelope[1])) {
      expect(codeOf(() => open(Object.assign(Buffer.from(envelope), { 1: suite })))).toBe("unknownSuite");
    }
    expect(codeOf(() => open(Object.assign(Buffer.from(envelope), { 0: 2 })))).toBe("unknownFormat");
    expect(codeOf(() => open(envelope.subarray(0, 61)))).toBe("malformed");
  });

  test("does not open under another key", () => {
    expect(codeOf(() => make().open(make().envelope))).toBe("wrongCommitment");
  });

  test("of one plaintext is never equal", () => {
    expect(new Set(Array.from({ length: 200 }, () => make().envelope.toString("hex"))).size).toBe(200);
  });
});

describe("an investor's key", () => {
  test.each<[string, Partial<ChunkContext>]>([
    ["chunk", { chunkId: newId("rch") }],
    ["connection", { connectionId: newId("cnx") }],
    ["account", { accountId: newId("acc") }],
    ["kind", { cluster: "positions" }],
    ["first day", { from: "2026-03-02" }],
    ["last day", { to: "2026-04-02" }],
    ["age", { asOf: new Date("2026-04-02T04:00:00Z") }],
    ["version", { version: 2 }],
  ])("does not open as another %s's", (_, change) => {
    const key = new ChunkKey(investor, randomBytes(64));
    const envelope = key.seal(chunk, Buffer.from("secret"));
    expect(codeOf(() => key.open({ ...chunk, ...change }, envelope))).toBe("notAuthentic");
  });

  test.each<[string, Partial<KeyContext>]>([
    ["tenant", { tenantId: newId("ten") }],
    ["investor", { investorId: newId("per") }],
    ["region", { region: "eu-ch" }],
    ["KMS key", { keyName: `${investor.keyName}2` as KeyName }],
  ])("with the same bytes does not open for another %s", (_, change) => {
    const material = randomBytes(64);
    const envelope = new ChunkKey(investor, Buffer.from(material)).seal(chunk, Buffer.from("secret"));
    const other = new ChunkKey({ ...investor, ...change }, Buffer.from(material));
    expect(codeOf(() => other.open(chunk, envelope))).toBe("notAuthentic");
  });

  test("does not open a ciphertext that was made to authenticate under it, with another's commitment", () => {
    const [mine, others] = [randomBytes(64), randomBytes(64)];
    const head = Buffer.concat([Buffer.from([1, 2]), others.subarray(32)]);
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", mine.subarray(0, 32), nonce, { authTagLength: 16 });
    cipher.setAAD(Buffer.concat([head, ...encodeChunkContext(investor)(chunk)]));
    const body = [cipher.update("secret"), cipher.final()];
    const forged = Buffer.concat([head, nonce, ...body, cipher.getAuthTag()]);
    expect(codeOf(() => new ChunkKey(investor, mine).open(chunk, forged))).toBe("wrongCommitment");
  });

  test("opens and seals nothing once it was put away, and leaves no bytes with who gave them", () => {
    const material = randomBytes(64);
    const key = new ChunkKey(investor, material);
    expect(material.equals(Buffer.alloc(64))).toBe(true);
    const envelope = key.seal(chunk, Buffer.from("secret"));
    key[Symbol.dispose]();
    expect(codeOf(() => key.open(chunk, envelope))).toBe("keyRefused");
    expect(codeOf(() => key.seal(chunk, Buffer.from("secret")))).toBe("keyRefused");
  });
});

describe("a firm's book key", () => {
  test("opens no summary without the investor's own secret", () => {
    const [material, secret] = [randomBytes(64), randomBytes(32)];
    const key = new BookKey(firm, material);
    const envelope = key.seal(summary, secret, Buffer.from("secret"));
    expect(codeOf(() => key.open(summary, randomBytes(32), envelope))).toBe("wrongCommitment");
    expect(codeOf(() => key.open(summary, Buffer.alloc(32), envelope))).toBe("wrongCommitment");
  });

  test.each<[string, Partial<SummaryContext>]>([
    ["investor", { investorId: newId("per") }],
    ["recipient", { recipientId: newId("per") }],
    ["age", { asOf: new Date(0) }],
    ["version", { version: 2 }],
  ])("does not open as another %s's", (_, change) => {
    const [key, secret] = [new BookKey(firm, randomBytes(64)), randomBytes(32)];
    const envelope = key.seal(summary, secret, Buffer.from("secret"));
    expect(codeOf(() => key.open({ ...summary, ...change }, secret, envelope))).toBe("wrongCommitment");
  });

  test("opens nothing of a credential's suite with the same key, and the other way round", () => {
    const dataKey = randomBytes(32);
    const context = Buffer.concat(encodeSummaryContext(firm)(summary));
    const credential = sealEnvelope(dataKey, Buffer.from("secret"), context);
    const key = new BookKey(firm, Buffer.concat([dataKey, Buffer.alloc(32)]));
    expect(codeOf(() => key.open(summary, Buffer.alloc(0), credential))).toBe("unknownSuite");
    const asOurs = Object.assign(Buffer.from(credential), { 1: 3 });
    expect(codeOf(() => key.open(summary, Buffer.alloc(0), asOurs))).toBe("wrongCommitment");
    const sealed = key.seal(summary, Buffer.alloc(0), Buffer.from("secret"));
    const asTheirs = Object.assign(sealed, { 1: 1 });
    expect(codeOf(() => openEnvelope(dataKey, asTheirs, context))).toBe("wrongCommitment");
  });
});

describe("the canonical contexts", () => {
  test("have other bytes for every other context, wherever field borders fall", () => {
    const field = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(field, field, field, field, (a, b, c, d) => {
        const one = encodeKeyContext({ ...investor, tenantId: a as TenantId, region: b });
        const other = encodeKeyContext({ ...investor, tenantId: c as TenantId, region: d });
        expect(one.equals(other)).toBe(a === c && b === d);
      }),
    );
  });

  test("tell an investor's key from a book key, and a chunk from a summary", () => {
    const forms = [
      [encodeKeyContext(investor)],
      [encodeKeyContext(firm)],
      encodeChunkContext(investor)(chunk),
      encodeSummaryContext(firm)(summary),
      ...dataClusters.map((cluster) => encodeChunkContext(investor)({ ...chunk, cluster })),
    ].map((pieces) => Buffer.concat(pieces).toString("hex"));
    // The chunk is of one of the kinds, so one form is there twice.
    expect(new Set(forms).size).toBe(forms.length - 1);
  });
});

test("a key is derived as RFC 5869 says, for whoever opens records with another program", () => {
  const dataKey = Buffer.alloc(32, 9);
  const info = Buffer.concat([Buffer.from("licet/records/2"), encodeKeyContext(investor)]);
  const material = Buffer.from(hkdfSync("sha256", createSecretKey(dataKey), Buffer.alloc(0), info, 64));
  const commitment = Buffer.from(material.subarray(32));
  const envelope = new ChunkKey(investor, material).seal(chunk, Buffer.from("secret"));
  expect(envelope.subarray(0, 34)).toEqual(Buffer.concat([Buffer.from([1, 2]), commitment]));
});
