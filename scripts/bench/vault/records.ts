import { createSecretKey, randomBytes } from "node:crypto";
import { newId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { BookKey } from "#lib/records/book-key.ts";
import { ChunkKey } from "#lib/records/chunk-key.ts";
import { type ChunkContext, encodeChunkContext, type KeyContext } from "#lib/records/context.ts";
import { shapes } from "#lib/records/shapes.ts";
import { padded, parseJson } from "#lib/records/sheet.ts";
import { bareOpen, bareSeal } from "./bare.ts";
import { manyTransactions } from "./month.ts";
import { compare, shortestMs, watchMemory } from "./rate.ts";

const context: KeyContext = {
  tenantId: newId("ten"),
  investorId: newId("per"),
  region: "eu-nl",
  keyName: "projects/licet-b/locations/europe-west4/keyRings/lock-b/cryptoKeys/records" as KeyName,
};
const chunk: ChunkContext = {
  chunkId: newId("rch"),
  connectionId: newId("cnx"),
  accountId: newId("acc"),
  cluster: "transactions",
  derived: false,
  from: "2026-03-01",
  to: "2026-04-01",
  asOf: new Date("2026-04-01T04:00:00.000Z"),
  version: 12,
};

/** Sealed records beside bare AES-256-GCM of the same bytes and additional data, with the key in memory for both. */
export function benchRecords(): void {
  const material = randomBytes(64);
  const bare = createSecretKey(material.subarray(0, 32));
  using key = new ChunkKey(context, material);
  const aad = Buffer.concat(encodeChunkContext(context)(chunk));

  for (const [what, bytes, toReach] of [
    ["1 KiB", 1_024, 0.5],
    ["16 KiB", 16_384, 0.8],
  ] as const) {
    const plaintext = randomBytes(bytes);
    const [envelope, sealed] = [key.seal(chunk, plaintext), bareSeal(bare, plaintext, aad)];
    compare({
      what: `records: open ${what}`,
      ours: () => key.open(chunk, envelope),
      bare: () => bareOpen(bare, sealed, aad),
      toReach,
    });
  }
  benchSheet();
  benchBook();

  const plaintext = randomBytes(1_024);
  watchMemory("seals and openings of records", 100_000, () => key.open(chunk, key.seal(chunk, plaintext)));
  watchMemory("keys taken and put away", 100_000, () => {
    using taken = new ChunkKey(context, randomBytes(64));
    return taken.context;
  });
}

/** What opening costs beyond decryption: reading a month back, strictly. */
function benchSheet(): void {
  const rows = manyTransactions(500);
  const bytes = shapes.transactions.encode(rows);
  const [json, ours] = [
    Buffer.byteLength(JSON.stringify(rows)),
    shortestMs(() => shapes.transactions.decode(bytes)),
  ];
  console.log(
    `records: 500 transactions are ${bytes.length} bytes (${json} as JSON rows), written in ` +
      `${shortestMs(() => shapes.transactions.encode(rows)).toFixed(2)} ms, read in ${ours.toFixed(2)} ms`,
  );
}

function benchBook(): void {
  using book = new BookKey({ ...context, investorId: null }, randomBytes(64));
  const content = { total: "1234567.89", currency: "EUR", accounts: 3, asOf: "2026-03-31", change: "-0.41" };
  const summaries = Array.from({ length: 1_000 }, () => {
    const about = { investorId: newId("per"), recipientId: context.tenantId, asOf: chunk.asOf, version: 3 };
    const secret = randomBytes(32);
    return { about, secret, envelope: book.seal(about, secret, padded(JSON.stringify(content))) };
  });
  const took = shortestMs(() => {
    for (const { about, secret, envelope } of summaries) parseJson(book.open(about, secret, envelope));
  });
  console.log(`records: a thousand summaries under one book key ${took.toFixed(1)} ms (to reach: 20 ms)`);
}
