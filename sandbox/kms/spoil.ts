import type { MethodName } from "./methods.ts";
import { checksumOf } from "./wire.ts";

export const wordEffects = ["flipBit", "wrongName", "verifiedFalse", "wrongCrc", "wrongPlaintext"] as const;
export type WordEffect = (typeof wordEffects)[number];

interface Fields {
  /** What the answer is asked for, with the checksum beside it. */
  readonly bytes?: string;
  readonly hasName?: boolean;
  readonly verified?: readonly string[];
  /** Where a plaintext can be exchanged so that every checksum still agrees. */
  readonly plaintext?: { readonly in: "request" | "answer"; readonly field: string };
}

const fields: Readonly<Partial<Record<MethodName, Fields>>> = {
  Encrypt: {
    bytes: "ciphertext",
    hasName: true,
    verified: ["verifiedPlaintextCrc32c", "verifiedAdditionalAuthenticatedDataCrc32c"],
    plaintext: { in: "request", field: "plaintext" },
  },
  Decrypt: { bytes: "plaintext", plaintext: { in: "answer", field: "plaintext" } },
  AsymmetricDecrypt: {
    bytes: "plaintext",
    verified: ["verifiedCiphertextCrc32c"],
    plaintext: { in: "answer", field: "plaintext" },
  },
  AsymmetricSign: {
    bytes: "signature",
    hasName: true,
    verified: ["verifiedDataCrc32c"],
    plaintext: { in: "request", field: "data" },
  },
  GetPublicKey: { bytes: "pem", hasName: true },
  GetCryptoKey: { hasName: true },
  GetCryptoKeyVersion: { hasName: true },
};

export function suits(effect: WordEffect, method: MethodName): boolean {
  const { bytes, hasName, verified, plaintext } = fields[method] ?? {};
  switch (effect) {
    case "flipBit":
    case "wrongCrc":
      return bytes !== undefined;
    case "wrongName":
      return hasName === true;
    case "verifiedFalse":
      return verified !== undefined;
    case "wrongPlaintext":
      return plaintext !== undefined;
  }
}

/** An answer that is wrong in exactly one way, as from a service or a wire that cannot be trusted. */
export async function spoilt<Request extends object>(
  effect: WordEffect,
  method: MethodName,
  request: Request,
  answerTo: (request: Request) => Promise<object>,
): Promise<object> {
  const { bytes = "", verified = [], plaintext } = fields[method] ?? {};
  if (effect === "wrongPlaintext" && plaintext?.in === "request") {
    return answerTo(exchanged(request, plaintext.field));
  }
  const answer = { ...(await answerTo(request)) } as Record<string, unknown>;
  switch (effect) {
    case "flipBit":
      return { ...answer, [bytes]: flipped(answer[bytes]) };
    case "wrongCrc":
      return { ...answer, [`${bytes}Crc32c`]: { value: wrongChecksum(answer[`${bytes}Crc32c`]) } };
    case "wrongName":
      return { ...answer, name: otherName(String(answer.name)) };
    case "verifiedFalse":
      return { ...answer, ...Object.fromEntries(verified.map((field) => [field, false])) };
    case "wrongPlaintext":
      return exchanged(answer, plaintext?.field ?? "");
  }
}

/** Other bytes of the same length, with the checksum that belongs to them. */
function exchanged<Message extends object>(message: Message, field: string): Message {
  const bytes = Buffer.from((message as Record<string, Uint8Array>)[field] ?? []);
  const other = Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return { ...message, [field]: other, [`${field}Crc32c`]: checksumOf(other) };
}

function flipped(value: unknown): unknown {
  const bytes = Buffer.from(value as Buffer | string);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return typeof value === "string" ? bytes.toString("latin1") : bytes;
}

const wrongChecksum = (checksum: unknown): number =>
  (Number((checksum as { value: number | string }).value) ^ 1) >>> 0;

/** The name of another key, as of an answer that belongs to somebody else's question. */
const otherName = (name: string): string => name.replace(/\/cryptoKeys\/[^/]+/, "$&-2");
