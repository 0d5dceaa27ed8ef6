import { expect, test } from "vitest";

import { newId } from "#lib/kernel/id.ts";
import { identifiersIn, termsOf } from "./terms.ts";

test("identifiers are found by their form, by the fact's name, and side by side in one fact", () => {
  const [note, person, consent] = [newId("dsc"), newId("per"), newId("con")];
  const facts = {
    shown: [`${note} ${person}`],
    consentId: consent,
    institutionId: "sandbox-retail",
    reason: "left",
  };
  expect(identifiersIn(facts)).toEqual([note, person, consent, "sandbox-retail"]);
});

test("an entry is found by each of them once", () => {
  const [consent, actor] = [newId("con"), newId("per")];
  const terms = termsOf(
    {
      ...{ eventId: newId("evt"), tenantId: newId("ten"), occurredAt: "2026-11-21T10:00:00Z" },
      ...{ type: "consent.given", actor: { type: "investor", id: actor, session: null }, requestId: "req-1" },
      facts: { consentId: consent, also: consent },
    },
    consent,
  );
  expect(terms).toEqual(["type:consent.given", `actor:${actor}`, `subject:${consent}`, "request:req-1"]);
});
