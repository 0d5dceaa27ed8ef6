import { format, inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret } from "./secret.ts";

const canary = fc.stringMatching(/^[A-Za-z0-9]{8,40}$/).filter((text) => !"[secret]Secret".includes(text));

describe("a secret", () => {
  test("is given to whoever asks for it by name", () => {
    expect(new Secret("x").reveal()).toBe("x");
  });

  test("never prints, whichever way it is looked at", () => {
    fc.assert(
      fc.property(canary, (text) => {
        const secret = new Secret(text);
        const shown = [
          String(secret),
          `${secret}`,
          `${secret}`.concat(secret as unknown as string),
          JSON.stringify({ deep: [{ secret }] }),
          inspect(secret, { depth: null, showHidden: true, getters: true }),
          inspect({ deep: new Map([[secret, [secret]]]) }, { depth: null, showHidden: true }),
          format("%s %o %O %j", secret, secret, secret, secret),
          JSON.stringify(Object.entries(secret)),
          JSON.stringify(Object.getOwnPropertyNames(secret)),
          JSON.stringify({ ...secret }),
          String(new Error("x", { cause: secret }).cause),
        ];
        for (const one of shown) expect(one).not.toContain(text);
      }),
    );
  });

  test("cannot be copied to another process by mistake", () => {
    expect(JSON.stringify(structuredClone(new Secret("canary")))).not.toContain("canary");
  });
});
