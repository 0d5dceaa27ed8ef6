import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { KeyManagementServiceClient, type protos } from "@google-cloud/kms";
import { type KeyName, type KeyVersionName, versionOfKey } from "#lib/kernel/key-name.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { crc32c } from "./crc32c.ts";
import { KeyError } from "./key-error.ts";
import { type Resilience, resilient, usualResilience } from "./resilience.ts";

export interface KmsAddress {
  /** Host and port of another endpoint than Google's own, with the authority that signs its certificate. */
  readonly endpoint: {
    readonly host: string;
    readonly port: number;
    readonly ca: string;
    readonly token: Secret<string>;
  } | null;
}

export interface Wrapped {
  readonly ciphertext: Buffer;
  readonly version: KeyVersionName;
}

export interface KeyInspection {
  /** The version that encrypts; asymmetric keys have none. */
  readonly primary: KeyVersionName | null;
  readonly versions: readonly InspectedVersion[];
}

export interface InspectedVersion {
  readonly name: KeyVersionName;
  /** `CryptoKeyVersionState` of Cloud KMS, by its name. */
  readonly state: string;
  readonly algorithm: string;
  readonly protectionLevel: string;
  readonly createdAt: Date | null;
  /** When a version that is scheduled for destruction goes, or when a destroyed one went. */
  readonly destroysAt: Date | null;
}

/**
 * The calls that Licet makes of Cloud KMS. Every answer is checked before it is believed: checksums
 * both ways, the service's own `verified…` flags and the key's name. What fails a check is a `KeyError`.
 */
export interface Kms {
  encrypt(key: KeyName, plaintext: Buffer, aad: Buffer): Promise<Wrapped>;
  decrypt(key: KeyName, ciphertext: Buffer, aad: Buffer): Promise<Buffer>;
  asymmetricDecrypt(version: KeyVersionName, ciphertext: Buffer): Promise<Buffer>;
  sign(version: KeyVersionName, data: Buffer): Promise<Buffer>;
  publicKey(version: KeyVersionName): Promise<{ pem: string; algorithm: string }>;
  primaryVersion(key: KeyName): Promise<KeyVersionName>;
  /** A key's versions as the service lists them to whoever may look and not use. */
  inspect(key: KeyName): Promise<KeyInspection>;
  close(): Promise<void>;
}

/** Retries are ours (`resilience.ts`): the client's own would multiply them. */
const once = { retry: { retryCodes: [] as number[] }, maxRetries: 0 };

export async function connectKms(
  address: KmsAddress,
  resilience: Resilience = usualResilience,
): Promise<Kms> {
  return kmsOver(await kmsClient(address), resilience);
}

