import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { parseInstitutionFile } from "./institution-file.ts";
import { listInstitutions } from "./list-institutions.ts";
import { readCredentialFields } from "./read-credential-fields.ts";
import { readInstitution } from "./read-institution.ts";

const file = readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8");
const institutions = parseInstitutionFile(file);
const as = (type: string) => ({ actor: { type } }) as unknown as Context;
const investor = as("investor");

const shown = (query: string, countries: string[] = []) => {
  const { popular, found } = listInstitutions(investor, institutions, { query, locale: "en", countries });
  return { popular: popular.map(({ id }) => id), found: found.map(({ id }) => id) };
};
const found = (query: string) => shown(query).found;

describe("a bank", () => {
  test.each([
    ["ardelva", ["sandbox-retail"]],
    ["BANCO  arde", ["sandbox-retail"]],
    ["sewdchz0", ["sandbox-private"]],
    ["CH", ["sandbox-private"]],
    ["suiza", ["sandbox-private"]],
    ["espana", ["sandbox-retail"]],
    ["ESPAÑA ardvesm0", ["sandbox-retail"]],
    ["ardelva france", []],
    ["(.*)+ b", ["sandbox-retail"]],
  ])("is found by name, BIC or country, in any language, without accents: %j", (query, ids) => {
    expect(found(query)).toEqual(ids);
  });

  test("that is popular comes first where nothing is searched for, and is shown once", () => {
    expect(shown("")).toEqual({ popular: ["sandbox-retail", "sandbox-private"], found: ["sandbox-closed"] });
    expect(shown(" . ")).toEqual(shown(""));
    expect(shown("espana").popular).toEqual([]);
  });

  test("that is popular where the person is likely to be comes first, and the others by name", () => {
    const others = ["sandbox-retail", "sandbox-closed"];
    expect(shown("", ["GB", "CH"])).toEqual({ popular: ["sandbox-private"], found: others });
    // Where no bank of theirs is popular, what is popular elsewhere is the better guess.
    expect(shown("", ["FR"])).toEqual(shown(""));
  });

  test("that is popular is one of six, and the rest of them stand with the others", () => {
    const [first] = institutions.values();
    const many = new Map(
      Array.from({ length: 8 }, (_, at) => [`bank-${at}`, { ...first!, id: `bank-${at}`, popular: true }]),
    );
    const list = listInstitutions(investor, many, { query: "", locale: "pt" });
    expect([list.popular.length, list.found.length, list.more]).toEqual([6, 2, 0]);
  });

  test("is shown with others up to fifty, and how many more there are is said", () => {
    const [first] = institutions.values();
    const many = new Map(
      Array.from({ length: 61 }, (_, at) => [`bank-${at}`, { ...first!, id: `bank-${at}`, popular: false }]),
    );
    const list = listInstitutions(investor, many, { query: "", locale: "pt" });
    expect([list.found.length, list.more]).toEqual([50, 11]);
  });

  test("is read in the reader’s language, and one that is not listed is not found", () => {
    const bank = readInstitution(investor, institutions, { institutionId: "sandbox-closed", locale: "fr" });
    expect(bank).toMatchObject({
      state: "maintenance",
      stateText: expect.stringContaining("banque en ligne"),
    });
    expect(bank.fields.map(({ label }) => label)).toEqual(["Numéro de client", "Mot de passe"]);
    for (const institutionId of ["none", "", "__proto__", "../x"]) {
      const read = () => readInstitution(investor, institutions, { institutionId, locale: "fr" });
      expect(read).toThrow(expect.objectContaining({ code: "institution.not_found" }));
    }
  });

  test("is for investors: nobody else is about to hand over an access", () => {
    for (const type of ["advisor", "compliance", "admin", "job", "system", "client"]) {
      const list = () => listInstitutions(as(type), institutions, { query: "", locale: "en" });
      const read = () =>
        readInstitution(as(type), institutions, { institutionId: "sandbox-retail", locale: "en" });
      for (const attempt of [list, read])
        expect(attempt).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
    }
  });
});

describe("what was typed without script", () => {
  const read = (typed: Record<string, string>) =>
    readCredentialFields(investor, institutions, {
      institutionId: "sandbox-private",
      typed: Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, new Secret(text)])),
    });
  const right = {
    "field.contract": " A-1 23 ",
    "field.password": " pass word ",
    "field.card": "1234 5678 9012",
  };

  test("is what the bank asks for, as it is meant, and stays a secret", () => {
    const fields = read(right);
    expect(JSON.stringify(fields)).toBe('"[secret]"');
    expect(fields.reveal()).toEqual({ contract: "A-1 23", password: " pass word ", card: "123456789012" });
  });

  test.each<[string, Record<string, string>]>([
    ["a field is missing", { "field.contract": "A-1", "field.password": "12345678" }],
    ["a field is wrong", { ...right, "field.card": "12" }],
    ["there is one too many", { ...right, "field.other": "x" }],
    ["there is one of another name", { ...right, "field.card": "", card: "123456789012" }],
  ])("is refused whole when %s", (_, typed) => {
    expect(() => read(typed)).toThrow(expect.objectContaining({ code: "vault.plain_malformed" }));
  });
});
