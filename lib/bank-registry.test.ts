import { describe, expect, test } from "vitest";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { Institution, Institutions } from "#lib/institutions/institution-entry.ts";
import { type InstitutionChange, replaceInstitutions } from "#lib/institutions/institution-source.ts";
import { keepConnectors } from "./bank-registry.ts";

const entry = (baseUrl: string | null, name = "A bank"): Institution =>
  ({
    ...{ id: "bank", name },
    ...(baseUrl === null ? {} : { connection: { baseUrl, allowedHosts: [], pageHosts: [] } }),
  }) as unknown as Institution;

/** A file that changes, and the connectors that were made and closed. */
function registry(first: Institution) {
  let institutions: Institutions = new Map([["bank", first]]);
  const listeners = new Set<(change: InstitutionChange) => void>();
  const made: string[] = [];
  const closed: string[] = [];
  const banks = keepConnectors({
    institutions: {
      current: () => institutions,
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    health: { record: () => {} },
    make: ({ id, connection }) => {
      if (!connection) return null;
      made.push(connection.baseUrl);
      const close = async () => void closed.push(connection.baseUrl);
      return { institutionId: id, capabilities: {}, close } as unknown as Connector;
    },
  });
  return {
    ...{ banks, made, closed, listeners },
    change(next: Institution) {
      const change = replaceInstitutions(institutions, new Map([["bank", next]]));
      institutions = change.institutions;
      for (const listener of listeners) listener(change);
    },
  };
}

describe("the connectors of a worker", () => {
  test("are one a bank, however often it is asked for, also under another name", () => {
    const { banks, made, change } = registry(entry("https://one.example"));
    const first = banks.of("bank");
    expect(banks.of("bank")).toBe(first);
    change(entry("https://one.example", "The same bank"));
    expect(banks.of("bank")?.connector).toBe(first?.connector);
    expect(made).toEqual(["https://one.example"]);
  });

  test("are let go of when the bank is reached elsewhere, and the next is bound to where it is now", async () => {
    const { banks, made, closed, change } = registry(entry("https://one.example"));
    const first = banks.of("bank");
    change(entry("https://two.example"));
    expect(closed).toEqual(["https://one.example"]);
    expect(banks.of("bank")?.binding).not.toBe(first?.binding);
    expect(made).toEqual(["https://one.example", "https://two.example"]);
    change(entry(null));
    expect(banks.of("bank")).toBeNull();
    expect(banks.of("nowhere")).toBeNull();
  });

  test("are all closed at the end, and nothing listens any more", async () => {
    const { banks, closed, listeners } = registry(entry("https://one.example"));
    banks.of("bank");
    await banks.close();
    expect([closed, listeners.size]).toEqual([["https://one.example"], 0]);
  });
});
