import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { type DemoTokens, demoLayout } from "./demo-layout.ts";

const document = readFileSync(join(import.meta.dirname, "../../docs/kms.md"), "utf8");
const { rings } = demoLayout({} as DemoTokens);

/** `ring/key caller grant`, sorted: the form in which the three tellings of the rights are compared. */
const inLayout = rings
  .flatMap((ring) =>
    ring.keys.flatMap((key) =>
      Object.entries(key.grants ?? {}).flatMap(([grant, callers]) =>
        (callers ?? []).map((caller) => `${ring.name.split("/").at(-1)}/${key.name} ${caller} ${grant}`),
      ),
    ),
  )
  .toSorted();

const roles: Readonly<Record<string, readonly string[]>> = {
  cryptoKeyEncrypter: ["encrypt"],
  cryptoKeyDecrypter: ["asymmetricDecrypt"],
  cryptoKeyEncrypterDecrypter: ["encrypt", "decrypt"],
  publicKeyViewer: ["viewPublicKey"],
  signerVerifier: ["sign", "viewPublicKey"],
};

describe("docs/kms.md tells the rights of the demo's layout", () => {
  test("in its table", () => {
    const rows = document.matchAll(/^\| (licet-[a-z-]+) \| ([a-z-]+) \|([^|]*)\|([^|]*)\|([^|]*)\|$/gm);
    const told = [...rows].flatMap(([, ring, key, ...cells]) =>
      cells.flatMap((cell, at) =>
        cell
          .split(",")
          .map((grant) => grant.trim())
          .filter((grant) => grant !== "")
          .map((grant) => `${ring}/${key} ${["web", "worker", "operator"][at]} ${grant}`),
      ),
    );
    expect(told.toSorted()).toEqual(inLayout);
  });

  test("in its commands", () => {
    const granted: string[] = [];
    for (const section of document.split(/^PROJECT=/m).slice(1)) {
      const ring = /RING=(\S+)/.exec(section)?.[1];
      for (const [, key, caller, role] of section.matchAll(
        /^grant (\S+) +(\S+) +roles\/cloudkms\.(\S+)$/gm,
      )) {
        granted.push(...(roles[role ?? ""] ?? []).map((grant) => `${ring}/${key} ${caller} ${grant}`));
      }
    }
    expect(granted.toSorted()).toEqual(inLayout);
  });

  test("and lets the worker see the metadata of every ring", () => {
    expect(rings.map(({ viewers }) => viewers)).toEqual([["worker"], ["worker"], ["worker"]]);
    expect(document.match(/licet-worker@\S+ --role=roles\/cloudkms\.viewer$/gm)).toHaveLength(3);
  });
});
