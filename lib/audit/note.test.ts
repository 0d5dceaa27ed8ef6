import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointText, openCheckpoint, parseCheckpointText, splitNotes } from "./checkpoint.ts";
import { formatNoteKey, noteKey, openNote, parseNoteKey, signedNote } from "./note.ts";

/** The example of the Go module that first wrote such notes (golang.org/x/mod/sumdb/note). */
const goKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const goNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

function signer(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = noteKey(name, publicKey);
  return { key, note: (text: string) => signedNote(text, key, sign(null, Buffer.from(text), privateKey)) };
}
const origin = "consent.example.com/audit";
const ours = signer(origin);
const root = Buffer.alloc(32, 7);
const text = checkpointText({ origin, size: 12, root });

describe("a signed note", () => {
  test("of another implementation is read", () => {
    const key = parseNoteKey(goKey);
    expect(formatNoteKey(key)).toBe(goKey);
    expect(openNote(goNote, [key])).toBe(goNote.slice(0, goNote.indexOf("\n\n") + 1));
  });

  test("is worth nothing without a key that is known, or with any byte changed", () => {
    const note = ours.note(text);
    expect(openNote(note, [ours.key])).toBe(text);
    expect(openNote(note, [])).toBeNull();
    expect(openNote(note, [signer(origin).key])).toBeNull();
    fc.assert(
      fc.property(
        fc.nat({ max: Buffer.byteLength(note) - 1 }),
        fc.integer({ min: 1, max: 127 }),
        (at, flip) => {
          const bytes = Buffer.from(note);
          bytes[at] = (bytes[at] as number) ^ flip;
          return openNote(bytes.toString("utf8"), [ours.key]) === null;
        },
      ),
    );
  });

  test("may carry signatures of others, and none of a known key that is wrong", () => {
    const witness = signer("witness.example/w1");
    const line = witness.note(text).split("\n\n")[1] as string;
    const wrong = signer(origin).note(text).split("\n\n")[1] as string;
    const both = ours.note(text) + line;
    expect(openNote(both, [ours.key])).toBe(text);
    expect(openNote(both, [ours.key, witness.key])).toBe(text);
    expect(openNote(ours.note(text) + wrong, [ours.key])).toBe(text);
    expect(
      openNote(ours.note(text) + witness.note("another\n").split("\n\n")[1], [ours.key, witness.key]),
    ).toBeNull();
  });

  test("has a key whose name and ID are its own", () => {
    const line = formatNoteKey(ours.key);
    expect(formatNoteKey(parseNoteKey(line))).toBe(line);
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    expect(() => noteKey(origin, publicKey)).toThrow(TypeError);
    for (const bad of [line.replace("consent", "other"), line.slice(0, -4), "", `${line}+x`]) {
      expect(() => parseNoteKey(bad), bad).toThrow(TypeError);
    }
    expect(() => noteKey("with space", ours.key.key)).toThrow(TypeError);
  });
});

describe("a checkpoint", () => {
  test("is origin, size and root, a line each", () => {
    expect(text).toBe(`consent.example.com/audit\n12\n${root.toString("base64")}\n`);
    expect(parseCheckpointText(text)).toEqual({ origin, size: 12, root });
    expect(openCheckpoint(ours.note(text), [ours.key])).toEqual({ origin, size: 12, root });
  });

  test.each([
    ["a size with a zero before it", text.replace("12", "012")],
    ["a negative size", text.replace("12", "-1")],
    ["a size that is not exact", text.replace("12", "9007199254740993")],
    ["a root of another length", text.replace("BwcH", "")],
    ["a fourth line", `${text}more\n`],
    ["no end of its last line", text.slice(0, -1)],
    ["no origin", text.slice(text.indexOf("\n"))],
  ])("is none with %s", (_what, bad) => {
    expect(parseCheckpointText(bad)).toBeNull();
    expect(openCheckpoint(ours.note(bad), [ours.key])).toBeNull();
  });

  test("of another log is none, though a key that is known signed it", () => {
    const other = checkpointText({ origin: "other.example/log", size: 12, root });
    expect(openCheckpoint(ours.note(other), [ours.key])).toBeNull();
  });

  test("is found among others in a file, whose cut-off end is passed over", () => {
    const notes = [1, 2, 3].map((size) => ours.note(checkpointText({ origin, size, root })));
    expect(splitNotes(notes.join(""))).toEqual(notes);
    const all = notes.join("");
    for (let cut = 0; cut < (notes[2] as string).length; cut++) {
      expect(splitNotes(all.slice(0, all.length - (notes[2] as string).length + cut))).toEqual(
        notes.slice(0, 2),
      );
    }
  });
});
