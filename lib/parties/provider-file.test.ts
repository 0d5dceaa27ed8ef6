import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeProvider } from "./describe-provider.ts";
import { ProviderFileError, parseProviderFile } from "./provider-file.ts";

const demo = readFileSync(new URL("../../sandbox/provider.yaml", import.meta.url), "utf8");

function problems(text: string): readonly string[] {
  try {
    parseProviderFile(text);
    return [];
  } catch (error) {
    if (error instanceof ProviderFileError) return error.problems;
    throw error;
  }
}

describe("the provider’s file", () => {
  test("of the demo says that it is a demonstration, and names nobody who exists", () => {
    const provider = parseProviderFile(demo);
    expect(provider.demonstration).toBe(true);
    const addresses = [provider.mail, provider.dpo.mail, provider.complaints.mail];
    for (const address of addresses) expect(address).toMatch(/@provider\.example$/);
    for (const { name } of provider.subProcessors) expect(name).toMatch(/^Example .*\(invented\)$/);
  });

  test("is a real provider’s unless it says otherwise", () => {
    expect(parseProviderFile(demo.replace("demonstration: true\n", "")).demonstration).toBe(false);
  });

  test.each<[string, string, string]>([
    ["name: Licet Demonstration\n", "", "line 3, name is missing: it wants a text of 1 to 160 characters"],
    ["number: DEMO-0000", "number: 42", "line 6, registration.number wants a text"],
    ["mail: help@", "mail: help.", "line 10, mail wants a mail address"],
    ["page: https:", "page: http:", "complaints.page wants an https address"],
    ["mail: dpo@provider.example", "mail:", "dpo.mail wants a mail address"],
    [
      "regions: [eu-nl, ch-ch]",
      "regions: [Netherlands]",
      "subProcessors[2].regions[0] wants a region such as",
    ],
    ["regions: [eu-nl, ch-ch]", "regions: []", "subProcessors[2].regions wants at least one region"],
    ["      pt: Envia", "      de: Envia", "subProcessors[2].what.de is no setting"],
    ["demonstration: true", "demonstration: maybe", "demonstration wants true or false"],
    ["phone:", "telephone:", "telephone is no setting that this version knows"],
  ])("with %j as %j is refused where it is wrong", (before, after, problem) => {
    expect(problems(demo.replace(before, after)).join("\n")).toContain(problem);
  });

  test("says everything that is wrong at once, in the order of the file", () => {
    const bad = demo.replace("DEMO-0000", '""').replace("help@", "help.").replace("[eu-nl, ch-ch]", "[]");
    expect(problems(bad).map((line) => line.split(" ")[2])).toEqual([
      "registration.number",
      "mail",
      "subProcessors[2].regions",
    ]);
  });

  test.each([
    ["nothing", ""],
    ["a text", "provider"],
    ["a reference", "name: &all One\naddress: *all"],
  ])("with %s in it is refused in sentences", (_, text) => {
    const found = problems(text);
    expect(found.length).toBeGreaterThan(0);
    for (const problem of found) expect(problem).not.toMatch(/undefined|\[object|\n/);
  });
});

describe("the provider as somebody reads of it", () => {
  const provider = parseProviderFile(demo);

  test("has the companies of their own firm’s region, or all of them", () => {
    const named = (region: string | null) =>
      describeProvider(provider, "en", region).subProcessors.map(({ name }) => name.split(" ")[1]);
    expect(named("eu-nl")).toEqual(["Hosting", "Keys", "Post"]);
    expect(named("ch-ch")).toEqual(["Post"]);
    expect(named("sg-sg")).toEqual([]);
    expect(named(null)).toEqual(["Hosting", "Keys", "Post"]);
  });

  test("speaks their language, and says nothing that the file does not", () => {
    const { phone: _, ...silent } = provider;
    const view = describeProvider(silent, "fr", null);
    expect(view.subProcessors[2]?.what).toMatch(/^Envoie les e-mails/);
    expect(view).toMatchObject({ phone: null, registration: { page: null } });
  });
});
