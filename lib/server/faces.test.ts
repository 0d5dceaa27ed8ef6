import { describe, expect, test } from "vitest";
import { facesAt } from "./faces.ts";

const origin = "https://consent.example.com";
const consoleOrigin = "https://console.example.com";

describe("a hostname", () => {
  test("serves every face where there is only one", () => {
    expect(facesAt(origin, { origin, consoleOrigin: origin })).toEqual(["portal", "advisor", "console"]);
  });

  test("of the console serves the console alone, and the portal's never serves it", () => {
    expect(facesAt(consoleOrigin, { origin, consoleOrigin })).toEqual(["console"]);
    expect(facesAt(origin, { origin, consoleOrigin })).toEqual(["portal", "advisor"]);
  });
});
