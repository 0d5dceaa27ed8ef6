import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import { join } from "node:path";
import { checkpointText } from "#lib/audit/checkpoint.ts";
import { Frontier } from "#lib/audit/frontier.ts";
import { leafHash } from "#lib/audit/merkle.ts";
import { type NoteKey, noteKey, signedNote } from "#lib/audit/note.ts";
import { checkpointLine, entryLine, leafHashesLine, manifestLine } from "#lib/audit/pack.ts";
import { newId } from "#lib/kernel/id.ts";
import { checkPack } from "../../audit-verify/pack-check.ts";

const origin = "bench.example/audit";
const groupSize = 256;
const sizes = [250_000, 2_000_000] as const;

/** An entry as they are: about 440 bytes of canonical JSON. */
function bodyOf(index: number, tail: string): Buffer {
  return Buffer.from(
    `{"actor":{"id":"per_${tail}","session":"ses_${tail}","type":"investor"},"eventId":"evt_${tail}","facts":{"consentId":"con_${tail}","previousStatus":"valid"},"occurredAt":"2027-01-01T00:00:00.${String(index % 1000).padStart(3, "0")}Z","requestId":"${String(index).padStart(16, "0")}","tenantId":"ten_${tail}","type":"consent.revoked","version":1}`,
  );
}

/** Written as the export writes it: hashes before each 256 entries and a checkpoint after them. */
async function writePack(path: string, size: number): Promise<NoteKey> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = noteKey(origin, publicKey);
  const tree = new Frontier();
  const file = createWriteStream(path);
  const tail = newId("evt").slice(4);
  file.write(manifestLine({ origin, size, tenantId: null }));
  for (let from = 0; from < size; from += groupSize) {
    const bodies = Array.from({ length: Math.min(groupSize, size - from) }, (_, at) =>
      bodyOf(from + at, tail),
    );
    const leaves = bodies.map(leafHash);
    for (const leaf of leaves) tree.append(leaf);
    const text = checkpointText({ origin, size: tree.size, root: tree.root() });
    const note = signedNote(text, key, sign(null, Buffer.from(text), privateKey));
    const lines = leafHashesLine(leaves) + bodies.map(entryLine).join("") + checkpointLine(note);
    if (!file.write(lines)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  return key;
}

/** How fast one core checks a pack, and that memory does not depend on how long it is. */
export async function benchVerify(folder: string): Promise<void> {
  for (const size of sizes) {
    const path = join(folder, `pack-${size}.jsonl`);
    const key = await writePack(path, size);
    globalThis.gc?.();
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const [since, cpu] = [performance.now(), process.cpuUsage()];
    await checkPack(path, [key], []);
    const tookMs = performance.now() - since;
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(watch);
    const [perSecond, perCore] = [(size * 1000) / tookMs, (size * 1_000_000) / (user + system)];
    const [megabytes, rss] = [statSync(path).size / 2 ** 20, peak / 2 ** 20];
    console.log(
      `verify ${size} entries (${megabytes.toFixed(0)} MB): ${perSecond.toFixed(0)}/s, ${perCore.toFixed(0)} a second of one core (to reach: 200000), ${rss.toFixed(0)} MB of memory at most`,
    );
  }
}
