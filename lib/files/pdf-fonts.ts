import { createRequire } from "node:module";
import { join } from "node:path";
import type { FontSubset } from "./font-runs.ts";

export type Face = "serif" | "sans" | "sansBold";

const faces: Readonly<Record<Face, { family: "lora" | "public-sans"; weight: number }>> = {
  serif: { family: "lora", weight: 400 },
  sans: { family: "public-sans", weight: 400 },
  sansBold: { family: "public-sans", weight: 600 },
};

// From where the process was started: the build must not take the fonts for modules of its own.
const { resolve } = createRequire(join(process.cwd(), "package.json"));
const found = new Map<string, string>();

/** Looked up once: a report asks for it thousands of times. */
export function fontFile(face: Face, subset: FontSubset): string {
  const { family, weight } = faces[face];
  const name = `@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff`;
  const path = found.get(name) ?? resolve(name);
  found.set(name, path);
  return path;
}
