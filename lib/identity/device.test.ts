import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeDevice } from "./device.ts";

const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

describe("a device", () => {
  test.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome}`, "Chrome, Windows"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Edg/150.0`, "Edge, Windows"],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} OPR/120.0`, "Opera, macOS"],
    [
      `Mozilla/5.0 (Linux; Android 16; Pixel 9) ${chrome.replace("Safari", "Mobile Safari")}`,
      "Chrome, Android",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
      "Safari, iOS",
    ],
    ["curl/8.5.0", null],
    ["", null],
    [null, null],
  ])("of %j is %j", (header, device) => {
    expect(describeDevice(header)).toBe(device);
  });

  test("is one of our own words, never the header's", () => {
    const words =
      /^(Edge|Firefox|Opera|Chrome|Safari|iOS|Android|Windows|macOS|Linux)(, (iOS|Android|Windows|macOS|Linux))?$/;
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("Firefox/1", "Linux", "Edg/2 iPhone", ""),
        (text, known) => {
          const device = describeDevice(`${text} ${known}`);
          if (device !== null) expect(device).toMatch(words);
        },
      ),
    );
  });
});
