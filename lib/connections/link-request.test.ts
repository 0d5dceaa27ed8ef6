import { describe, expect, test } from "vitest";
import type { GivenConsent } from "#lib/consent/consent.ts";
import type { Terms } from "#lib/consent/terms.ts";
import { linkRequestOf } from "./link-request.ts";

const now = new Date("2026-01-10T12:00:00.000Z");
const asking = { credentials: {}, person: {} as never, returnTo: null };
const cluster = (name: string) => ({
  cluster: name,
  purposes: ["overview"],
  historyFrom: null,
  leavesOut: [],
});

const asked = (terms: object, validUntil: string) => {
  const consent = { terms: terms as Terms, validUntil: new Date(validUntil) } as GivenConsent;
  return linkRequestOf(consent, asking, now);
};

describe("what a bank is asked for", () => {
  test("is as often and as long as the consent says", () => {
    const access = { kind: "ongoing", perDay: 2 };
    expect(asked({ access, clusters: [cluster("balances")] }, "2026-04-10T12:00:00Z")).toMatchObject({
      ...{ isRecurring: true, readsPerDay: 2, validUntil: "2026-04-10", withHolders: false },
    });
  });

  test("is never for longer than a confirmation lasts", () => {
    const access = { kind: "ongoing", perDay: 4 };
    const { validUntil } = asked({ access, clusters: [cluster("balances")] }, "2026-12-10T12:00:00Z");
    expect(validUntil).toBe("2026-07-09");
  });

  test("is once where the consent is for once, with names only where it covers them", () => {
    const once = asked(
      { access: { kind: "oneOff" }, clusters: [cluster("identity")] },
      "2026-01-17T12:00:00Z",
    );
    expect(once).toMatchObject({ isRecurring: false, readsPerDay: 1, withHolders: true });
  });
});