/** The same over a client that is there already, whatever wire it speaks. */
export function kmsOver(client: KeyManagementServiceClient, resilience: Resilience): Kms {
  const run = resilient(resilience);
  const callOptions = { ...once, timeout: resilience.deadlineMs };
  const signers = new Map<KeyVersionName, KeyObject>();

  const readPublicKey = async (version: KeyVersionName) => {
    const [answer] = await client.getPublicKey({ name: version }, callOptions);
    const pem = checkedBytes("publicKey", Buffer.from(answer.pem ?? "", "utf8"), answer.pemCrc32c);
    if (answer.name !== version) throw new KeyError("untrustedAnswer", "publicKey");
    return { pem: pem.toString("utf8"), algorithm: String(answer.algorithm) };
  };
  /** A version's public key never changes, so it is read once. */
  const signerOf = async (version: KeyVersionName): Promise<KeyObject> => {
    const signer = signers.get(version) ?? createPublicKey((await readPublicKey(version)).pem);
    signers.set(version, signer);
    return signer;
  };

  return {
    encrypt: (key, plaintext, aad) =>
      run("encrypt", async () => {
        const [answer] = await client.encrypt(
          {
            name: key,
            plaintext,
            plaintextCrc32c: checksum(plaintext),
            additionalAuthenticatedData: aad,
            additionalAuthenticatedDataCrc32c: checksum(aad),
          },
          callOptions,
        );
        const verified = answer.verifiedPlaintextCrc32c && answer.verifiedAdditionalAuthenticatedDataCrc32c;
        const version = versionOfKey(key, answer.name);
        if (!verified || !version) throw new KeyError("untrustedAnswer", "encrypt");
        return { ciphertext: checkedBytes("encrypt", answer.ciphertext, answer.ciphertextCrc32c), version };
      }),

    decrypt: (key, ciphertext, aad) =>
      run("decrypt", async () => {
        const [answer] = await client.decrypt(
          {
            name: key,
            ciphertext,
            ciphertextCrc32c: checksum(ciphertext),
            additionalAuthenticatedData: aad,
            additionalAuthenticatedDataCrc32c: checksum(aad),
          },
          callOptions,
        );
        return checkedBytes("decrypt", answer.plaintext, answer.plaintextCrc32c);
      }),

    asymmetricDecrypt: (version, ciphertext) =>
      run("asymmetricDecrypt", async () => {
        const [answer] = await client.asymmetricDecrypt(
          { name: version, ciphertext, ciphertextCrc32c: checksum(ciphertext) },
          callOptions,
        );
        if (!answer.verifiedCiphertextCrc32c) throw new KeyError("untrustedAnswer", "asymmetricDecrypt");
        return checkedBytes("asymmetricDecrypt", answer.plaintext, answer.plaintextCrc32c);
      }),

    sign: (version, data) =>
      run("sign", async () => {
        const [answer] = await client.asymmetricSign(
          { name: version, data, dataCrc32c: checksum(data) },
          callOptions,
        );
        if (!answer.verifiedDataCrc32c || answer.name !== version)
          throw new KeyError("untrustedAnswer", "sign");
        const signature = checkedBytes("sign", answer.signature, answer.signatureCrc32c);
        // A signature of other data would be kept for years before anybody who relies on it finds out.
        if (!verify(null, data, await signerOf(version), signature))
          throw new KeyError("untrustedAnswer", "sign");
        return signature;
      }),

    publicKey: (version) => run("publicKey", () => readPublicKey(version)),

    primaryVersion: (key) =>
      run("primaryVersion", async () => {
        const [answer] = await client.getCryptoKey({ name: key }, callOptions);
        const version = versionOfKey(key, answer.primary?.name);
        if (answer.name !== key || !version) throw new KeyError("untrustedAnswer", "primaryVersion");
        return version;
      }),

    inspect: (key) =>
      run("inspect", async () => {
        const [answer] = await client.getCryptoKey({ name: key }, callOptions);
        if (answer.name !== key) throw new KeyError("untrustedAnswer", "inspect");
        const [versions] = await client.listCryptoKeyVersions({ parent: key }, callOptions);
        return {
          primary: versionOfKey(key, answer.primary?.name),
          versions: versions.map((version) => inspected(key, version)),
        };
      }),

    close: () => client.close(),
  };
}

/** The bare client, for what only administrators do: everything else goes through `connectKms`. */
export async function kmsClient({ endpoint }: KmsAddress): Promise<KeyManagementServiceClient> {
  // Google's own endpoint, with the process's own service account (application default credentials).
  if (!endpoint) return new KeyManagementServiceClient();
  const { credentials, Metadata } = await import("@grpc/grpc-js");
  const perCall = credentials.createFromMetadataGenerator((_, done) => {
    const metadata = new Metadata();
    metadata.set("authorization", `Bearer ${endpoint.token.reveal()}`);
    done(null, metadata);
  });
  return new KeyManagementServiceClient({
    apiEndpoint: endpoint.host,
    port: endpoint.port,
    sslCreds: credentials.combineChannelCredentials(credentials.createSsl(Buffer.from(endpoint.ca)), perCall),
    projectId: "licet",
    // Given, because the client would otherwise ask a metadata server which universe it is in.
    universeDomain: "googleapis.com",
  });
}

function inspected(key: KeyName, version: protos.google.cloud.kms.v1.ICryptoKeyVersion): InspectedVersion {
  const name = versionOfKey(key, version.name);
  if (!name || !version.state) throw new KeyError("untrustedAnswer", "inspect");
  return {
    name,
    state: String(version.state),
    algorithm: String(version.algorithm ?? ""),
    protectionLevel: String(version.protectionLevel ?? ""),
    createdAt: toDate(version.createTime),
    destroysAt: toDate(version.destroyEventTime ?? version.destroyTime),
  };
}

const toDate = (time: protos.google.protobuf.ITimestamp | null | undefined): Date | null =>
  time ? new Date(Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1_000_000)) : null;

const checksum = (bytes: Uint8Array) => ({ value: crc32c(bytes) });

/** The service sends an Int64Value, which the client hands on as text or number. */
type Checksum = { value?: unknown } | null | undefined;

function checkedBytes(
  method: string,
  bytes: Uint8Array | string | null | undefined,
  expected: Checksum,
): Buffer {
  if (!(bytes instanceof Uint8Array) || expected?.value === undefined || expected.value === null) {
    throw new KeyError("untrustedAnswer", method);
  }
  if (Number(expected.value) !== crc32c(bytes)) throw new KeyError("untrustedAnswer", method);
  return Buffer.from(bytes);
}
