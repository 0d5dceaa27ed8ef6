import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Answer, type Call, call, multipartBody } from "./call.ts";
import { stack } from "./stack.ts";

export interface ServerAction {
  readonly id: string;
  /** The file that declares it and the name it is exported by. */
  readonly name: string;
  /** The pages that carry it, as a browser names them. */
  readonly pages: readonly string[];
}

interface Manifest {
  readonly node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
}

/** Every server action of the build. */
export function serverActions(): readonly ServerAction[] {
  const file = join(stack.buildDirectory, "server", "server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return Object.entries(node).map(([id, { filename, exportedName, workers }]) => ({
    id,
    name: `${filename}#${exportedName}`,
    pages: Object.keys(workers).map((worker) => pathOf(worker.replace(/^app/, ""))),
  }));
}

/** Every page and route of the build, as a browser names them. */
export function pagesAndRoutes(): readonly string[] {
  const file = join(stack.buildDirectory, "server", "app-paths-manifest.json");
  return Object.keys(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>).map(pathOf);
}

const pathOf = (entry: string): string =>
  entry.replace(/\/\([^)]+\)/g, "").replace(/\/(page|route)$/, "") || "/";

export function actionNamed(exportedName: string): ServerAction {
  const action = serverActions().find(({ name }) => name.endsWith(`#${exportedName}`));
  if (!action) throw new Error(`The build has no server action ${exportedName}.`);
  return action;
}

/** Fields for a form's action; `undefined` or one value for an action that a script calls. */
export type Argument = { readonly form: Readonly<Record<string, string>> } | { readonly value: unknown };

type ActionCall = Pick<Call, "cookie" | "origin" | "headers"> & { readonly page?: string };

/** Calls a server action by its identifier, as React does in the browser. */
export async function callAction(
  { id, pages }: ServerAction,
  argument: Argument,
  { page = pages[0] ?? "/", headers, ...rest }: ActionCall = {},
): Promise<Answer> {
  const encoded = await encode(argument);
  return call(page, {
    ...rest,
    method: "POST",
    body: encoded.body,
    headers: { ...encoded.headers, accept: "text/x-component", "next-action": id, ...headers },
  });
}

async function encode(argument: Argument) {
  if ("form" in argument) {
    // React reads the fields of a form before the arguments that name it.
    const fields = Object.entries(argument.form).map(([name, value]) => [`_1_${name}`, value] as const);
    return multipartBody([...fields, ["0", '[{"status":"idle"},"$K1"]']]);
  }
  const body = argument.value === undefined ? "[]" : JSON.stringify([argument.value]);
  return { body, headers: { "content-type": "text/plain;charset=UTF-8" } };
}

/** What became of an action call: where it leads, the code of its refusal, or `done`. */
export function outcomeOf({ status, headers, body }: Answer): string {
  const target =
    headers["x-action-redirect"] ?? (status >= 300 && status < 400 ? headers.location : undefined);
  if (target !== undefined) return `→ ${String(target).split(/[?;]/)[0]}`;
  const [, result] = /"status":"(done|invalid|failed)"/.exec(body) ?? [];
  if (result === "failed") return /"code":"([\w.]+)"/.exec(body)?.[1] ?? "failed";
  return result ?? `status ${status}`;
}
