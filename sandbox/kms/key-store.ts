import type { KeyObject } from "node:crypto";

import { addVersion, destroyDue, generated, type Key, newKey } from "./key.ts";
import { readKeys, writeKey } from "./key-files.ts";
import { newMaterial, privateKeyOf } from "./key-material.ts";
import type { Layout } from "./layout.ts";
import { keyName, versionName } from "./names.ts";

export interface KeyStore {
  /** The key as it is now, or `undefined`: versions whose time has come are destroyed first. */
  find(name: string): Key | undefined;
  /** Settles once the key's first version has its material; a new key exists for nobody before that. */
  ready(name: string): Promise<void>;
  /** Written to the disk before anybody sees it. */
  put(key: Key): void;
  addVersion(key: Key): Key;
  privateKey(key: Key, version: number, material: string): KeyObject;
  destroyDue(): void;
}

export interface StoreOptions {
  readonly directory: string;
  readonly layout: Layout;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** The keys of the layout, from their files; those without a file are made. */
export function openKeyStore({ directory, layout, now, log }: StoreOptions): KeyStore {
  const keys = new Map(readKeys(directory).map((key) => [key.name, key]));
  const generating = new Map<string, Promise<void>>();
  const privateKeys = new Map<string, KeyObject>();

  const put = (key: Key): void => {
    writeKey(directory, key);
    keys.set(key.name, key);
  };
  const settled = (key: Key): Key => {
    const after = destroyDue(key, now());
    if (after === key) return key;
    for (const { id, state } of after.versions) {
      if (state === "DESTROYED") privateKeys.delete(versionName(key.name, id));
    }
    put(after);
    return after;
  };
  const find = (name: string): Key | undefined => {
    const key = keys.get(name);
    return key && settled(key);
  };
  const finish = (name: string, id: number, material: string): void => {
    const key = keys.get(name);
    if (key) put(generated(key, id, material, now()));
  };
  const generate = (key: Key, id: number): void => {
    const material = newMaterial(key.algorithm);
    if (typeof material === "string") {
      finish(key.name, id, material);
      return;
    }
    const done = material.then((value) => finish(key.name, id, value));
    generating.set(versionName(key.name, id), done);
    done.catch((cause: unknown) => log(`cannot make ${versionName(key.name, id)}: ${String(cause)}`));
  };

  for (const ring of layout.rings) {
    for (const wanted of ring.keys) {
      const name = keyName(ring.name, wanted.name);
      const known = keys.get(name);
      if (known && known.purpose !== wanted.purpose) {
        throw new Error(`${name} exists with purpose ${known.purpose}, which cannot be changed.`);
      }
      if (!known) put(newKey(name, wanted, now()));
    }
  }
  for (const key of [...keys.values()]) {
    for (const { id, state } of key.versions) if (state === "PENDING_GENERATION") generate(key, id);
  }

  return {
    find,
    ready: async (name) => generating.get(versionName(name, 1)),
    put,
    addVersion: (key) => {
      const after = addVersion(key, now());
      put(after);
      generate(after, after.versions.length);
      // As it was answered at once by the service: generation of an asymmetric version takes a while.
      return find(key.name) ?? after;
    },
    privateKey: (key, version, material) => {
      const name = versionName(key.name, version);
      const privateKey = privateKeys.get(name) ?? privateKeyOf(material);
      privateKeys.set(name, privateKey);
      return privateKey;
    },
    destroyDue: () => {
      for (const key of keys.values()) settled(key);
    },
  };
}
