import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  randomBytes,
  sign,
} from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32c } from "#lib/keys/crc32c.ts";
import { demoNames } from "#sandbox/kms/demo-layout.ts";
import {
  checksumRefused,
  type DocumentedError,
  disabled,
  notFound,
  undecryptable,
} from "./documented-errors.ts";

type Body = Readonly<Record<string, string>>;
type Answer = (name: string, body: Body) => object;

export interface DocumentedKms {
  readonly port: number;
  /** The next answers, in this order, whatever is asked. A text is sent as a front end's page would be. */
  refuse(...errors: readonly (DocumentedError | string)[]): void;
  /** A new version of the wrapping key that is primary from now on. */
  rotate(): void;
  disable(version: string): void;
  /** The paths that were asked for, oldest first. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * Cloud KMS's REST interface as its reference documents it (v1, projects.locations.keyRings.cryptoKeys): paths, JSON
 * in base64 and decimal text, enums by name, what is `false` or empty left out. It shares no code with the stand-in
 * in `sandbox/kms`, so that our client is held to the document and not to our own reading of it in one place.
 */
export async function startDocumentedKms(): Promise<DocumentedKms> {
  const wrapping: Buffer[] = [randomBytes(32)];
  const pairs = new Map<string, { algorithm: string; privateKey: KeyObject }>([
    [demoNames.credentialTransport, { algorithm: "RSA_DECRYPT_OAEP_4096_SHA256", ...rsa() }],
    [demoNames.receipt, { algorithm: "EC_SIGN_ED25519", ...generateKeyPairSync("ed25519") }],
    [demoNames.transportKey, { algorithm: "EC_SIGN_ED25519", ...generateKeyPairSync("ed25519") }],
  ]);
  const disabledVersions = new Set<string>();
  const refusals: (DocumentedError | string)[] = [];
  const asked: string[] = [];

  const usable = (version: string): string => {
    if (disabledVersions.has(version)) throw disabled(version);
    return version;
  };
  const pairOf = (version: string) => {
    const pair = pairs.get(version.replace("/cryptoKeyVersions/1", ""));
    if (!pair) throw notFound(version);
    return { ...pair, name: usable(version) };
  };

  const answers: Readonly<Record<string, Answer>> = {
    encrypt: (name, body) => {
      const plaintext = received("plaintext", body);
      const aad = received("additionalAuthenticatedData", body);
      const version = usable(`${name}/cryptoKeyVersions/${wrapping.length}`);
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", wrapping.at(-1) as Buffer, nonce).setAAD(aad);
      const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
      const ciphertext = Buffer.concat([Buffer.from([wrapping.length]), nonce, sealed]);
      return {
        name: version,
        ...sent("ciphertext", ciphertext),
        verifiedPlaintextCrc32c: "plaintextCrc32c" in body,
        verifiedAdditionalAuthenticatedDataCrc32c: "additionalAuthenticatedDataCrc32c" in body,
        protectionLevel: "HSM",
      };
    },
    decrypt: (name, body) => {
      const ciphertext = received("ciphertext", body);
      const aad = received("additionalAuthenticatedData", body);
      const id = ciphertext[0] ?? 0;
      const material = wrapping[id - 1];
      if (!material) throw undecryptable();
      usable(`${name}/cryptoKeyVersions/${id}`);
      const decipher = createDecipheriv("aes-256-gcm", material, ciphertext.subarray(1, 13), {
        authTagLength: 16,
      });
      decipher.setAAD(aad).setAuthTag(ciphertext.subarray(-16));
      const plaintext = attempt(() =>
        Buffer.concat([decipher.update(ciphertext.subarray(13, -16)), decipher.final()]),
      );
      const isPrimary = id === wrapping.length;
      return {
        ...sent("plaintext", plaintext),
        ...(isPrimary && { usedPrimary: true }),
        protectionLevel: "HSM",
      };
    },
    asymmetricDecrypt: (name, body) => {
      const { privateKey } = pairOf(name);
      const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
      const plaintext = attempt(() => privateDecrypt(key, received("ciphertext", body)));
      return {
        ...sent("plaintext", plaintext),
        verifiedCiphertextCrc32c: "ciphertextCrc32c" in body,
        protectionLevel: "HSM",
      };
    },
    asymmetricSign: (name, body) => ({
      ...sent("signature", sign(null, received("data", body), pairOf(name).privateKey)),
      name,
      verifiedDataCrc32c: "dataCrc32c" in body,
      protectionLevel: "SOFTWARE",
    }),
    publicKey: (name) => {
      const { privateKey, algorithm } = pairOf(name);
      const pem = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
      const pemCrc32c = String(crc32c(Buffer.from(pem)));
      return { pem, algorithm, pemCrc32c, name, protectionLevel: "HSM", publicKeyFormat: "PEM" };
    },
    get: (name) => ({
      name,
      primary: {
        name: `${name}/cryptoKeyVersions/${wrapping.length}`,
        state: "ENABLED",
        createTime: "2026-09-01T08:00:00.123456789Z",
        protectionLevel: "HSM",
        algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION",
        generateTime: "2026-09-01T08:00:00.123456789Z",
      },
      purpose: "ENCRYPT_DECRYPT",
      createTime: "2026-06-01T08:00:00Z",
      nextRotationTime: "2026-12-01T08:00:00Z",
      rotationPeriod: "7776000s",
      versionTemplate: { protectionLevel: "HSM", algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION" },
      destroyScheduledDuration: "2592000s",
    }),
  };

  const server = createServer(async (request, response) => {
    const send = (status: number, body: object | string): void => {
      const isText = typeof body === "string";
      response.writeHead(status, {
        "content-type": isText ? "text/html" : "application/json; charset=UTF-8",
      });
      response.end(isText ? body : JSON.stringify(body));
    };
    const path = new URL(request.url ?? "", "http://localhost").pathname;
    asked.push(path);
    const refusal = refusals.shift();
    if (typeof refusal === "string") return send(502, refusal);
    try {
      if (refusal) throw refusal;
      const [, name = "", verb = "get"] = /^\/v1\/(projects\/[^:]+?)(?:[:/](\w+))?$/.exec(path) ?? [];
      const isVerb = verb in answers;
      const answer = answers[isVerb ? verb : "get"] as Answer;
      send(200, answer(isVerb ? name : `${name}/${verb}`, await bodyOf(request)));
    } catch (cause) {
      const { error } = cause as DocumentedError;
      send(error.code, { error });
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    refuse: (...errors) => void refusals.push(...errors),
    rotate: () => void wrapping.push(randomBytes(32)),
    disable: (version) => void disabledVersions.add(version),
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const rsa = () => generateKeyPairSync("rsa", { modulusLength: 4096 });

/** A bytes field of a request, held to the checksum beside it as the service holds it. */
function received(field: string, body: Body): Buffer {
  const bytes = Buffer.from(body[field] ?? "", "base64");
  const checksum = body[`${field}Crc32c`];
  if (checksum !== undefined && checksum !== String(crc32c(bytes))) throw checksumRefused(field);
  return bytes;
}

/** A bytes field of an answer: base64, and its checksum as decimal text. */
const sent = (field: string, bytes: Buffer): object => ({
  [field]: bytes.toString("base64"),
  [`${field}Crc32c`]: String(crc32c(bytes)),
});

function attempt(decrypting: () => Buffer): Buffer {
  try {
    return decrypting();
  } catch {
    throw undecryptable();
  }
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return parts.length === 0 ? {} : JSON.parse(Buffer.concat(parts).toString());
}
