import "server-only";

import type { ExportFile } from "#lib/portfolio/write-export.ts";
import { log } from "./log.ts";

/** Longer than the largest file takes over a slow line; no more of it is made after that. */
const longestMs = 10 * 60_000;

/**
 * Hands a file on while it is made: no more of it is made than somebody reads, and nothing once they have left. What
 * fails before the first of it is an answer like any other; what fails later breaks the file off, so that no program
 * takes it for whole.
 */
export async function fileResponse({ type, name, pieces }: ExportFile): Promise<Response> {
  const first = await pieces.next();
  const body = streamOf(first, pieces);
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}

const encoder = new TextEncoder();

function streamOf(
  first: IteratorResult<string | Buffer>,
  pieces: ExportFile["pieces"],
): ReadableStream<Uint8Array> {
  let begun: IteratorResult<string | Buffer> | null = first;
  let timer: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setTimeout(() => {
          controller.error(new Error("took too long"));
          void pieces.return(undefined);
        }, longestMs).unref();
      },
      async pull(controller) {
        try {
          const { done, value } = begun ?? (await pieces.next());
          begun = null;
          if (done) {
            clearTimeout(timer);
            controller.close();
            return;
          }
          controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        } catch (failure) {
          clearTimeout(timer);
          log().error({ err: failure }, "export.broke_off");
          controller.error(failure);
        }
      },
      async cancel() {
        clearTimeout(timer);
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
