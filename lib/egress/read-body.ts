import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import { EgressError } from "./egress-error.ts";
import type { EgressLimits } from "./egress-policy.ts";

type Sizes = Pick<EgressLimits, "packedBytes" | "bodyBytes">;

/**
 * The whole body, unpacked, or none of it. Both sizes are counted while it comes, so that what is too large is let
 * go of at its limit, and a small body that unpacks to a huge one is never unpacked beyond it.
 */
export async function readBody(incoming: IncomingMessage, sizes: Sizes, heard: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of atMost(source, sizes.bodyBytes)) chunks.push(chunk);
  };
  const packed = (source: AsyncIterable<Buffer>) => atMost(listened(source, heard), sizes.packedBytes);
  switch ((incoming.headers["content-encoding"] ?? "identity").trim().toLowerCase()) {
    case "identity":
    case "":
      await pipeline(incoming, (source: AsyncIterable<Buffer>) => listened(source, heard), collect);
      break;
    case "gzip":
    case "x-gzip":
      await pipeline(incoming, packed, createGunzip(), collect);
      break;
    default:
      throw new EgressError("undecodable");
  }
  return Buffer.concat(chunks);
}

async function* atMost(source: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new EgressError("tooLarge");
    yield chunk;
  }
}

async function* listened(source: AsyncIterable<Buffer>, heard: () => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    heard();
    yield chunk;
  }
}
