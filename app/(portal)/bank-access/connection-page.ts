import { notFound } from "next/navigation";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** An identifier in an address. What is none of its kind leads to no page. */
export function idInAddress<Kind extends string>(kind: Kind, text: string) {
  const id = idSchema(kind).safeParse(decodeURIComponent(text));
  return id.success ? id.data : notFound();
}

/** For what a page is about: where it does not exist for whoever asks, neither does the page. */
export async function orNoPage<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code.endsWith(".not_found")) notFound();
    throw refusal;
  }
}
