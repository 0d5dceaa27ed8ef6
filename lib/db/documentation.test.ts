import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { actorRoles, gateRole, loginRoles } from "./roles.ts";

const documented = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");

const namesIn = (pattern: RegExp) =>
  [...documented.matchAll(pattern)].map((match) => match[1] as string).sort();

describe("the statements of docs/operations.md", () => {
  test("make every role, and only the login roles may log in", () => {
    const acting = [...Object.values(actorRoles).flat(), gateRole];
    expect(namesIn(/^create role (\w+) login noinherit;$/gm)).toEqual([...loginRoles].sort());
    expect(namesIn(/^create role (\w+) nologin noinherit;$/gm)).toEqual(acting.sort());
  });

  test("let each login become its own roles and no other, and inherit none", () => {
    const grants = [...documented.matchAll(/^grant ([\w, ]+?)\s+to (\w+) with inherit false, set true;$/gm)];
    const granted = Object.fromEntries(grants.map(([, roles = "", login]) => [login, roles.split(", ")]));
    expect(granted).toEqual({ ...actorRoles, licet_owner: [gateRole] });
  });
});
