import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

import type { Schema } from "./bank/schema-for-test.ts";

export interface AnswerShape {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, AnswerShape>> }>>>
  >;
}

export interface Specification {
  /** Whether the specification is there to be read: it is kept beside the project and not in it. */
  readonly isThere: boolean;
  resolve(reference: string): Schema & AnswerShape;
  /** Which described answer a reply has to fit, by its call. */
  shapeOf(method: string, path: string, status: number): AnswerShape | undefined;
}

/** An OpenAPI document in the folder beside the project. Where it is absent, that is said and nothing is checked. */
export function specification(file: string, name: string): Specification {
  const address = new URL(`../../shared/spec/${file}`, import.meta.url);
  const isThere = existsSync(address);
  if (!isThere)
    process.stderr.write(`The ${name} specification is not here: the bank is not checked against it.\n`);
  const document: Document = isThere ? parse(readFileSync(address, "utf8")) : { paths: {} };

  const resolve: Specification["resolve"] = (reference) =>
    reference
      .slice(2)
      .split("/")
      .reduce<unknown>(
        (place, part) => (place as Record<string, unknown>)[part.replaceAll("~1", "/")],
        document,
      ) as Schema & AnswerShape;

  return {
    isThere,
    resolve,
    shapeOf(method, path, status) {
      // Paths of payments have parameters where accounts have words, so the most literal one is meant.
      const [template] = Object.keys(document.paths)
        .filter((one) => new RegExp(`^${one.replace(/\{[^}]+\}/g, "[^/]+")}$`).test(path))
        .sort((a, b) => a.split("{").length - b.split("{").length);
      const response = document.paths[template ?? ""]?.[method.toLowerCase()]?.responses[String(status)];
      return response?.$ref ? resolve(response.$ref) : response;
    },
  };
}
