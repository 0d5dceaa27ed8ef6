import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { createGzip } from "node:zlib";

import type { ApiCall } from "./api.ts";

const gibibyte = 1024 ** 3;
const json = { "content-type": "application/json" };

/** A list of which there can be any length. */
export interface Endless {
  readonly head: string;
  readonly entry: string;
  readonly tail: string;
}

const endlessTransactions: Endless = {
  head: `{"transactions":{"booked":[`,
  entry: `{"entryReference":"x","bookingDate":"2024-01-02","transactionAmount":{"currency":"EUR","amount":"-1.00"}}`,
  tail: `],"_links":{"account":{"href":"/"}}}}`,
};

/** A list as a faulty bank would send it; `null` where no word asks for a fault. */
export function faultyList(
  call: ApiCall,
  body: object,
  endless: Endless = endlessTransactions,
): Response | null {
  const text = JSON.stringify(body);
  if (call.speaks("html")) {
    return new Response("<!doctype html><title>Welcome</title><h1>Please sign in</h1>", {
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  }
  if (call.speaks("malformed"))
    return new Response(text.slice(0, Math.floor(text.length / 2)), { headers: json });
  if (call.speaks("cut")) return new Response(cutOff(text), { headers: json });
  if (call.speaks("crawl")) return new Response(byteByByte(text), { headers: json });
  if (call.speaks("huge")) return new Response(stream(endlessEntries(endless)), { headers: json });
  if (call.speaks("bomb")) {
    const packed = Readable.from(endlessEntries(endless), { objectMode: false }).pipe(
      createGzip({ level: 9 }),
    );
    return new Response(Readable.toWeb(packed) as ReadableStream, {
      headers: { ...json, "content-encoding": "gzip" },
    });
  }
  return null;
}

const stream = (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): ReadableStream =>
  Readable.toWeb(Readable.from(chunks, { objectMode: false })) as ReadableStream;

/** Well-formed from end to end, so that only its size is wrong. It is made as it is read. */
function* endlessEntries({ head, entry, tail }: Endless): Generator<Buffer> {
  const block = Buffer.from(`${entry},`.repeat(600));
  yield Buffer.from(head);
  for (let sent = 0; sent < gibibyte; sent += block.length) yield block;
  yield Buffer.from(entry + tail);
}

function cutOff(text: string): ReadableStream {
  return new ReadableStream({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, Math.floor(text.length / 2))));
      // The half reaches the reader before the connection goes.
      await wait(50);
      controller.error(new Error("the connection is cut on purpose"));
    },
  });
}

const bytePauseMs = 1_000;

function byteByByte(text: string): ReadableStream {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at > 0) await wait(bytePauseMs);
      controller.enqueue(bytes.subarray(at, at + 1));
      at += 1;
      if (at >= bytes.length) controller.close();
    },
  });
}
