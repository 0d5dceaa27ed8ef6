import { createHash } from "node:crypto";
import type { Locale } from "#lib/kernel/locale.ts";
import * as v1 from "./texts/v1/text.ts";
import * as v2 from "./texts/v2/text.ts";

/**
 * Every version that was ever shown, each in a folder of its own that never changes. A new wording is a new folder;
 * the old ones stay, so that what somebody agreed to can be shown again byte for byte.
 */
const versions = { v1: released(v1), v2: released(v2) } as const;
export type TextVersion = keyof typeof versions;

export const currentTextVersion = "v2" satisfies TextVersion;
export const currentFacts = v2.facts;
export type CurrentFacts = v2.Facts;

export interface ConsentText {
  readonly version: string;
  readonly locale: Locale;
  /** Headings, paragraphs and lists in the form of Markdown. */
  readonly text: string;
  /** Of the text's UTF-8 bytes. */
  readonly sha256: Buffer;
}

export function renderConsentText(version: string, locale: Locale, facts: unknown): ConsentText {
  const render = versions[version as TextVersion];
  if (!render) throw new Error(`there is no version ${version} of the consent's text`);
  const text = render(locale, facts);
  return { version, locale, text, sha256: createHash("sha256").update(text, "utf8").digest() };
}

interface Release<Facts> {
  readonly facts: { parse(given: unknown): Facts };
  render(locale: Locale, facts: Facts): string;
}

/** A version takes the facts that were kept for it, and no others. */
function released<Facts>({ facts, render }: Release<Facts>): (locale: Locale, given: unknown) => string {
  return (locale, given) => render(locale, facts.parse(given));
}
