import { versionOf } from "./key.ts";
import { keyOf, type Method, named, versionIn } from "./method.ts";
import { keyName } from "./names.ts";
import { invalidArgument, unimplemented } from "./status.ts";
import { keyMessage, versionMessage } from "./wire.ts";

interface Named {
  readonly name: string;
}

export const getCryptoKey: Method<Named> = {
  level: "key",
  nameIn: named,
  right: "view",
  permission: "cloudkms.cryptoKeys.get",
  answer: (call) => keyMessage(keyOf(call)),
};

export const getCryptoKeyVersion: Method<Named> = {
  level: "version",
  nameIn: named,
  right: "view",
  permission: "cloudkms.cryptoKeyVersions.get",
  answer: (call) => {
    const key = keyOf(call);
    return versionMessage(key, versionOf(key, versionIn(call.target)));
  },
};

interface List {
  readonly parent: string;
  readonly pageSize: number;
  readonly pageToken: string;
  readonly filter: string;
  readonly orderBy: string;
}

export const listCryptoKeys: Method<List> = {
  level: "ring",
  nameIn: ({ parent }) => parent,
  right: "view",
  permission: "cloudkms.cryptoKeys.list",
  answer: ({ request, target, layout, store }) => {
    if (request.filter || request.orderBy)
      throw unimplemented("Keys are listed unfiltered and in order here.");
    const ring = layout.rings.find(({ name }) => name === target.ring);
    const keys = (ring?.keys ?? [])
      .flatMap(({ name }) => store.find(keyName(target.ring, name)) ?? [])
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const { items, nextPageToken } = page(keys, request);
    return { cryptoKeys: items.map(keyMessage), nextPageToken, totalSize: keys.length };
  },
};

export const listCryptoKeyVersions: Method<List> = {
  level: "key",
  nameIn: ({ parent }) => parent,
  right: "view",
  permission: "cloudkms.cryptoKeyVersions.list",
  answer: (call) => {
    const { request } = call;
    const state = /^state\s*=\s*([A-Z_]+)$/.exec(request.filter)?.[1];
    if (request.orderBy || (request.filter && !state)) {
      throw unimplemented("Versions are listed in order, filtered by state=… alone here.");
    }
    const key = keyOf(call);
    const versions = key.versions.filter((version) => !state || version.state === state);
    const { items, nextPageToken } = page(versions, request);
    return {
      cryptoKeyVersions: items.map((version) => versionMessage(key, version)),
      nextPageToken,
      totalSize: versions.length,
    };
  },
};

const usualPageSize = 100;
const largestPageSize = 1000;

function page<Item>(all: readonly Item[], { pageSize, pageToken }: List) {
  if (pageSize < 0) throw invalidArgument("page_size must not be negative.");
  if (!/^[0-9]{0,9}$/.test(pageToken)) throw invalidArgument("page_token is not one that was given out.");
  const from = Number(pageToken);
  const to = from + Math.min(pageSize || usualPageSize, largestPageSize);
  return { items: all.slice(from, to), nextPageToken: to < all.length ? String(to) : "" };
}
