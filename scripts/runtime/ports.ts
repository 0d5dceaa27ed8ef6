import { randomInt } from "node:crypto";
import { createServer } from "node:net";

import { StopSentence } from "./stop-sentence.ts";

/**
 * Below 32768 Linux gives no port to an outgoing connection by itself, and below 49152 no other system does:
 * a port that was found free here is not lost to somebody's connection before its server listens.
 */
const chosenFrom = { first: 20_000, last: 32_767 };

function listens(port: number, host: string): Promise<boolean> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "EADDRINUSE" || cause.code === "EACCES") return done(false);
      // A machine without IPv6 has nobody listening there either.
      if (cause.code === "EADDRNOTAVAIL" || cause.code === "EAFNOSUPPORT") return done(true);
      fail(cause);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)));
  });
}

/** Whether nothing listens on the port, on either address that `localhost` stands for. */
export async function isFree(port: number): Promise<boolean> {
  return (await listens(port, "127.0.0.1")) && (await listens(port, "::1"));
}

const given = new Set<number>();

/** The wanted port if it is free, else another. No port is given twice by one process. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && wanted < 65_536 && !given.has(wanted) && (await isFree(wanted))) {
    given.add(wanted);
    return wanted;
  }
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(chosenFrom.first, chosenFrom.last + 1);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
  throw new StopSentence(
    "No free port was found on 127.0.0.1: close what listens on so many, then start again.",
  );
}

/** A service that has ended is started again where it was. */
export function giveBack(port: number): void {
  given.delete(port);
}

/** A port that was asked for by name is used or refused, never replaced in silence. */
export async function webPort(asked: string | undefined, usual: number): Promise<number> {
  if (asked === undefined || asked === "") return freePort(usual);
  const port = /^\d{1,5}$/.test(asked) ? Number(asked) : Number.NaN;
  if (!(port >= 1 && port <= 65_535)) {
    throw new StopSentence(`PORT is "${asked}" and must be a number from 1 to 65535, for example PORT=3000.`);
  }
  if (!(await isFree(port))) {
    throw new StopSentence(
      `Port ${port} is taken: stop what listens on it, give another PORT, or leave PORT out.`,
    );
  }
  given.add(port);
  return port;
}
