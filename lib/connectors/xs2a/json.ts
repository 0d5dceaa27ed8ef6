import { AspspError } from "#lib/aspsp/failure.ts";

const hasNumber = /"\s*:\s*-?\d/;

/** Numbers stay the text that the bank wrote: 0.1 is not a float's neighbour of it. */
const asWritten = (_name: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === "number" ? (context?.source ?? "") : value;

/** JSON without loss. It is read twice as slowly only where a field holds a number at all. */
export function parseJson(bytes: Uint8Array, call: string): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return hasNumber.test(text) ? JSON.parse(text, asWritten) : JSON.parse(text);
  } catch (cause) {
    throw new AspspError("malformedAnswer", { call }, { cause: named(cause) });
  }
}

/** A parser's message quotes what it read, which may be anybody's data: its kind alone is kept. */
const named = (cause: unknown): Error => new Error(cause instanceof Error ? cause.name : typeof cause);
