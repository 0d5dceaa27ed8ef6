import { describe, expect, test } from "vitest";
import { type KeyVersionFacts, keyStateOf, nextStepOf } from "./key-state.ts";
import { keyStates } from "./view.ts";

const facts = (change: Partial<KeyVersionFacts> = {}): KeyVersionFacts => ({
  kmsState: "ENABLED",
  place: "present",
  kind: "wrapping",
  isCompromised: false,
  inUse: 0,
  isRetired: false,
  ...change,
});

describe("the state of a key version (NIST SP 800-57 Part 1 Rev. 5, section 7)", () => {
  test.each([
    ["PENDING_GENERATION", "later", "preActivation"],
    ["PENDING_IMPORT", "later", "preActivation"],
    ["ENABLED", "later", "preActivation"],
    ["ENABLED", "present", "active"],
    ["ENABLED", "earlier", "deactivated"],
    ["DISABLED", "present", "suspended"],
    ["DISABLED", "earlier", "suspended"],
    ["DESTROY_SCHEDULED", "earlier", "deactivated"],
    ["DESTROYED", "earlier", "destroyed"],
    ["GENERATION_FAILED", "later", "destroyed"],
    ["IMPORT_FAILED", "later", "destroyed"],
    ["PENDING_EXTERNAL_DESTRUCTION", "earlier", "deactivated"],
    ["EXTERNAL_DESTRUCTION_FAILED", "earlier", "deactivated"],
  ] as const)("of one that is %s, %s, is %s", (kmsState, place, expected) => {
    expect(keyStateOf(facts({ kmsState, place }))).toBe(expected);
  });

  test("is compromised once an operator says so, until it is destroyed", () => {
    for (const kmsState of ["PENDING_GENERATION", "ENABLED", "DISABLED", "DESTROY_SCHEDULED"]) {
      expect(keyStateOf(facts({ kmsState, isCompromised: true }))).toBe("compromised");
    }
    expect(keyStateOf(facts({ kmsState: "DESTROYED", isCompromised: true }))).toBe("destroyed");
  });

  test("is not guessed where the KMS has a state that is not known here", () => {
    expect(() => keyStateOf(facts({ kmsState: "CRYPTO_KEY_VERSION_STATE_UNSPECIFIED" }))).toThrow(RangeError);
  });

  test("covers every state of the standard", () => {
    const reached = new Set([
      ...(["later", "present", "earlier"] as const).map((place) => keyStateOf(facts({ place }))),
      ...["DISABLED", "DESTROYED"].map((kmsState) => keyStateOf(facts({ kmsState }))),
      keyStateOf(facts({ isCompromised: true })),
    ]);
    expect([...reached].toSorted()).toEqual([...keyStates].toSorted());
  });
});

describe("the next step", () => {
  test.each([
    ["nothing with the present one", {}, "none"],
    ["moving what an earlier one still opens", { place: "earlier", inUse: 1 }, "moving"],
    ["disabling an earlier one that opens nothing", { place: "earlier" }, "disable"],
    ["waiting for pages that may still use it", { place: "earlier", kind: "transport" }, "wait"],
    ["disabling a retired one", { place: "earlier", kind: "transport", isRetired: true }, "disable"],
    ["publishing a new transport key", { place: "later", kind: "transport" }, "publish"],
    ["making a new wrapping version primary", { place: "later" }, "makePrimary"],
    ["naming a new signing version", { place: "later", kind: "signing", inUse: null }, "configure"],
    ["keeping what verifies", { place: "earlier", kind: "signing", inUse: null }, "keep"],
    ["destroying what is off and opens nothing", { place: "earlier", kmsState: "DISABLED" }, "destroy"],
    [
      "enabling what is off and still opens something",
      { place: "earlier", kmsState: "DISABLED", inUse: 1 },
      "enable",
    ],
    ["enabling the present one", { kmsState: "DISABLED" }, "enable"],
    [
      "restoring what is about to go and still opens something",
      { place: "earlier", kmsState: "DESTROY_SCHEDULED", inUse: 1 },
      "restore",
    ],
    ["nothing with what is about to go", { place: "earlier", kmsState: "DESTROY_SCHEDULED" }, "none"],
    ["saying that data is lost", { place: "earlier", kmsState: "DESTROYED", inUse: 1 }, "lost"],
    ["nothing with what is gone", { place: "earlier", kmsState: "DESTROYED" }, "none"],
    ["replacing a compromised one in use", { isCompromised: true }, "replace"],
    ["destroying a compromised one out of use", { place: "earlier", isCompromised: true }, "destroy"],
    ["waiting for one that is being made", { place: "later", kmsState: "PENDING_GENERATION" }, "wait"],
  ] as const)("is %s", (_, change, expected) => {
    expect(nextStepOf(facts(change as Partial<KeyVersionFacts>))).toBe(expected);
  });
});
