import "reflect-metadata";

import tls from "node:tls";

import * as x509 from "@peculiar/x509";

import { freePort } from "#scripts/runtime/ports.ts";
import type { Person, SandboxConfig } from "./config.ts";
import type { Close } from "./http/loopback.ts";
import { startSandbox } from "./sandbox.ts";

export const people: readonly Person[] = [
  {
    subject: "st-1",
    name: "Inés Peñalver",
    email: "ines@north.example",
    firm: "North & Co",
    role: "Advisor",
  },
  {
    subject: "st-2",
    name: "Luc <b>Martin</b>",
    email: "luc@lac.example",
    firm: "Lac SA",
    role: "Compliance",
  },
];

export interface TestSandbox {
  readonly config: SandboxConfig;
  readonly phone: string;
  readonly issuer: string;
  readonly retailApi: string;
  readonly retailPage: string;
  readonly privateApi: string;
  readonly privatePage: string;
  readonly rates: string;
  /** Moves the sandbox's clock, not the machine's. */
  passMs(ms: number): void;
  readonly close: Close;
}

/** A whole sandbox on free ports with a certificate of its own, which this process then trusts. */
export async function startForTest(): Promise<TestSandbox> {
  const certificate = await selfSigned();
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), certificate.cert]);
  const config: SandboxConfig = {
    phonePort: await freePort(),
    tls: certificate,
    smtp: { port: await freePort(), user: "licet", password: "right password" },
    oidc: {
      port: await freePort(),
      clientId: "licet console",
      clientSecret: "p+ss:w%rd",
      redirects: ["http://localhost:3000/api/auth/callback/staff"],
      people,
    },
    retail: { apiPort: await freePort(), pagePort: await freePort() },
    privateBank: { apiPort: await freePort(), pagePort: await freePort() },
    ratesPort: await freePort(),
  };
  let aheadMs = 0;
  const close = await startSandbox(config, () => Date.now() + aheadMs);
  return {
    config,
    phone: `http://localhost:${config.phonePort}`,
    issuer: `https://localhost:${config.oidc.port}`,
    retailApi: `https://localhost:${config.retail.apiPort}`,
    retailPage: `http://localhost:${config.retail.pagePort}`,
    privateApi: `https://localhost:${config.privateBank.apiPort}`,
    privatePage: `http://localhost:${config.privateBank.pagePort}`,
    rates: `https://localhost:${config.ratesPort}/stats/eurofxref/`,
    passMs: (ms) => {
      aheadMs += ms;
    },
    close,
  };
}

export async function selfSigned(): Promise<{ cert: string; key: string }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=localhost",
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
      ]),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { cert: certificate.toString("pem"), key: x509.PemConverter.encode(pkcs8, "PRIVATE KEY") };
}
