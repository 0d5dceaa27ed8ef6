import { type Key, restore, scheduleDestruction, setPrimary, setState, versionOf } from "./key.ts";
import { type Call, keyOf, type Method, named, versionIn } from "./method.ts";
import { invalidArgument } from "./status.ts";
import { keyMessage, versionMessage } from "./wire.ts";

interface Named {
  readonly name: string;
}

/** A new version of a symmetric key is not yet the one that encrypts. */
export const createCryptoKeyVersion: Method<{ readonly parent: string }> = {
  level: "key",
  nameIn: ({ parent }) => parent,
  right: "administer",
  permission: "cloudkms.cryptoKeyVersions.create",
  answer: (call) => {
    const after = call.store.addVersion(keyOf(call));
    return versionMessage(after, versionOf(after, after.versions.length));
  },
};

export const updateCryptoKeyPrimaryVersion: Method<Named & { readonly cryptoKeyVersionId: string }> = {
  level: "key",
  nameIn: named,
  right: "administer",
  permission: "cloudkms.cryptoKeys.update",
  answer: (call) => {
    const id = call.request.cryptoKeyVersionId;
    if (!/^[1-9][0-9]{0,8}$/.test(id))
      throw invalidArgument("crypto_key_version_id must be a version's number.");
    const after = setPrimary(keyOf(call), Number(id));
    call.store.put(after);
    return keyMessage(after);
  },
};

interface UpdateVersion {
  readonly cryptoKeyVersion: { readonly name: string; readonly state: string } | null;
  readonly updateMask: { readonly paths: readonly string[] } | null;
}

export const updateCryptoKeyVersion: Method<UpdateVersion> = {
  level: "version",
  nameIn: ({ cryptoKeyVersion }) => cryptoKeyVersion?.name ?? "",
  right: "administer",
  permission: "cloudkms.cryptoKeyVersions.update",
  answer: (call) => {
    const paths = call.request.updateMask?.paths ?? [];
    if (paths.length !== 1 || paths[0] !== "state")
      throw invalidArgument("update_mask must name state alone.");
    return change(call, (key, id) => setState(key, id, call.request.cryptoKeyVersion?.state ?? ""));
  },
};

export const destroyCryptoKeyVersion: Method<Named> = {
  level: "version",
  nameIn: named,
  right: "administer",
  permission: "cloudkms.cryptoKeyVersions.destroy",
  answer: (call) => change(call, (key, id) => scheduleDestruction(key, id, call.now())),
};

export const restoreCryptoKeyVersion: Method<Named> = {
  level: "version",
  nameIn: named,
  right: "administer",
  permission: "cloudkms.cryptoKeyVersions.restore",
  answer: (call) => change(call, restore),
};

function change(call: Call<unknown>, decide: (key: Key, id: number) => Key): object {
  const id = versionIn(call.target);
  const after = decide(keyOf(call), id);
  call.store.put(after);
  return versionMessage(after, versionOf(after, id));
}
