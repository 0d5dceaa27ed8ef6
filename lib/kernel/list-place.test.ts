import { describe, expect, test } from "vitest";
import { parseDay, parseListPlace, writeListPlace } from "./list-place.ts";

const place = { at: "2026-05-20T10:11:12.123456Z", id: "con_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a06" };

describe("where a list goes on", () => {
  test("is read as it was written", () => {
    expect(parseListPlace(writeListPlace(place))).toEqual(place);
  });

  test.each([
    null,
    "",
    "x",
    `2026-05-20T10:11:12Z~${place.id}`,
    `2026-13-45T10:11:12.123456Z~${place.id}`,
    `${place.at}~con_1; drop table consents`,
    `${writeListPlace(place)} `,
  ])("is the first page for %j", (text) => {
    expect(parseListPlace(text)).toBeNull();
  });
});

describe("a day that is looked for", () => {
  test("is one of the calendar", () => {
    expect(parseDay("2028-02-29")).toBe("2028-02-29");
  });

  test.each([undefined, "", "2027-02-29", "2026-13-01", "20 May", "2026-05-20T00:00:00Z"])(
    "is none for %j",
    (text) => {
      expect(parseDay(text)).toBeNull();
    },
  );
});
