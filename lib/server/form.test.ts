import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { fieldProblems, fileTexts, formObject, keptValues } from "./form.ts";

function formOf(entries: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

/** FormData itself settles line ends and lone surrogates, as a browser does. */
const field = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));
const name = field.filter((text) => !text.startsWith("$ACTION"));

describe("a form's fields", () => {
  test("are all there, repeated ones as a list in their order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, field)), (entries) => {
        const read = formObject(formOf(entries));
        for (const [key] of entries) {
          const values = entries.filter(([other]) => other === key).map(([, value]) => value);
          expect(Object.hasOwn(read, key)).toBe(true);
          expect(read[key]).toEqual(values.length === 1 ? values[0] : values);
        }
        expect(Object.keys(read).length).toBe(new Set(entries.map(([key]) => key)).size);
      }),
    );
  });

  test("are without what the framework adds, and without files", () => {
    const form = formOf([
      ["$ACTION_ID_x", "1"],
      ["$ACTION_KEY", "2"],
      ["email", "a@example.org"],
    ]);
    form.append("upload", new File(["x"], "x.txt"));
    expect(formObject(form)).toEqual({ email: "a@example.org", upload: [] });
  });

  test("come with the texts of the files that are asked for, and of no others", async () => {
    const form = formOf([["plain", "no file"]]);
    form.append("upload", new File(['{"a":1}'], "x.json"));
    form.append("other", new File(["y"], "y.txt"));
    expect(await fileTexts(form, ["upload", "plain", "absent"])).toEqual({
      upload: '{"a":1}',
      plain: "",
      absent: "",
    });
  });

  test("called like a property of every object are fields and nothing more", () => {
    const read = formObject(
      formOf([
        ["__proto__", "x"],
        ["constructor", "y"],
      ]),
    );
    expect(Object.hasOwn(read, "constructor")).toBe(true);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(z.strictObject({}).safeParse(read).success).toBe(false);
  });
});

describe("what is shown again after a refusal", () => {
  test("is what was named, cut to a length, and nothing else", () => {
    const form = formOf([
      ["email", "a".repeat(5_000)],
      ["password", "canary"],
    ]);
    expect(keptValues(form, ["email", "next"])).toEqual({ email: "a".repeat(4_000) });
  });

  test("is every value of a repeated one, a line each", () => {
    const form = formOf([
      ["cluster", "balances"],
      ["cluster", "positions"],
      ["who", "team"],
    ]);
    expect(keptValues(form, ["cluster", "who", "named"])).toEqual({
      cluster: "balances\npositions",
      who: "team",
    });
  });
});

describe("the problems of a form", () => {
  test("are codes by field, our own where we have one", () => {
    const schema = z.strictObject({
      email: z.string().refine(() => false, { error: "email" }),
      count: z.coerce.number(),
    });
    const { error } = schema.safeParse({ email: "x", count: "many", extra: 1 });
    expect(error && fieldProblems(error)).toEqual({
      email: ["email"],
      count: ["invalid"],
      form: ["invalid"],
    });
  });
});
