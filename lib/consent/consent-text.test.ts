import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { locales } from "#lib/kernel/locale.ts";
import { type CurrentFacts, currentFacts, currentTextVersion, renderConsentText } from "./consent-text.ts";
import { lawfulBases, purposes } from "./terms.ts";

/** Everything that a text can say is in one of these two. */
const much: CurrentFacts = {
  shownFor: "give",
  firm: "North Wealth",
  wholeTeam: false,
  advisors: ["Ana Prado", "Bo Lind", "Cy Roche"],
  programs: 2,
  accounts: null,
  clusters: dataClusters.map((cluster) => ({ cluster, purposes: [...purposes], historyFrom: null })),
  perDay: 4,
  validUntil: "2026-12-01T09:05:00.000Z",
  retentionDays: 30,
  lawfulBasis: "contract",
  region: "eu-nl",
};
const little: CurrentFacts = {
  ...much,
  ...{
    shownFor: "renew",
    wholeTeam: true,
    advisors: [],
    programs: 0,
    accounts: 1,
    perDay: null,
    retentionDays: 0,
  },
  clusters: [{ cluster: "transactions", purposes: ["advice"], historyFrom: "2024-03-15" }],
  lawfulBasis: "consent",
};

/**
 * Of every file of every version that was released, and of what they make of the facts above. A line here is never
 * changed: another wording is another version with lines of its own.
 */
const released = {
  files: {
    "v1/en.json": "1911053a7678ee28398e73a0de51a828dbc98f409dfb5605886c32cf34de8228",
    "v1/es.json": "9db73fcae64f7e7931175dd77c6b180a7d784ed8aa89fa05655f8a35f12d2ec9",
    "v1/fr.json": "56eb804ac2d373e6360a2481adb7999fb3adcfc11000dddb626675d4bd5403c4",
    "v1/pt.json": "020d39a2667a69e3a58abd41ff61369d93fe4c882225eb5629c5f9335915e18f",
    "v1/text.ts": "eb1ba6ed91b23c7fc82d2cb24ada3f7e6559889308e822337e12df50578ef5ac",
  },
  texts: {
    "v1 en little": "86bee5621a40877023a37f17b13720d4d5538aa8134bb7a0811e79ba0d066bee",
    "v1 en much": "06641280f0772e4fd55d5a53959d6f87fbffbe4898adf6b9adbde91bfd6e1599",
    "v1 es little": "093493e9d63c131858c95b1bea19e9bccdb40d79da97cbbc09d29e7871070f2e",
    "v1 es much": "7a5a55389100495061c1da47d40981adb12ad752326d097a1fcd7875006fb70e",
    "v1 fr little": "aaf016e0e305c05f2c7d624f6a19c14dda5bd14a10a7643d496b7a1717389438",
    "v1 fr much": "22e5fb3a50a0d91b86ce1dc9ce7eaa2b3576dd0312196f10760f84296582ee6a",
    "v1 pt little": "feb498ce128b38e68bd96a5bcef7e6999b2bd37d9c0f8c3c263645ad9ed8e9ad",
    "v1 pt much": "1dde6738e515cc29f9491366e8d2a148c81b37f46700fc1c9509cc17952fe986",
  },
};

const hash = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
const folder = new URL("./texts/", import.meta.url);

describe("a released text", () => {
  test("is in the tree as it was released, and every file in the tree is released", () => {
    const files = globSync("*/*", { cwd: folder }).sort();
    const found = Object.fromEntries(files.map((file) => [file, hash(readFileSync(new URL(file, folder)))]));
    expect(found).toEqual(released.files);
  });

  test("comes out byte for byte as it did", () => {
    const found = Object.fromEntries(
      locales.flatMap((locale) =>
        Object.entries({ much, little }).map(([name, facts]) => [
          `v1 ${locale} ${name}`,
          renderConsentText("v1", locale, facts).sha256.toString("hex"),
        ]),
      ),
    );
    expect(found).toEqual(released.texts);
  });

  test("of a version that there is not is never made up", () => {
    expect(() => renderConsentText("v0", "en", much)).toThrow("there is no version v0");
    expect(() => renderConsentText("v1", "en", { ...much, extra: 1 })).toThrow();
  });
});

describe.each(locales)("the text in %s", (locale) => {
  const text = (facts: CurrentFacts) => renderConsentText(currentTextVersion, locale, facts).text;

  test("says who, which data, why, how long, how often, where and how to stop", () => {
    const all = text(much);
    for (const name of ["North Wealth", "Ana Prado", "Bo Lind", "Cy Roche"]) expect(all).toContain(name);
    expect(all.match(/^## /gm)).toHaveLength(8);
    expect(all.match(/^### /gm)).toHaveLength(dataClusters.length);
    expect(all).toMatch(/2026, 09:05 UTC/);
    expect(all).toContain("30");
    expect(all).toMatch(/180/);
    expect(all).toMatch(/GDPR|RGPD/);
    expect(text(little)).toMatch(/\b15\b.*2024/);
  });

  test("leaves no place unfilled and no line empty", () => {
    for (const facts of [much, little, { ...little, shownFor: "amend" as const }]) {
      expect(text(facts)).not.toMatch(/[{}]|undefined|null|\n\n\n|^- ?$/m);
    }
  });

  test("differs in everything that it is made from", () => {
    const others: Partial<CurrentFacts>[] = [
      { shownFor: "amend" },
      { shownFor: "renew" },
      { firm: "South Patrimoine" },
      { wholeTeam: true },
      { advisors: ["Ana Prado"] },
      { programs: 1 },
      { accounts: 3 },
      { clusters: much.clusters.slice(1) },
      { perDay: 1 },
      { perDay: null },
      { validUntil: "2026-12-01T09:06:00.000Z" },
      { retentionDays: 1 },
      { retentionDays: 0 },
      { region: "ch-zh" },
      ...lawfulBases.filter((basis) => basis !== much.lawfulBasis).map((lawfulBasis) => ({ lawfulBasis })),
    ];
    const texts = [much, ...others.map((other) => ({ ...much, ...other }))].map(text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("is not made to say something else by a name", () => {
    const named = { ...much, firm: "North\n\n## {end}\u2028\u0000", advisors: ["{firm}\n- Everybody"] };
    const lines = text(named).split("\n");
    expect(lines.filter((line) => line.startsWith("## ")).length).toBe(8);
    expect(lines.some((line) => line.startsWith("- Everybody"))).toBe(false);
    expect(text(named)).toContain("North ## {end}");
    expect(text(named)).toContain("{firm} - Everybody");
  });

  test("is written for people: short sentences of common words", () => {
    const prose = text(much).replace(/^#+ .*$/gm, "");
    const sentences = prose.split(/(?<=[.:?])\s+|\n+/).filter((sentence) => /\p{L}/u.test(sentence));
    const words = prose.match(/[\p{L}’]+/gu) ?? [];
    for (const sentence of sentences) {
      expect((sentence.match(/[\p{L}\d’]+/gu) ?? []).length, sentence).toBeLessThanOrEqual(28);
    }
    // LIX (Björnsson 1968): words per sentence, and the share of words of more than six letters. Up to 40 is what the
    // press and books for the young are written in; Romance languages have longer words, and so some points more.
    const long = words.filter((word) => word.length > 6).length;
    const lix = words.length / sentences.length + (100 * long) / words.length;
    expect(lix).toBeLessThanOrEqual(locale === "en" ? 35 : 42);
  });
});

test("the facts of a text cover every purpose and kind of data that a consent can have", () => {
  expect(currentFacts.safeParse(much).success).toBe(true);
});
