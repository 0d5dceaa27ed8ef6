import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { connectForTest, once } from "./client-for-test.ts";
import { demoNames } from "./demo-layout.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

export interface WrapKey {
  readonly name: string;
  readonly directory: string;
  readonly kms: KmsForTest;
  readonly worker: KeyManagementServiceClient;
  readonly admin: KeyManagementServiceClient;
  seal(): Promise<{ version: string; ciphertext: Uint8Array }>;
  open(ciphertext: Uint8Array): Promise<{ text: string; usedPrimary: boolean }>;
  setState(version: string, state: "ENABLED" | "DISABLED" | "DESTROYED"): Promise<unknown>;
  /** Makes version 2, which encrypts from then on. */
  rotate(): Promise<void>;
  restart(): Promise<void>;
}

/** A stand-in for each test whose key `credential-wrap` is new. The other keys stay, because an RSA key takes long. */
export function useWrapKey(): WrapKey {
  const name = demoNames.credentialWrap;
  let directory: string;
  let kms: KmsForTest;
  let worker: KeyManagementServiceClient;
  let admin: KeyManagementServiceClient;

  const start = async (): Promise<void> => {
    kms = await startKmsForTest({ directory });
    worker = connectForTest(kms, kms.tokens.worker);
    admin = connectForTest(kms, kms.tokens.lockBAdmin);
  };
  const stop = async (): Promise<void> => {
    await Promise.all([worker.close(), admin.close()]);
    await kms.close();
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "kms-wrap-key-"));
  });
  beforeEach(async () => {
    const files = (await readdir(directory)).filter((file) => file.startsWith("credential-wrap"));
    for (const file of files) await rm(join(directory, file));
    await start();
  });
  afterEach(stop);
  afterAll(() => rm(directory, { recursive: true }));

  return {
    name,
    get directory() {
      return directory;
    },
    get kms() {
      return kms;
    },
    get worker() {
      return worker;
    },
    get admin() {
      return admin;
    },
    seal: async () => {
      const [answer] = await worker.encrypt({ name, plaintext: Buffer.from("data key") });
      return { version: answer.name ?? "", ciphertext: answer.ciphertext as Uint8Array };
    },
    open: async (ciphertext) => {
      const [answer] = await worker.decrypt({ name, ciphertext }, once);
      const text = Buffer.from(answer.plaintext as Uint8Array).toString();
      return { text, usedPrimary: answer.usedPrimary ?? false };
    },
    setState: (version, state) =>
      admin.updateCryptoKeyVersion({
        cryptoKeyVersion: { name: version, state },
        updateMask: { paths: ["state"] },
      }),
    rotate: async () => {
      await admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
      await admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: "2" });
    },
    restart: async () => {
      await stop();
      await start();
    },
  };
}
