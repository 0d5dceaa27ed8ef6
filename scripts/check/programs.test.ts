import { describe, expect, test } from "vitest";
import { checkFormatAndLint } from "#scripts/check/format-and-lint.ts";
import { plant } from "#scripts/check/plant.ts";
import { checkTypes } from "#scripts/check/types.ts";
import { runStep } from "#scripts/check.ts";

describe("format and lint", () => {
  const check = async (file: string, text: string) => {
    using tree = plant({ [file]: text });
    return (await checkFormatAndLint(tree)).problems.join("\n");
  };

  test.each([
    ["lib/x.ts", "export const a = 'b'\n", "format"],
    [
      "lib/x.ts",
      'import { z } from "zod";\nimport { a } from "acorn";\n\nexport { a, z };\n',
      "organizeImports",
    ],
    ["lib/x.ts", 'import { z } from "zod";\n\nexport {};\n', "noUnusedImports"],
    ["lib/x.ts", 'import { T } from "./t.ts";\n\nexport const f = (t: T) => t;\n', "useImportType"],
    ["lib/x.ts", "export const f = (a: any) => a;\n", "noExplicitAny"],
    ["lib/x.ts", "export const a = process.env.PORT;\n", "noProcessEnv"],
    ["app/x.ts", 'console.log("a");\n', "noConsole"],
    ["components/x.tsx", 'export const A = () => <img src="/a.png" />;\n', "useAltText"],
    ["app/x.css", "a {\n  colr: red;\n}\n", "noUnknownProperty"],
  ])("find in %s %j", async (file, text, rule) => {
    expect(await check(file, text)).toContain(rule);
  });

  test.each([
    ["lib/config/x.ts", "export const a = process.env.PORT;\n"],
    ["scripts/x.ts", "console.log(process.env.PORT);\n"],
    ["app/x.css", '@import "tailwindcss";\n\n@theme {\n  --color-a: red;\n}\n\n.a {\n  @apply p-4;\n}\n'],
    ["app/page.tsx", "export default function Page() {\n  return <p>a</p>;\n}\n"],
  ])("let pass in %s %j", async (file, text) => {
    expect(await check(file, text)).toBe("");
  });
});

describe("types", () => {
  const page = 'import "./a.css";\nexport default async (p: PageProps<"/a/[id]">) => (await p.params).id;\n';
  const layout =
    'export default (p: LayoutProps<"/">) => <html lang="en"><body>{p.children}</body></html>;\n';

  test("know Next's own before any build", { timeout: 60_000 }, async () => {
    using tree = plant({ "app/a/[id]/page.tsx": page, "app/a/[id]/a.css": "", "app/layout.tsx": layout });
    expect(await checkTypes(tree)).toEqual({ problems: [] });
  });

  test("fail where they do not fit", { timeout: 60_000 }, async () => {
    using tree = plant({ "lib/x.ts": "export const a: string = 1;\n" });
    expect((await checkTypes(tree)).problems.join("\n")).toContain("lib/x.ts(1,14): error TS2322");
  });
});

describe("a step", () => {
  const tree = { root: "", files: [] };

  test("passes with notes and fails with problems", async () => {
    expect(await runStep({ name: "a", run: () => ({ problems: [], notes: ["b"] }) }, tree)).toMatchObject({
      ok: true,
      output: "note: b",
    });
    expect(await runStep({ name: "a", run: () => ({ problems: ["c"] }) }, tree)).toMatchObject({
      ok: false,
      output: "c",
    });
  });

  test("that throws has failed and says why", async () => {
    const run = () => {
      throw new Error("no such file");
    };
    const result = await runStep({ name: "a", run }, tree);
    expect(result.ok).toBe(false);
    expect(result.output).toContain("no such file");
  });
});
