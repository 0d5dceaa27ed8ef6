import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dataClusters, type Leavable } from "#lib/kernel/data-cluster.ts";
import { locales } from "#lib/kernel/locale.ts";
import { type CurrentFacts, currentFacts, currentTextVersion, renderConsentText } from "./consent-text.ts";
import { lawfulBases, purposes } from "./terms.ts";
import en from "./texts/v2/en.json" with { type: "json" };
import es from "./texts/v2/es.json" with { type: "json" };
import fr from "./texts/v2/fr.json" with { type: "json" };
import pt from "./texts/v2/pt.json" with { type: "json" };

const words = { en, es, fr, pt };

/** Everything that a text can say is in one of these two. */
const much: CurrentFacts = {
  shownFor: "give",
  firm: "North Wealth",
  wholeTeam: false,
  advisors: ["Ana Prado", "Bo Lind", "Cy Roche"],
  programs: 2,
  accounts: null,
  clusters: dataClusters.map((cluster) => ({
    ...{ cluster, purposes: [...purposes], historyFrom: null, leavesOut: [] },
  })),
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
  clusters: [{ cluster: "transactions", purposes: ["advice"], historyFrom: "2024-03-15", leavesOut: [] }],
  lawfulBasis: "consent",
};

const payments = { cluster: "transactions" as const, purposes: ["advice" as const], historyFrom: null };
const unnamed: CurrentFacts = { ...much, clusters: [{ ...payments, leavesOut: ["counterparties"] }] };
const without: CurrentFacts = {
  ...much,
  clusters: [{ ...payments, leavesOut: ["counterparties", "paymentTexts"] }],
};

/** Before anything could be left out, facts did not say so. */
const asBefore = (facts: CurrentFacts) => ({
  ...facts,
  clusters: facts.clusters.map(({ leavesOut: _, ...rest }) => rest),
});
const shown = {
  v1: { much: asBefore(much), little: asBefore(little) },
  v2: { much, little, unnamed, without },
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
    "v2/en.json": "7ee8a6794db6eb9c9f559d56c99fdcfbe9d7f59554a17c430e1509608a420c95",
    "v2/es.json": "8228c5c90a5b129dff832be1547dcbf25942c548de9951c4515f78d2a382dcd1",
    "v2/fr.json": "8b33019b1823210f61a878b47e424bf758e28a7ab089217f8d7bbdb630bcdd50",
    "v2/pt.json": "265321424eb194be0d53a211d682a3eb3721189180c4e28b9bbcee84849a935f",
    "v2/text.ts": "fd20965251b2ee367b4cda40b818536083ce4cf81bc0b4daeb6534967514a3d3",
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
    "v2 en little": "d43f5975493e18d0017dee8facb31e0c96ecda3acec66e1cc8932e4e890dee60",
    "v2 en much": "3f1cedc1044df16992eb265d34e353bba9b2055a5b56ba26a34dd2f6827903f6",
    "v2 en unnamed": "165da5d31eaaf1e83ef45d3748baf0b0fa2ba5fe3abdcd6c91947f040ec5a8fa",
    "v2 en without": "bc43885c3534c57cdc4f4d5a49e5fc1af73bd33db64bfee779fdb0f50341e1fe",
    "v2 es little": "e7daa06c91cbf009c859ca74399a5daefdd42f268e35deeddd737d403abac705",
    "v2 es much": "a3972c4ca00c8be03f20ddd75dca85af63ee5180da3404a94c7a61ba16e9a5a7",
    "v2 es unnamed": "05418f5a9fdf958f3e97a99ea607718cc98df37efc772b4a1926608295ed1982",
    "v2 es without": "39348a05c35648b26ba825c1d7b893707eb04fe745ddf5e83f202f512ad07932",
    "v2 fr little": "adbfa380cefbd8de5899b52cc80d4b06570b4af6ecd098187b98ee0271b7586a",
    "v2 fr much": "a26160470fe2875802f2a7bfbe6c3ef0fdaa2ac9bd2d9e670746e0ef4970b79f",
    "v2 fr unnamed": "61ca131fdbf07bcba2a71fb3cb12470e491f62bc8afcbb7392b26031ef1db295",
    "v2 fr without": "ab3cd0da5ea6140f02c166df2008f220c947e25fa57222e0e19d10e95f5e64b2",
    "v2 pt little": "7b5366d09a8a8e5064d8ea847ef79134e276fc793d12d7f53fd73cdaa5234efa",
    "v2 pt much": "babef80dfd3c61e08bd53658002ae0591dfd9b32f51da2f42b35359c04e00e5a",
    "v2 pt unnamed": "74acab3c15ff1dd0ff51300ac521ee8e8e5610d87ec1bc14b5b09edce271ac18",
    "v2 pt without": "ffb286021e113db3affe40dd2c290f19ad1736d1ee83f0796c34ed31e5274ae5",
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
        Object.entries(shown).flatMap(([version, facts]) =>
          Object.entries(facts).map(([name, one]) => [
            `${version} ${locale} ${name}`,
            renderConsentText(version, locale, one).sha256.toString("hex"),
          ]),
        ),
      ),
    );
    expect(found).toEqual(released.texts);
  });

  test("of a version that there is not is never made up", () => {
    expect(() => renderConsentText("v0", "en", much)).toThrow("there is no version v0");
    expect(() => renderConsentText("v1", "en", { ...asBefore(much), extra: 1 })).toThrow();
    expect(() => renderConsentText("v1", "en", much)).toThrow();
    expect(() => renderConsentText("v2", "en", asBefore(much))).toThrow();
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
    for (const facts of [much, little, without, { ...little, shownFor: "amend" as const }]) {
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
      { clusters: [{ ...payments, leavesOut: [] }] },
      { clusters: [{ ...payments, leavesOut: ["counterparties"] }] },
      { clusters: [{ ...payments, leavesOut: ["paymentTexts"] }] },
      { clusters: without.clusters },
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

  test("names what is left out once, and not among what is covered", () => {
    const { what } = words[locale];
    for (const [one, { item, leftOut }] of Object.entries(what.leavable)) {
      const clusters = [{ ...payments, leavesOut: [one as Leavable] }];
      const said = text({ ...much, clusters });
      expect(said).not.toContain(`- ${item}`);
      expect(said).toContain(what.leavesOut.split("{items}")[0] + leftOut);
      expect(text(much)).toContain(`- ${item}`);
      expect(text(much)).not.toContain(what.leavesOut.split("{items}")[0]);
    }
  });

  test("says that a text can name somebody where texts are covered and names are not", () => {
    const { textsName } = words[locale].what;
    expect([much, unnamed, without].map((facts) => text(facts).includes(textsName))).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("says that who withdraws chooses when the data goes, unless it goes at once anyway", () => {
    const { after } = words[locale];
    expect(text(much)).toContain(after.choice);
    expect(text(little)).not.toContain(after.choice);
    for (const facts of [much, little]) expect(text(facts)).toContain(after.others);
  });

  test.each([
    ["all", much],
    ["less", without],
  ])("of %s is written for people: short sentences of common words", (_what, facts) => {
    const prose = text(facts).replace(/^#+ .*$/gm, "");
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
