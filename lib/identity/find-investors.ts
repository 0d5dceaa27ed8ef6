import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import { listInvestorsCalled, listNamesAndMails } from "./people-repository.ts";

/** More than anybody looks through: who finds so many says more of the name. */
export const mostFound = 500;

/** Longer than any name. */
const mostWords = 8;

export interface FoundInvestors {
  readonly ids: readonly PersonId[];
  /** There are more than these. */
  readonly isCut: boolean;
}

/**
 * The firm's investors who are meant by an identifier, or by words that are each in their name or their mail address,
 * whatever its accents and capitals. Of many, the first by name.
 */
export async function findInvestors(ctx: Context, text: string): Promise<FoundInvestors> {
  requirePermission(ctx, "person.list");
  const id = idSchema("per").safeParse(text.trim());
  if (id.success) return { ids: [id.data], isCut: false };
  const words = fold(text).split(" ").filter(Boolean).slice(0, mostWords);
  if (words.length === 0) return { ids: [], isCut: false };
  const found = await inSearchTransaction(ctx, (tx) => listInvestorsCalled(tx, words, mostFound + 1));
  return { ids: found.slice(0, mostFound), isCut: found.length > mostFound };
}

export interface NamedPerson {
  readonly name: string;
  readonly email: string;
}

/** What these people of the firm are called, by their identifier. */
export async function readPeopleNames(
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedPerson>> {
  requirePermission(ctx, "person.list");
  if (ids.length === 0) return new Map();
  return inSearchTransaction(ctx, (tx) => listNamesAndMails(tx, ids));
}

/** As the database keeps names for this (drizzle/data/0043_console_lists.sql). */
const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/gu, "")
    .replaceAll("\0", "")
    .replaceAll(/\s+/gu, " ")
    .trim();
