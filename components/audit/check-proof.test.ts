import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkpointText } from "#lib/audit/checkpoint.ts";
import { formatProof } from "#lib/audit/inclusion-proof.ts";
import { formatNoteKey, noteKey, signedNote } from "#lib/audit/note.ts";
import { specifiedPath, specifiedRoot } from "#scripts/testing/specified-tree.ts";
import { checkProof } from "./check-proof.ts";

const origin = "consent.example.com/audit";
const pair = generateKeyPairSync("ed25519");
const key = noteKey(origin, pair.publicKey);
const keys = `${formatNoteKey(key)}\n`;

/** A log of so many entries, by the recursion that the standard defines, and the proof of one of them. */
function material(size: number, index: number, signer = pair.privateKey) {
  const bodies = Array.from({ length: size }, (_, at) => Buffer.from(`{"entry":${at},"word":"é"}`));
  const text = checkpointText({ origin, size, root: specifiedRoot(bodies) });
  const note = signedNote(text, key, sign(null, Buffer.from(text), signer));
  const proof = formatProof({ index, path: specifiedPath(index, bodies), note });
  return { entry: (bodies[index] as Buffer).toString("utf8"), proof, keys };
}

describe("a proof that the browser checks", () => {
  test("is right for every entry of every small log", async () => {
    for (let size = 1; size <= 17; size++) {
      for (let index = 0; index < size; index++) {
        const found = await checkProof(material(size, index));
        expect(found).toMatchObject({
          inclusion: "right",
          signature: "right",
          index,
          size,
          key: keys.trim(),
        });
      }
    }
  });

  test("is wrong for another entry, another place, a shorter path and another root", async () => {
    const right = material(11, 6);
    const wrong = [
      { ...right, entry: `${right.entry} ` },
      { ...right, proof: right.proof.replace("index 6", "index 7") },
      { ...right, proof: right.proof.replace("index 6", "index 11") },
      { ...right, proof: right.proof.replace(/(index 6\n).*\n/, "$1") },
      { ...right, proof: material(11, 5).proof },
    ];
    for (const one of wrong) expect((await checkProof(one)).inclusion).toBe("wrong");
  });

  test("has a wrong signature where the text was changed, another key signed, or no key is shown for it", async () => {
    const right = material(5, 2);
    const other = generateKeyPairSync("ed25519");
    const resized = right.proof.replace(`${origin}\n5\n`, `${origin}\n6\n`);
    expect((await checkProof({ ...right, proof: resized })).signature).toBe("wrong");
    expect((await checkProof(material(5, 2, other.privateKey))).signature).toBe("wrong");
    for (const shown of [
      "",
      `${formatNoteKey(noteKey(origin, other.publicKey))}\n`,
      keys.replace("com", "org"),
    ]) {
      expect(await checkProof({ ...right, keys: shown })).toMatchObject({ signature: "wrong", key: null });
    }
  });

  test("is none where it cannot be read", async () => {
    for (const proof of [
      "",
      "<html>",
      material(3, 1).proof.replace("v1", "v2"),
      "c2sp.org/tlog-proof@v1\nindex 0\n",
    ]) {
      await expect(checkProof({ ...material(3, 1), proof })).rejects.toThrow();
    }
  });
});
