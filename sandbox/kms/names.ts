import { invalidArgument } from "./status.ts";

const id = "[a-zA-Z0-9_-]{1,63}";
const ring = `projects/[a-z][a-z0-9:.-]{3,61}/locations/${id}/keyRings/${id}`;

export const ringPattern = new RegExp(`^${ring}$`);
export const keyIdPattern = new RegExp(`^${id}$`);
const resourcePattern = new RegExp(
  `^(?<ring>${ring})(?:/cryptoKeys/(?<key>${id})(?:/cryptoKeyVersions/(?<version>[1-9][0-9]{0,8}))?)?$`,
);

/** What a request is about. Names are whole resource names; `key` and `version` are null above their level. */
export interface Target {
  readonly name: string;
  readonly ring: string;
  readonly key: string | null;
  readonly version: number | null;
}

export type Level = "ring" | "key" | "version" | "keyOrVersion";

/** Refuses a name that is not of this level as the service refuses a malformed one, before any right is looked at. */
export function parseTarget(name: string, level: Level): Target {
  const { ring, key, version } = resourcePattern.exec(name)?.groups ?? {};
  const found = version ? "version" : key ? "key" : ring ? "ring" : null;
  const fits = found === level || (level === "keyOrVersion" && (found === "key" || found === "version"));
  if (!ring || !fits) throw invalidArgument(`Resource name [${name}] does not match the expected pattern.`);
  return {
    name,
    ring,
    key: key ? keyName(ring, key) : null,
    version: version ? Number(version) : null,
  };
}

export const keyName = (ring: string, key: string): string => `${ring}/cryptoKeys/${key}`;

export const versionName = (key: string, version: number): string => `${key}/cryptoKeyVersions/${version}`;
