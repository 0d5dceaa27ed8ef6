import type { z } from "zod";

/** A form's fields as an object. Repeated fields stay lists; what the framework adds and files are left out. */
export function formObject(form: FormData): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name).filter((value) => typeof value === "string");
    const [only] = values;
    fields[name] = values.length === 1 && only !== undefined ? only : values;
  }
  return { ...fields };
}

/** What is in the named files; one that was not chosen is empty. The front bounds the form, and so each of them. */
export async function fileTexts(form: FormData, names: readonly string[]): Promise<Record<string, string>> {
  const texts = names.map(async (name) => {
    const file = form.get(name);
    return [name, file instanceof File ? await file.text() : ""] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** The same of files that are no text, as base64. */
export async function fileBytes(form: FormData, names: readonly string[]): Promise<Record<string, string>> {
  const texts = names.map(async (name) => {
    const file = form.get(name);
    const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
    return [name, bytes.toString("base64")] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** What may be shown again after a refusal: the named fields only, so a secret is never sent back. A repeated one has a value a line. */
export function keptValues(form: FormData, keep: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of keep) {
    const values = form.getAll(name).filter((value) => typeof value === "string");
    if (values.length > 0) kept[name] = values.join("\n").slice(0, 4000);
  }
  return kept;
}

/** Each wrong field with the code of what is wrong: the message of our own checks, or `invalid`. */
export function fieldProblems(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const name = issue.path.join(".") || "form";
    fields[name] ??= [];
    fields[name].push(issue.code === "custom" ? issue.message : "invalid");
  }
  return fields;
}
