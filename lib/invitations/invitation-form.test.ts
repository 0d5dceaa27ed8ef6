import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { termsSchema } from "#lib/consent/terms.ts";
import { newId } from "#lib/kernel/id.ts";
import { InvitationForm, toInvitation } from "./invitation-form.ts";

const [self, colleague] = [newId("per"), newId("per")];
const ctx = {
  actor: { type: "advisor", personId: self, tenantId: newId("ten") },
  clock: { now: () => new Date("2026-03-31T10:00:00Z") },
} as unknown as Context;
const form = {
  ...{
    email: "Ada@Example.org",
    name: "Ada",
    locale: "en",
    cluster: "balances",
    purpose: ["advice", "overview"],
  },
  ...{ history: "12", pace: "1", duration: "P6M", sight: "me", institution: "", reference: " " },
  ...{ retention: "30", basis: "contract" },
};
const invitationOf = (more: object) => toInvitation(ctx, InvitationForm.parse({ ...form, ...more }));
const problemsOf = (more: object) => {
  const parsed = InvitationForm.safeParse({ ...form, ...more });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join("."));
};

describe("the form of an invitation", () => {
  test("becomes terms that a consent can have, seen by the advisor alone", () => {
    const { terms, email, institutionId, externalReference } = invitationOf({ reference: "" });
    expect(termsSchema.parse(terms)).toEqual(terms);
    expect(terms.recipients).toEqual({ wholeTeam: false, advisorIds: [self], clientIds: [] });
    expect([email, institutionId, externalReference]).toEqual(["ada@example.org", null, null]);
  });

  test("goes back so many months where data has a past, and no further than the bank where all is asked", () => {
    const cluster = ["transactions", "balances"];
    const from = (history: string) =>
      invitationOf({ reference: "", cluster, history }).terms.clusters.map((one) => one.historyFrom);
    expect(from("12")).toEqual(["2025-03-31", null]);
    expect(from("all")).toEqual([null, null]);
  });

  test("names the advisor beside the colleagues, and nobody where it is the team", () => {
    const seen = (more: object) => invitationOf({ reference: "", ...more }).terms.recipients;
    expect(seen({ sight: "named", colleague: [colleague, self] }).advisorIds).toEqual([self, colleague]);
    expect(seen({ sight: "team", colleague })).toEqual({ wholeTeam: true, advisorIds: [], clientIds: [] });
    expect(seen({ sight: "me", colleague }).advisorIds).toEqual([self]);
  });

  test("asks once, or so often a day", () => {
    expect(invitationOf({ reference: "", pace: "once" }).terms.access).toEqual({ kind: "oneOff" });
    expect(invitationOf({ reference: "", pace: "4" }).terms.access).toEqual({ kind: "ongoing", perDay: 4 });
  });

  test.each<[string, object]>([
    ["cluster", { cluster: undefined }],
    ["purpose", { purpose: [] }],
    ["colleague", { sight: "named" }],
    ["sight", { sight: undefined }],
    ["pace", { pace: "24" }],
    ["retention", { retention: "3650" }],
    ["email", { email: "ada@@example.org" }],
    ["name", { name: "" }],
    ["reference", { reference: "a\nb" }],
  ])("is refused at %s, and only there", (field, more) => {
    expect(problemsOf({ reference: "", ...more })).toEqual([field]);
  });

  test("takes no field that it does not know", () => {
    expect(InvitationForm.safeParse({ ...form, reference: "", invitedBy: self }).success).toBe(false);
  });
});
