import { expect, test } from "vitest";
import type { ConsentView } from "#lib/consent/view.ts";
import { chiefConsent } from "./chief-consent.ts";

const consent = (id: string, more: Partial<ConsentView>): ConsentView =>
  ({
    ...{ id, isInForce: false, isAnswerable: false, validUntil: null, endedAt: null },
    ...{ requestedAt: "2026-01-01T00:00:00.000Z", ...more },
  }) as ConsentView;

const long = consent("long", { isInForce: true, validUntil: "2027-05-20T00:00:00.000Z" });
const short = consent("short", { isInForce: true, validUntil: "2026-12-01T00:00:00.000Z" });
const asked = consent("asked", { isAnswerable: true, requestedAt: "2026-11-01T00:00:00.000Z" });
const askedBefore = consent("asked before", { isAnswerable: true });
const ended = consent("ended", { endedAt: "2026-11-20T00:00:00.000Z" });
const endedBefore = consent("ended before", { endedAt: "2026-03-01T00:00:00.000Z" });

test.each([
  ["in force the longest", "long", [ended, short, asked, long]],
  ["asked for last, where none is in force", "asked", [ended, askedBefore, asked]],
  ["ended last, where nothing else is left", "ended", [endedBefore, ended]],
])("a client's consent is told by the one %s", (_name, id, consents) => {
  expect(chiefConsent(consents)?.id).toBe(id);
  expect(chiefConsent(consents.toReversed())?.id).toBe(id);
});

test("who has none is no client", () => {
  expect(chiefConsent([])).toBeNull();
});
