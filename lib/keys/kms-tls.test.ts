import "reflect-metadata";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import * as x509 from "@peculiar/x509";
import { describe, expect, test } from "vitest";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "./kms.ts";
import { usualResilience } from "./resilience.ts";

const dayMs = 86_400_000;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

interface Certificate {
  readonly host?: string;
  readonly from?: number;
  readonly until?: number;
}

async function certify({ host = "localhost", from = -dayMs, until = dayMs }: Certificate) {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: `CN=${host}`,
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + until),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }])],
  });
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { cert: certificate.toString("pem"), key: x509.PemConverter.encode(pkcs8, "PRIVATE KEY") };
}

/** Somebody who answers at the KMS's address, and how much the client told them once the handshake was over. */
async function impostor(certificate: Certificate, trusted: "theirs" | "another") {
  const { cert, key } = await certify(certificate);
  let heard = 0;
  const server = createServer({ cert, key, ALPNProtocols: ["h2"] });
  server.on("secureConnection", (socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => {
      heard += bytes.length;
    });
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const ca = trusted === "theirs" ? cert : (await certify({})).cert;
  const endpoint = { host: "localhost", port, ca, token: new Secret("t".repeat(64)) };
  const kms = await connectKms({ endpoint }, { ...usualResilience, attempts: 1, deadlineMs: 700 });
  const name = "projects/licet/locations/eu/keyRings/b/cryptoKeys/wrap" as KeyName;
  const failure = await kms.encrypt(name, Buffer.alloc(32), Buffer.alloc(1)).catch((cause) => cause);
  await kms.close();
  server.close();
  return { code: failure.code, heard };
}

describe("whoever answers in the KMS's place", () => {
  test.each<[string, Certificate, "theirs" | "another"]>([
    ["a certificate of another host", { host: "kms.example" }, "theirs"],
    ["a certificate that has expired", { until: -3_600_000 }, "theirs"],
    ["a certificate that is not yet valid", { from: 3_600_000 }, "theirs"],
    ["a certificate that nobody we trust has signed", {}, "another"],
  ])(
    "with %s hears nothing, neither the token nor what is to be wrapped",
    async (_, certificate, trusted) => {
      expect(await impostor(certificate, trusted)).toEqual({ code: "unavailable", heard: 0 });
    },
  );

  test("is spoken to with the right certificate: the others were refused for theirs", async () => {
    expect((await impostor({}, "theirs")).heard).toBeGreaterThan(0);
  });
});
