import { chmodSync, renameSync, writeFileSync } from "node:fs";

import type { LayoutInput } from "./layout.ts";
import { keyName, versionName } from "./names.ts";

export const demoCallers = [
  "web",
  "worker",
  "operator",
  "lock-a-admin",
  "lock-b-admin",
  "signing-admin",
] as const;
export type DemoCaller = (typeof demoCallers)[number];
export type DemoTokens = Readonly<Record<DemoCaller, string>>;

const ring = (name: string): string => `projects/${name}/locations/europe-west4/keyRings/${name}`;

export const demoRings = {
  lockA: ring("licet-lock-a"),
  lockB: ring("licet-lock-b"),
  signing: ring("licet-signing"),
} as const;

/** The keys of the demo by their full names; `firstVersion` gives what the asymmetric ones are called by. */
export const demoNames = {
  credentialTransport: keyName(demoRings.lockA, "credential-transport"),
  credentialWrap: keyName(demoRings.lockB, "credential-wrap"),
  records: keyName(demoRings.lockB, "records"),
  book: keyName(demoRings.lockB, "book"),
  auditCheckpoint: keyName(demoRings.signing, "audit-checkpoint"),
  receipt: keyName(demoRings.signing, "receipt"),
  transportKey: keyName(demoRings.signing, "transport-key"),
} as const;

export const firstVersion = (key: string): string => versionName(key, 1);

/**
 * Web seals and never opens credentials; the worker opens; the operator signs the transport key that
 * browsers seal to. The two locks are in two rings, each with an administrator who can use neither.
 */
export function demoLayout(tokens: DemoTokens, requestsPerMinute?: number): LayoutInput {
  const symmetric = { purpose: "ENCRYPT_DECRYPT", algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION" } as const;
  const signing = { purpose: "ASYMMETRIC_SIGN", algorithm: "EC_SIGN_ED25519" } as const;
  const both = ["web", "worker"];
  return {
    callers: demoCallers.map((name) => ({ name, token: tokens[name], requestsPerMinute })),
    rings: [
      {
        name: demoRings.lockA,
        administrators: ["lock-a-admin"],
        viewers: ["worker"],
        keys: [
          {
            name: "credential-transport",
            purpose: "ASYMMETRIC_DECRYPT",
            algorithm: "RSA_DECRYPT_OAEP_4096_SHA256",
            grants: { asymmetricDecrypt: ["worker"], viewPublicKey: [...both, "operator"] },
          },
        ],
      },
      {
        name: demoRings.lockB,
        administrators: ["lock-b-admin"],
        viewers: ["worker"],
        keys: [
          { name: "credential-wrap", ...symmetric, grants: { encrypt: both, decrypt: ["worker"] } },
          { name: "records", ...symmetric, grants: { encrypt: both, decrypt: both } },
          { name: "book", ...symmetric, grants: { encrypt: both, decrypt: both } },
        ],
      },
      {
        name: demoRings.signing,
        administrators: ["signing-admin"],
        viewers: ["worker"],
        keys: [
          { name: "audit-checkpoint", ...signing, grants: { sign: ["worker"], viewPublicKey: both } },
          { name: "receipt", ...signing, grants: { sign: ["worker"], viewPublicKey: both } },
          {
            name: "transport-key",
            ...signing,
            grants: { sign: ["operator"], viewPublicKey: [...both, "operator"] },
          },
        ],
      },
    ],
  };
}

/** Holds the callers' tokens, so it is readable by its owner alone. */
export function writeDemoLayout(file: string, tokens: DemoTokens): void {
  writeFileSync(`${file}.draft`, `${JSON.stringify(demoLayout(tokens), null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.draft`, 0o600);
  renameSync(`${file}.draft`, file);
}
