import { Agent, get } from "node:http";
import { percentile } from "../audit/cluster.ts";

export interface Hammer {
  readonly url: string;
  readonly cookie: string | null;
  readonly atOnce: number;
  readonly seconds: number;
}

/** Asks for one page again and again, so many at once. Anything but the page ends it. */
export async function hammer({ url, cookie, atOnce, seconds }: Hammer) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const took: number[] = [];
  let bytes = 0;
  const since = performance.now();
  const until = since + seconds * 1_000;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const begun = performance.now();
      bytes += await fetchPage(url, cookie, agent);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  agent.destroy();
  return {
    answers: took.length,
    seconds: (performance.now() - since) / 1_000,
    p95Ms: percentile(took, 0.95),
    bytes,
  };
}

function fetchPage(url: string, cookie: string | null, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { accept: "text/html", "accept-language": "en", ...(cookie ? { cookie } : {}) };
    get(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on("data", (piece: Buffer) => {
        bytes += piece.length;
      });
      response.on("end", () =>
        response.statusCode === 200
          ? resolve(bytes)
          : reject(new Error(`${url} answered ${response.statusCode}`)),
      );
      response.on("error", reject);
    }).on("error", reject);
  });
}
