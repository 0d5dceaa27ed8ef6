import { crc32c } from "./crc32c.ts";
import { type Key, type KeyVersion, versionOf } from "./key.ts";
import { versionName } from "./names.ts";
import { invalidArgument } from "./status.ts";

/** Int64Value as the protobuf loader gives it: absent, or decimal text. */
export type Checksum = { readonly value: string | number } | null;

export const checksumOf = (bytes: Uint8Array): Checksum => ({ value: crc32c(bytes) });

/** Whether a checksum came and was right, which the answer says; a wrong one is refused. */
export function verified(field: string, bytes: Uint8Array, given: Checksum): boolean {
  if (!given) return false;
  if (Number(given.value) !== crc32c(bytes)) {
    throw invalidArgument(`The checksum in field ${field}_crc32c did not match the data in field ${field}.`);
  }
  return true;
}

const fieldLimit = 65_536;

/** The documented limit of software keys: 64 KiB for each field. */
export function limited(field: string, bytes: Uint8Array, limit = fieldLimit): void {
  if (bytes.length > limit) {
    throw invalidArgument(`${field} is ${bytes.length} bytes long, which is more than the ${limit} allowed.`);
  }
}

export const ciphertextLimit = (overhead: number): number => fieldLimit + overhead;

export const protectionLevel = "SOFTWARE";

export function keyMessage(key: Key): object {
  return {
    name: key.name,
    primary: key.primary === null ? null : versionMessage(key, versionOf(key, key.primary)),
    purpose: key.purpose,
    createTime: timestamp(key.createTime),
    versionTemplate: { protectionLevel, algorithm: key.algorithm },
    destroyScheduledDuration: { seconds: key.destroyScheduledMs / 1000, nanos: 0 },
  };
}

export function versionMessage(key: Key, version: KeyVersion): object {
  return {
    name: versionName(key.name, version.id),
    state: version.state,
    protectionLevel,
    algorithm: key.algorithm,
    createTime: timestamp(version.createTime),
    generateTime: timestamp(version.generateTime),
    destroyTime: timestamp(version.destroyTime),
    destroyEventTime: timestamp(version.destroyEventTime),
  };
}

function timestamp(ms: number | null): object | null {
  return ms === null ? null : { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
}
