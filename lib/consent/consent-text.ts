import { createHash } from "node:crypto";
import type { Locale } from "#lib/kernel/locale.ts";
import * as v1 from "./texts/v1/text.ts";

/**
 * Every version that was ever shown, each in a folder of its own that never changes. A new wording is a new folder;
 * the old ones stay, so that what somebody agreed to can be shown again byte for byte.
 */
const versions = { v1 } as const;
export type TextVersion = keyof typeof versions;

export const currentTextVersion = "v1" satisfies TextVersion;
export const currentFacts = v1.facts;
export type CurrentFacts = v1.Facts;

export interface ConsentText {
  readonly version: string;
  readonly locale: Locale;
  /** Headings, paragraphs and lists in the form of Markdown. */
  readonly text: string;
  /** Of the text's UTF-8 bytes. */
  readonly sha256: Buffer;
}

export function renderConsentText(version: string, locale: Locale, facts: unknown): ConsentText {
  const known = versions[version as TextVersion];
  if (!known) throw new Error(`there is no version ${version} of the consent's text`);
  const text = known.render(locale, known.facts.parse(facts));
  return { version, locale, text, sha256: createHash("sha256").update(text, "utf8").digest() };
}
