import { z } from "zod";

declare const key: unique symbol;
declare const version: unique symbol;

/** `projects/…/locations/…/keyRings/…/cryptoKeys/…` */
export type KeyName = string & { readonly [key]: true };
/** A key's name with `/cryptoKeyVersions/N`. */
export type KeyVersionName = string & { readonly [version]: true };

const part = "[a-zA-Z0-9_-]{1,63}";
const keyPattern = new RegExp(
  `^projects/[a-z][a-z0-9:.-]{3,61}/locations/${part}/keyRings/${part}/cryptoKeys/${part}$`,
);
const versionPattern = new RegExp(`${keyPattern.source.slice(0, -1)}/cryptoKeyVersions/[1-9][0-9]{0,9}$`);

export const keyNameSchema = z.string().regex(keyPattern) as unknown as z.ZodType<KeyName, string>;
export const keyVersionNameSchema = z.string().regex(versionPattern) as unknown as z.ZodType<
  KeyVersionName,
  string
>;

export const keyOf = (name: KeyVersionName): KeyName =>
  name.slice(0, name.lastIndexOf("/cryptoKeyVersions/")) as KeyName;

/** The version's name if it is one of this key's, else `null`: an answer about another key is no answer. */
export function versionOfKey(key: KeyName, name: string | null | undefined): KeyVersionName | null {
  const parsed = keyVersionNameSchema.safeParse(name);
  return parsed.success && keyOf(parsed.data) === key ? parsed.data : null;
}

const mostVersions = 100;

/** This version and those of the same key that came before it, the oldest first: the KMS counts them from 1. */
export function versionsUpTo(name: KeyVersionName): readonly KeyVersionName[] {
  const last = Number(name.slice(name.lastIndexOf("/") + 1));
  const first = Math.max(1, last - mostVersions + 1);
  return Array.from(
    { length: last - first + 1 },
    (_, at) => `${keyOf(name)}/cryptoKeyVersions/${first + at}` as KeyVersionName,
  );
}
