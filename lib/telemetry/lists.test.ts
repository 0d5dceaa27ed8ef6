import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { products } from "#lib/aspsp/connector.ts";
import { methodKinds } from "#lib/aspsp/dialog.ts";
import { authorisationFailures, scaStatuses } from "#lib/authorisation/authorisation.ts";
import { actorRoles } from "#lib/db/roles.ts";
import { healthOutcomes } from "#lib/institutions/health.ts";
import { keyErrorCodes } from "#lib/keys/key-error.ts";
import {
  databaseRoles,
  isKept,
  type KnownNames,
  keepingTo,
  operations,
  outcomes,
  reasons,
  scaMethods,
} from "./attributes.ts";
import { type Metric, metrics } from "./metrics.ts";

const known: KnownNames = {
  route: (value) => value === "/wealth",
  job_kind: () => false,
  institution: () => false,
};

describe("the lists of what may leave", () => {
  test.each([
    ["outcomes of calls to banks", healthOutcomes, outcomes],
    ["failures of the KMS", keyErrorCodes, outcomes],
    ["ends of an authentication", scaStatuses.slice(3), outcomes],
    ["reasons of a failed authentication", authorisationFailures, reasons],
    ["methods", methodKinds, scaMethods],
    ["kinds of data of a bank", products, operations],
    ["database roles", Object.values(actorRoles).flat(), databaseRoles],
  ])("have the code's own %s", (_, ofTheCode, listed: readonly string[]) => {
    expect(ofTheCode.filter((one: string) => !listed.includes(one))).toEqual([]);
  });

  test("let nothing through that looks like an identifier, an address, a number or a name", () => {
    let dropped = 0;
    const keep = keepingTo(known, () => {
      dropped += 1;
    });
    const personal = [
      "per_0b9f6f0e-7f0e-4d55-9a6c-0c5a3f2c1d11",
      "DE89370400440532013000",
      "anna@example.com",
      "Anna Muster",
      "anna",
      "/wealth?q=anna",
      "/consents/con_0b9f6f0e-7f0e-4d55-9a6c-0c5a3f2c1d11",
      "203.0.113.7",
      "12345",
      "x".repeat(200),
      "",
    ];
    const keys = [...new Set(Object.values<Metric>(metrics).flatMap(({ attributes }) => attributes))];
    for (const value of personal) {
      for (const key of keys)
        expect(keep({ [key]: value }, [key]), `${key} ${value}`).toEqual({ [key]: "other" });
    }
    expect(dropped).toBe(personal.length * keys.length);
    expect(keep({ route: "/wealth", more: "x" }, ["route"])).toEqual({ route: "/wealth" });
  });

  test("leave no span that has more than they do", () => {
    const keep = keepingTo(known, () => {});
    expect(isKept(keep, { route: "/wealth", status: "200" })).toBe(true);
    expect(isKept(keep, { route: "/wealth/1" })).toBe(false);
    expect(isKept(keep, { "http.target": "/wealth" })).toBe(false);
    expect(isKept(keep, { __proto__: null, constructor: "x" })).toBe(false);
  });
});

describe("docs/monitoring.md", () => {
  test("has a line for every metric, with its attributes and its meaning", () => {
    const lines = readFileSync(new URL("../../docs/monitoring.md", import.meta.url), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| `licet_"));
    const meant = Object.entries<Metric>(metrics).map(([name, { kind, attributes, help }]) => {
      const listed = attributes.map((key) => `\`${key}\``).join(", ");
      return `| \`${name}\` | ${kind} | ${listed} | ${help} |`;
    });
    expect(lines).toEqual(meant);
  });
});
