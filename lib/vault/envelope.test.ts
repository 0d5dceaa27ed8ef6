import { createCipheriv, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConnectionId, CredentialId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { newDataKey, openEnvelope, sealEnvelope } from "#lib/keys/envelope.ts";
import { encodeContext, type SealingContext } from "./context.ts";

const context = (change: Partial<SealingContext> = {}): Buffer =>
  encodeContext({
    tenantId: "ten_a" as TenantId,
    connectionId: "cnx_a" as ConnectionId,
    credentialId: "crd_a" as CredentialId,
    version: 1,
    purpose: "credential",
    region: "eu-nl",
    keyName: "projects/licet/locations/eu/keyRings/b/cryptoKeys/wrap" as KeyName,
    institutionBinding: "a".repeat(64),
    ...change,
  });

const codeOf = (open: () => unknown): string => {
  try {
    open();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "opened";
};

describe("an envelope", () => {
  test("opens to what was sealed, under its own key and context", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const key = newDataKey();
        const opened = openEnvelope(key, sealEnvelope(key, Buffer.from(bytes), context()), context());
        expect(opened.equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  test("does not open with any one bit flipped", () => {
    const key = newDataKey();
    const envelope = sealEnvelope(key, Buffer.from("secret"), context());
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      const flipped = Buffer.from(envelope);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(
        codeOf(() => openEnvelope(key, flipped, context())),
        `bit ${bit}`,
      ).not.toBe("opened");
    }
  });

  test("does not open cut at any length, or extended", () => {
    const key = newDataKey();
    const envelope = sealEnvelope(key, Buffer.from("secret"), context());
    for (let length = 0; length < envelope.length; length++) {
      expect(codeOf(() => openEnvelope(key, envelope.subarray(0, length), context()))).not.toBe("opened");
    }
    expect(codeOf(() => openEnvelope(key, Buffer.concat([envelope, Buffer.alloc(1)]), context()))).not.toBe(
      "opened",
    );
  });

  test.each<[string, Partial<SealingContext>]>([
    ["tenant", { tenantId: "ten_b" as TenantId }],
    ["connection", { connectionId: "cnx_b" as ConnectionId }],
    ["credential", { credentialId: "crd_b" as CredentialId }],
    ["version", { version: 2 }],
    ["region", { region: "eu-ch" }],
    ["key", { keyName: "projects/licet/locations/eu/keyRings/b/cryptoKeys/other" as KeyName }],
  ])("does not open as another %s's", (_, change) => {
    const key = newDataKey();
    const envelope = sealEnvelope(key, Buffer.from("secret"), context());
    expect(codeOf(() => openEnvelope(key, envelope, context(change)))).toBe("wrongCommitment");
  });

  test("does not open under another key, even one for which its ciphertext would authenticate", () => {
    const [one, other] = [newDataKey(), newDataKey()];
    const envelope = sealEnvelope(one, Buffer.from("secret"), context());
    expect(codeOf(() => openEnvelope(other, envelope, context()))).toBe("wrongCommitment");

    // A forger who holds the other key makes a valid tag under it but keeps the first key's commitment.
    const info = Buffer.concat([Buffer.from("licet/envelope/1"), context()]);
    const okm = Buffer.from(hkdfSync("sha256", other, Buffer.alloc(0), info, 64));
    const head = envelope.subarray(0, 34);
    const nonce = envelope.subarray(34, 46);
    const cipher = createCipheriv("aes-256-gcm", okm.subarray(0, 32), nonce, { authTagLength: 16 });
    cipher.setAAD(Buffer.concat([head, context()]));
    const forged = Buffer.concat([head, nonce, cipher.update("secret"), cipher.final(), cipher.getAuthTag()]);
    expect(codeOf(() => openEnvelope(other, forged, context()))).toBe("wrongCommitment");
  });

  test("refuses a format or suite that it does not know", () => {
    const key = newDataKey();
    const envelope = sealEnvelope(key, Buffer.from("secret"), context());
    const changed = (at: number) => Object.assign(Buffer.from(envelope), { [at]: 2 });
    expect(codeOf(() => openEnvelope(key, changed(0), context()))).toBe("unknownFormat");
    expect(codeOf(() => openEnvelope(key, changed(1), context()))).toBe("unknownSuite");
  });

  test("of equal passwords is never equal", () => {
    const key = newDataKey();
    const seal = () => sealEnvelope(key, Buffer.from("secret"), context()).toString("hex");
    expect(new Set(Array.from({ length: 1000 }, seal)).size).toBe(1000);
  });
});

describe("the canonical context", () => {
  test("has other bytes for every other context, wherever field borders fall", () => {
    const field = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(field, field, field, field, (a, b, c, d) => {
        const one = context({ tenantId: a as TenantId, connectionId: b as ConnectionId });
        const other = context({ tenantId: c as TenantId, connectionId: d as ConnectionId });
        expect(one.equals(other)).toBe(a === c && b === d);
      }),
    );
  });
});
