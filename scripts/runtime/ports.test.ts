import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";

import { freePort, isFree, webPort } from "./ports.ts";

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))));

function occupy(host: string): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, host, () => done((server.address() as { port: number }).port));
    servers.push(server);
  });
}

describe("a port", () => {
  test("that is taken is replaced when nobody asked for it", async () => {
    const taken = await occupy("127.0.0.1");
    expect(await isFree(taken)).toBe(false);
    expect(await webPort(undefined, taken)).not.toBe(taken);
  });

  test("that was asked for and is taken ends in a sentence", async () => {
    const taken = await occupy("127.0.0.1");
    await expect(webPort(String(taken), 3000)).rejects.toThrow(`Port ${taken} is taken`);
  });

  test.each(["abc", "0", "65536", "-1", "3000 "])("given as %j ends in a sentence", async (port) => {
    await expect(webPort(port, 3000)).rejects.toThrow("must be a number from 1 to 65535");
  });

  test("is never given twice", async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
    expect(new Set(ports).size).toBe(20);
  });
});
