import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A request's route with names in place of what people's addresses hold; `other` for whatever is none. */
export type RouteOf = (url: string) => string;

const unmatched = "other";
/** Files are one route: their names are many and say nothing. */
const files = [/^\/_next\//, /^\/brand\//, /^\/icon\.svg$/];
const filesRoute = "files";

/** The templates of a production build, which lists its routes; none where it is built as it goes. */
export function templatesIn(buildDirectory: string): readonly string[] {
  try {
    const text = readFileSync(join(buildDirectory, "app-path-routes-manifest.json"), "utf8");
    return [...new Set(Object.values(JSON.parse(text) as Record<string, string>))];
  } catch {
    return [];
  }
}

/** Known templates only, so that nothing of an address is ever in a route's name. */
export function routesOf(templates: readonly string[]): {
  readonly of: RouteOf;
  readonly isKnown: (route: string) => boolean;
} {
  const fixed = new Set(templates.filter((template) => !template.includes("[")));
  const open = templates
    .filter((template) => template.includes("["))
    .map((template) => ({ template, parts: template.split("/") }));
  const known = new Set([...templates, filesRoute, unmatched]);

  const of: RouteOf = (url) => {
    const path = url.split("?", 1)[0] ?? "";
    if (fixed.has(path)) return path;
    const parts = path.split("/");
    const found = open.find(
      (one) =>
        one.parts.length === parts.length &&
        one.parts.every((part, at) => part === parts[at] || (part.startsWith("[") && parts[at] !== "")),
    );
    if (found) return found.template;
    return files.some((file) => file.test(path)) ? filesRoute : unmatched;
  };
  return { of, isKnown: (route) => known.has(route) };
}
