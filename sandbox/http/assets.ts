import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { type Route, route } from "./routes.ts";

const fonts = {
  "lora.woff2": "@fontsource-variable/lora/files/lora-latin-wght-normal.woff2",
  "public-sans.woff2": "@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2",
} as const;

/** The product's two typefaces, served from here so that the page asks no one else for anything. */
export function fontRoutes(): Route[] {
  const { resolve } = createRequire(import.meta.url);
  return Object.entries(fonts).map(([name, file]) =>
    route("GET", `/fonts/${name}`, async () => {
      const headers = { "content-type": "font/woff2", "cache-control": "max-age=86400" };
      return new Response(await readFile(resolve(file)), { headers });
    }),
  );
}

export function stylesheetRoute(path: string, css: string): Route {
  return route(
    "GET",
    path,
    () => new Response(css, { headers: { "content-type": "text/css; charset=utf-8" } }),
  );
}
