import { createHash } from "node:crypto";

import type { ApiCall } from "../../bank/xs2a/api.ts";
import { formatError } from "../../bank/xs2a/tpp-error.ts";

const usualPage = 100;
const smallPage = 10;
const largestPage = 1_000;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly isFirst: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

interface Place {
  readonly offset: number;
  /** Whether an empty page is put before this place. */
  readonly isGap: boolean;
}

/** One page of a list; the cursor of the next is in a header, and empty when there is none. */
export function pageOf<Item>(call: ApiCall, list: readonly Item[]): Page<Item> {
  const size = readSize(call);
  const place = readCursor(call);
  const isFirst = place.offset === 0;
  if (place.isGap) {
    const here = { offset: place.offset, isGap: false };
    return { items: [], isFirst, headers: { nextcursor: writeCursor(call, here) } };
  }
  const items = list.slice(place.offset, place.offset + size);
  const next = placeAfter(call, place, size, list.length);
  if (next === null) return { items, isFirst, headers: call.speaks("no-cursor") ? {} : { nextcursor: "" } };
  return { items, isFirst, headers: { nextcursor: writeCursor(call, next) } };
}

function placeAfter(call: ApiCall, { offset }: Place, size: number, total: number): Place | null {
  if (offset + size >= total) return null;
  if (call.speaks("looping") && offset > 0) return { offset, isGap: false };
  const step = call.speaks("overlapping") ? Math.max(1, size - 1) : size;
  return { offset: offset + step, isGap: offset === 0 && call.speaks("empty-page") };
}

function readSize(call: ApiCall): number {
  const text = call.url.searchParams.get("limit");
  const usual = call.speaks("paged") ? smallPage : usualPage;
  if (text === null) return usual;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw formatError("limit is a whole number from 1", "limit");
  return Math.min(limit, call.speaks("paged") ? smallPage : largestPage);
}

/** A cursor is good for the question that it was given with. */
function digestOf({ url }: ApiCall): string {
  const question = new URLSearchParams(url.searchParams);
  for (const name of ["cursor", "limit"]) question.delete(name);
  question.sort();
  return createHash("sha256").update(`${url.pathname}?${question}`).digest("base64url").slice(0, 12);
}

const writeCursor = (call: ApiCall, { offset, isGap }: Place): string =>
  Buffer.from(`${offset}${isGap ? "+" : ""} ${digestOf(call)}`).toString("base64url");

function readCursor(call: ApiCall): Place {
  const text = call.url.searchParams.get("cursor") ?? "";
  if (text === "") return { offset: 0, isGap: false };
  const decoded = Buffer.from(text, "base64url").toString("latin1");
  const [, offset, gap, digest] = /^(\d{1,9})(\+?) (\S+)$/.exec(decoded) ?? [];
  if (offset === undefined || digest !== digestOf(call)) throw formatError("There is no such page", "cursor");
  return { offset: Number(offset), isGap: gap === "+" };
}
