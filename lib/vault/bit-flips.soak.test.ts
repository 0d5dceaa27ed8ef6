import { describe, expect, test } from "vitest";
import type { CredentialId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { sample } from "#scripts/testing/sample.ts";
import { flipBit, tampering } from "#scripts/testing/tampering.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { storeCredential } from "./store-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { investor, rows, putEnvelope, putWrapped, open } = tampering(database, people, vault);

/** Every bit of it in the long run, else so many of them. */
const bitsOf = (bytes: Buffer, size: number) =>
  sample(
    Array.from({ length: bytes.length * 8 }, (_, bit) => bit),
    size,
  );

/** format 1 | suite 1 | commitment 32 | nonce 12 | ciphertext | tag 16, as `lib/keys/envelope.ts` has it. */
function envelopeCode(byte: number): string {
  if (byte === 0) return "unknownFormat";
  if (byte === 1) return "unknownSuite";
  return byte < 34 ? "wrongCommitment" : "notAuthentic";
}

describe("one flipped bit", () => {
  test("anywhere in a stored envelope, and it does not open", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    const { envelope } = await rows(id);
    const first = Array.from({ length: 16 }, (_, bit) => bit);
    for (const bit of new Set([...first, ...bitsOf(envelope, 120)])) {
      await putEnvelope(id, flipBit(envelope, bit));
      const inwardly = envelopeCode(bit >> 3);
      expect(await open(id), `bit ${bit}`).toEqual({ outwardly: "vault.unopenable", inwardly });
    }
    await putEnvelope(id, envelope);
    expect((await open(id)).outwardly).toBe("accepted");
  });

  test("anywhere in a wrapped key, and the KMS does not unwrap it", async () => {
    const id = await vault.store(investor(), { pin: "1" });
    const { wrapped } = await rows(id);
    for (const bit of bitsOf(wrapped, 120)) {
      await putWrapped(id, flipBit(wrapped, bit));
      expect(await open(id), `bit ${bit}`).toEqual({ outwardly: "vault.unopenable", inwardly: "refused" });
    }
    await putWrapped(id, wrapped);
    expect((await open(id)).outwardly).toBe("accepted");
  });

  test("anywhere in what the browser posts, and it is refused there or at the opening", async () => {
    const { sealed } = await vault.seal(investor(), { pin: "1" });
    const at = { posting: 0, opening: 0 };
    for (const bit of bitsOf(Buffer.from(sealed), 120)) {
      const posted = await vault.seal(investor(), { pin: "1" });
      const flipped = flipBit(Buffer.from(posted.sealed), bit).toString("latin1");
      const id = await storeCredential(investor(), vault.sealer(), {
        sealingId: posted.sealingId as never,
        sealed: flipped,
      }).catch((cause) => (cause.code === "vault.sealed_rejected" ? null : Promise.reject(cause)));
      at[id ? "opening" : "posting"] += 1;
      if (!id) continue;
      const { outwardly, inwardly } = await open(id as CredentialId);
      expect(outwardly, `bit ${bit}`).toBe("vault.unopenable");
      expect(["refused", "notAuthentic"], `bit ${bit}`).toContain(inwardly);
    }
    expect(at.posting).toBeGreaterThan(0);
    expect(at.opening).toBeGreaterThan(0);
  });
});
