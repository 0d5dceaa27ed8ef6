import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bindingOf, bindingsOf } from "./institution-binding.ts";
import type { Institution } from "./institution-entry.ts";
import { parseInstitutionFile } from "./institution-file.ts";
import { fixedInstitutions } from "./institution-source.ts";

const file = readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8");
const institutions = parseInstitutionFile(file);
const unreached = institutions.get("sandbox-retail") as Institution;
const connection = {
  protocol: "xs2a",
  baseUrl: "https://api.bank.example/psd2",
  allowedHosts: ["api.bank.example", "link.bank.example"],
  pageHosts: ["pages.bank.example"],
  sandbox: false,
  certificateAuthorities: null,
  approach: "embedded",
  credentialRoles: { userId: "userId", password: "pin", corporateId: null },
  oauthClientId: null,
  access: "allAccounts",
  cardAccounts: false,
  readsChanges: false,
  pollSeconds: 3,
} as const;
const reached = (change: object = {}): Institution => ({
  ...unreached,
  connection: { ...connection, ...change } as never,
});

test.each<[string, object]>([
  ["the base", { baseUrl: "https://api.bank.example/psd3" }],
  ["a host more", { allowedHosts: [...connection.allowedHosts, "other.example"] }],
  ["a host less", { allowedHosts: ["api.bank.example"] }],
  ["another port", { allowedHosts: ["api.bank.example", "link.bank.example:8443"] }],
  ["another page", { pageHosts: ["pages.other.example"] }],
  [
    "a host that became a page",
    { allowedHosts: ["api.bank.example"], pageHosts: ["link.bank.example", "pages.bank.example"] },
  ],
  ["the protocol", { protocol: "another" }],
])("where an access goes is another with %s", (_, change) => {
  expect(bindingOf(reached(change))).not.toBe(bindingOf(reached()));
});

test("no two banks are the same place, and no bank without a way is a bank with one", () => {
  const bindings = [
    reached(),
    { ...reached(), id: "another" },
    unreached,
    { ...unreached, id: "another" },
  ].map(bindingOf);
  expect(new Set(bindings).size).toBe(4);
  for (const binding of bindings) expect(binding).toMatch(/^[0-9a-f]{64}$/);
});

test("name, status, fields, pace and the order of hosts lead nowhere else", () => {
  const same: Institution = {
    ...reached({
      allowedHosts: [...connection.allowedHosts].reverse(),
      pollSeconds: 9,
      approach: "decoupled",
    }),
    name: "Another name",
    status: "down",
  };
  expect(bindingOf(same)).toBe(bindingOf(reached()));
});

test("a bank that is not listed any more is no place at all", () => {
  const of = bindingsOf(fixedInstitutions(institutions));
  expect(of("sandbox-retail")).toBe(bindingOf(unreached));
  for (const id of ["none", "__proto__", ""]) expect(of(id)).toBeNull();
});
