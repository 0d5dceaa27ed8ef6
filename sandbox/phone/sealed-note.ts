import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** What a picture on the screen tells the phone that scans it. */
export interface Note {
  readonly code: string;
  readonly text: string;
}

const ivBytes = 12;
const tagBytes = 16;

/** Sealed to one phone's camera, so that whoever only passes the picture on cannot read the code in it. */
export function sealNote(key: Buffer, { code, text }: Note): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update(`${code}\n${text}`, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** `null` where it is sealed to another phone, or is nothing of the kind. */
export function openNote(key: Buffer, bytes: Buffer): Note | null {
  if (bytes.length <= ivBytes + tagBytes) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    const [code = "", ...text] = opened.toString("utf8").split("\n");
    return { code, text: text.join("\n") };
  } catch {
    return null;
  }
}
