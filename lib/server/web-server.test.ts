import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { createWebServer } from "./web-server.ts";

const silenceMs = 300;

async function serving(answer: (server: Server) => void, then: (socket: Socket) => Promise<void>) {
  const server = createWebServer({ tls: null }, silenceMs);
  answer(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await then(socket);
  socket.destroy();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

test("whoever stops reading in the middle of a file is let go", async () => {
  const closed = Promise.withResolvers<boolean>();
  await serving(
    (server) =>
      server.on("request", (_request, response) => {
        response.once("close", () => closed.resolve(response.writableFinished));
        // More than any buffer between the two takes.
        response.end(Buffer.alloc(64_000_000));
      }),
    async (socket) => {
      socket.pause();
      expect(await closed.promise).toBe(false);
    },
  );
});

test("whoever goes on reading is not, however long it takes", async () => {
  const pieces = 8;
  await serving(
    (server) =>
      server.on("request", async (_request, response) => {
        for (let piece = 0; piece < pieces; piece++) {
          response.write("piece ");
          await new Promise((done) => setTimeout(done, silenceMs / 2));
        }
        response.end("whole");
      }),
    async (socket) => {
      let read = "";
      for await (const chunk of socket) {
        read += chunk;
        if (read.includes("whole")) break;
      }
      expect(read.match(/piece /g)).toHaveLength(pieces);
    },
  );
});
