import type { KeyLayout } from "./layout.ts";
import { versionName } from "./names.ts";
import type { Algorithm, Purpose } from "./purpose.ts";
import { failedPrecondition, invalidArgument, notFound } from "./status.ts";

export const versionStates = [
  "PENDING_GENERATION",
  "ENABLED",
  "DISABLED",
  "DESTROY_SCHEDULED",
  "DESTROYED",
] as const;
export type VersionState = (typeof versionStates)[number];

/** Times are milliseconds since 1970. `material` is there from generation to destruction. */
export interface KeyVersion {
  readonly id: number;
  readonly state: VersionState;
  readonly createTime: number;
  readonly generateTime: number | null;
  readonly destroyTime: number | null;
  readonly destroyEventTime: number | null;
  readonly material: string | null;
}

export interface Key {
  readonly name: string;
  readonly purpose: Purpose;
  readonly algorithm: Algorithm;
  readonly createTime: number;
  readonly destroyScheduledMs: number;
  /** The version that encrypts. Only symmetric keys have one. */
  readonly primary: number | null;
  readonly versions: readonly KeyVersion[];
}

const dayMs = 86_400_000;

export function newKey(name: string, layout: KeyLayout, now: number): Key {
  return addVersion(
    {
      name,
      purpose: layout.purpose,
      algorithm: layout.algorithm,
      createTime: now,
      destroyScheduledMs: layout.destroyScheduledDays * dayMs,
      primary: layout.purpose === "ENCRYPT_DECRYPT" ? 1 : null,
      versions: [],
    },
    now,
  );
}

/** A version that waits for its material. */
export function addVersion(key: Key, now: number): Key {
  const version: KeyVersion = {
    id: key.versions.length + 1,
    state: "PENDING_GENERATION",
    createTime: now,
    generateTime: null,
    destroyTime: null,
    destroyEventTime: null,
    material: null,
  };
  return { ...key, versions: [...key.versions, version] };
}

export function generated(key: Key, id: number, material: string, now: number): Key {
  return replaceVersion(key, { ...versionOf(key, id), state: "ENABLED", material, generateTime: now });
}

export function versionOf(key: Key, id: number): KeyVersion {
  const version = key.versions[id - 1];
  if (!version) throw notFound("CryptoKeyVersion", versionName(key.name, id));
  return version;
}

/** A version whose material may be used now. */
export function enabledVersion(key: Key, id: number): KeyVersion & { readonly material: string } {
  const version = versionOf(key, id);
  if (version.state !== "ENABLED" || version.material === null) throw notIn(key, version, "enabled");
  return { ...version, material: version.material };
}

export function setState(key: Key, id: number, state: string): Key {
  if (state !== "ENABLED" && state !== "DISABLED") {
    throw invalidArgument("crypto_key_version.state can only be changed to ENABLED or DISABLED.");
  }
  const version = versionOf(key, id);
  if (version.state !== "ENABLED" && version.state !== "DISABLED") {
    throw notIn(key, version, "enabled or disabled");
  }
  return replaceVersion(key, { ...version, state });
}

export function scheduleDestruction(key: Key, id: number, now: number): Key {
  const version = versionOf(key, id);
  if (version.state !== "ENABLED" && version.state !== "DISABLED") {
    throw notIn(key, version, "enabled or disabled");
  }
  const destroyTime = now + key.destroyScheduledMs;
  return replaceVersion(key, { ...version, state: "DESTROY_SCHEDULED", destroyTime });
}

/** A version brought back stays off until somebody enables it. */
export function restore(key: Key, id: number): Key {
  const version = versionOf(key, id);
  if (version.state !== "DESTROY_SCHEDULED") throw notIn(key, version, "scheduled for destruction");
  return replaceVersion(key, { ...version, state: "DISABLED", destroyTime: null });
}

export function setPrimary(key: Key, id: number): Key {
  if (key.purpose !== "ENCRYPT_DECRYPT") {
    throw invalidArgument(`${key.name} has purpose ${key.purpose}, and so no primary version.`);
  }
  return { ...key, primary: enabledVersion(key, id).id };
}

/** Whose time has come is destroyed, and its material is gone. The same key if there is none. */
export function destroyDue(key: Key, now: number): Key {
  return key.versions
    .filter(({ state, destroyTime }) => state === "DESTROY_SCHEDULED" && (destroyTime ?? now) <= now)
    .reduce(
      (before, version) =>
        replaceVersion(before, {
          ...version,
          state: "DESTROYED",
          material: null,
          destroyEventTime: version.destroyTime,
        }),
      key,
    );
}

function replaceVersion(key: Key, version: KeyVersion): Key {
  return { ...key, versions: key.versions.map((other) => (other.id === version.id ? version : other)) };
}

function notIn(key: Key, { id, state }: KeyVersion, wanted: string) {
  return failedPrecondition(`${versionName(key.name, id)} is not ${wanted}, current state is: ${state}.`);
}
