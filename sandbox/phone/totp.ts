import { createHmac } from "node:crypto";

export const totpStepMs = 30_000;
export const stepAt = (ms: number): number => Math.floor(ms / totpStepMs);

/** RFC 6238 with SHA-1, thirty seconds and six figures: what every authenticator app does. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  return truncated(createHmac("sha1", secret).update(counter).digest(), 6);
}

/** The code that a chip token shows once the bank's start number has been typed into it. */
export function tokenCode(key: Buffer, startNumber: string): string {
  return truncated(createHmac("sha256", key).update(startNumber.trim()).digest(), 8);
}

/** RFC 4226, 5.3: four bytes, from the place that the last half byte names. */
function truncated(digest: Buffer, figures: number): string {
  const at = (digest.at(-1) ?? 0) & 0x0f;
  const number = digest.readUInt32BE(at) & 0x7fffffff;
  return String(number % 10 ** figures).padStart(figures, "0");
}
