import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { ensureCertificates } from "./certificates.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "licet-test-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const serial = (file: string): string => new X509Certificate(readFileSync(file)).serialNumber;
const daysFromNow = (days: number): Date => new Date(Date.now() + days * 86_400_000);

/** A real handshake; answers the protocol, or the reason for which the client refused. */
function handshake(options: { ca: string; cert: string; key: string; servername: string }): Promise<string> {
  return new Promise((done) => {
    const server = createServer(
      { cert: readFileSync(options.cert), key: readFileSync(options.key) },
      (socket) => socket.end(),
    );
    server.on("tlsClientError", () => {});
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      const finish = (answer: string): void => {
        client.destroy();
        server.close(() => done(answer));
      };
      const client = connect({ port, host: "127.0.0.1", ca: options.ca, servername: options.servername });
      client.on("secureConnect", () => finish(client.getProtocol() ?? "none"));
      client.on("error", (cause: NodeJS.ErrnoException) => finish(cause.code ?? cause.message));
    });
  });
}

describe("the local certificates", () => {
  test("are accepted for localhost and the service's name, and refused for another name", async () => {
    const { authority: ca, services } = await ensureCertificates(directory, ["sandbox"]);
    const files = { ca, cert: services.sandbox.certificateFile, key: services.sandbox.keyFile };
    expect(await handshake({ ...files, servername: "localhost" })).toBe("TLSv1.3");
    expect(await handshake({ ...files, servername: "sandbox" })).toBe("TLSv1.3");
    expect(await handshake({ ...files, servername: "elsewhere" })).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test("of another folder are not trusted", async () => {
    const { services } = await ensureCertificates(directory, ["sandbox"]);
    const stranger = await ensureCertificates(join(directory, "stranger"), ["sandbox"]);
    const files = { cert: services.sandbox.certificateFile, key: services.sandbox.keyFile };
    expect(await handshake({ ...files, ca: stranger.authority, servername: "localhost" })).toMatch(
      /UNABLE_TO|SELF_SIGNED|SIGNATURE/,
    );
  });

  test("keep their keys to their owner", async () => {
    const { services, authorityFile } = await ensureCertificates(directory, ["sandbox"]);
    for (const key of [services.sandbox.keyFile, authorityFile.replace(".pem", ".key")]) {
      expect(statSync(key).mode & 0o777).toBe(0o600);
    }
  });

  test("are kept while they are good, and renewed when they are about to expire or cut off", async () => {
    const first = await ensureCertificates(directory, ["sandbox"]);
    const file = first.services.sandbox.certificateFile;
    const before = serial(file);
    await ensureCertificates(directory, ["sandbox"]);
    expect(serial(file)).toBe(before);

    await ensureCertificates(directory, ["sandbox"], daysFromNow(70));
    const renewed = serial(file);
    expect(renewed).not.toBe(before);

    writeFileSync(file, "-----BEGIN CERTIFICATE-----\nMII");
    await ensureCertificates(directory, ["sandbox"]);
    expect(serial(file)).not.toBe(renewed);
  });

  test("are good for one side of a connection, as it was said, and for a server unless it was", async () => {
    const usages = { asks: "client", answers: "server" } as const;
    const { services } = await ensureCertificates(
      directory,
      ["asks", "answers", "other"],
      new Date(),
      usages,
    );
    const usageOf = (file: string) => new X509Certificate(readFileSync(file)).keyUsage;
    const [server, client] = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];
    expect(usageOf(services.asks.certificateFile)).toEqual([client]);
    expect(usageOf(services.answers.certificateFile)).toEqual([server]);
    expect(usageOf(services.other.certificateFile)).toEqual([server]);
  });

  test("follow their authority when that is renewed", async () => {
    const { authorityFile, services } = await ensureCertificates(directory, ["sandbox"]);
    const before = [serial(authorityFile), serial(services.sandbox.certificateFile)];
    const { authority } = await ensureCertificates(directory, ["sandbox"], daysFromNow(700));
    expect([serial(authorityFile), serial(services.sandbox.certificateFile)]).not.toContain(before[0]);
    const leaf = new X509Certificate(readFileSync(services.sandbox.certificateFile));
    expect(leaf.verify(new X509Certificate(authority).publicKey)).toBe(true);
  });
});
