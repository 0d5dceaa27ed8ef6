import { describe, expect, test } from "vitest";
import { parseEnvironment } from "./environment.ts";
import { ratesVariables, toRates } from "./rates-config.ts";

const read = (environment: Record<string, string>) => toRates(parseEnvironment(ratesVariables, environment));
const at = (url: string) => read({ LICET_RATES_URL: url });

describe("where reference rates come from", () => {
  test("is the European Central Bank unless it is said", () => {
    const { place, source } = read({});
    expect(source).toBe("European Central Bank");
    expect(place).toEqual({
      kind: "folder",
      url: new URL("https://www.ecb.europa.eu/stats/eurofxref/"),
      isLoopback: false,
    });
  });

  test("may be another folder, a file of this machine, or nowhere", () => {
    expect(at("https://rates.example.com:8443/a/").place).toMatchObject({
      kind: "folder",
      isLoopback: false,
    });
    for (const host of ["localhost", "127.0.0.1", "[::1]"])
      expect(at(`https://${host}:4000/`).place).toMatchObject({ isLoopback: true });
    expect(at("file:///srv/own%20rates/eurofxref-hist.zip").place).toEqual({
      kind: "file",
      path: "/srv/own rates/eurofxref-hist.zip",
    });
    expect(at("off").place).toBeNull();
  });

  test.each([
    "http://www.ecb.europa.eu/stats/eurofxref/",
    "https://www.ecb.europa.eu/stats/eurofxref",
    "https://www.ecb.europa.eu/stats/eurofxref/?x=1",
    "https://www.ecb.europa.eu/stats/#x/",
    "https://user:canary@example.com/",
    "file://server/srv/rates.csv",
    "file:///srv/",
    "/srv/rates.csv",
    "ftp://example.com/",
    "on",
  ])("is not %s, and the value is not repeated", (url) => {
    expect(() => at(url)).toThrow(/ LICET_RATES_URL is wrong: it wants the https URL of the folder/);
    expect(() => at(url)).not.toThrow(/canary/);
  });

  test("names its publisher in no more than 200 characters", () => {
    expect(read({ LICET_RATES_SOURCE: "Norges Bank" }).source).toBe("Norges Bank");
    expect(() => read({ LICET_RATES_SOURCE: "x".repeat(201) })).toThrow(/LICET_RATES_SOURCE is too long/);
  });
});
