import net from "node:net";

import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { connectForTest, once, statusOf } from "./client-for-test.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

let kms: KmsForTest;
beforeAll(async () => {
  kms = await startKmsForTest();
});
afterAll(() => kms.close());

test("the client asks the stand-in and nobody else: no metadata server, no token endpoint", async () => {
  const asked: unknown[] = [];
  const connect = net.Socket.prototype.connect;
  const spy = vi.spyOn(net.Socket.prototype, "connect");
  spy.mockImplementation(function (this: net.Socket, ...given: unknown[]) {
    for (const each of given.flat() as ({ host?: string } | null)[]) if (each?.host) asked.push(each.host);
    return Reflect.apply(connect, this, given);
  });
  const web = connectForTest(kms, kms.tokens.web);
  const sealing = web.encrypt({ name: kms.names.book, plaintext: Buffer.from("x") });
  expect(await statusOf(sealing)).toBe(0);
  spy.mockRestore();
  await web.close();
  expect(asked.length).toBeGreaterThan(0);
  for (const host of asked) expect(["localhost", "127.0.0.1", "::1"]).toContain(host);
});

test("what is not served says so", async () => {
  const worker = connectForTest(kms, kms.tokens.worker);
  const location = "projects/licet-lock-a/locations/europe-west4";
  expect(await statusOf(worker.generateRandomBytes({ location, lengthBytes: 8 }, once))).toBe(12);
  await worker.close();
});
