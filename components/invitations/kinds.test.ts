import { expect, test } from "vitest";
import { invitationStates } from "#lib/invitations/invitation.ts";
import { isOfKind, type Kind, kindOf, kinds } from "./kinds.ts";

test("every state is of exactly one kind beside all", () => {
  const named = (Object.keys(kinds) as Kind[]).filter((kind) => kind !== "all");
  for (const state of invitationStates) {
    expect(named.filter((kind) => isOfKind({ state }, kind))).toHaveLength(1);
    expect(isOfKind({ state }, "all")).toBe(true);
  }
});

test("an address that names no kind shows all", () => {
  expect([kindOf(null), kindOf("constructor"), kindOf("accepted")]).toEqual(["all", "all", "accepted"]);
});
