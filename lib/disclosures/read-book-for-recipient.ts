import type { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Granted } from "#lib/consent/granted.ts";
import { readGrantedOfAll } from "#lib/consent/read-granted-of-all.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Summary } from "#lib/records/open-summaries.ts";
import { receiveSummaries } from "#lib/records/receive-summaries.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { type BookEntry, listBook } from "./book-repository.ts";
import { discloseBook, discloseBookExport } from "./disclose-book.ts";
import type { Shown } from "./disclose-to.ts";
import { isNoteRefused } from "./repository.ts";

export interface BookReading<Content> {
  readonly content: z.ZodType<Content>;
  /** What the summaries are made of, and so what the investor is told was seen. */
  readonly clusters: readonly DataCluster[];
  /** On a page, where a version is noted once for each viewer, or taken as a copy, which is noted each time. */
  readonly what: "book" | "export";
}

export interface BookForRecipient<Content> {
  /** Of whom something may be seen, and whether it is made ready. */
  readonly entries: readonly BookEntry[];
  /** What is made ready, opened: apart, so that a caller may ask the database for more meanwhile. */
  readonly open: () => Promise<readonly Summary<Content>[]>;
}

/**
 * The one way in which an advisor or a program reads the summaries of their book: what of it they have not been shown
 * before is noted and all of it read in one transaction, and opened after its commit. A consent that ends before the
 * note has the database refuse it, and what is allowed is asked for once more.
 */
export async function readBookForRecipient<Content>(
  ctx: Context,
  keys: RecordKeys,
  reading: BookReading<Content>,
): Promise<BookForRecipient<Content>> {
  requirePermission(ctx, "disclosure.make");
  try {
    return await readOnce(ctx, keys, reading);
  } catch (failure) {
    if (!isNoteRefused(failure)) throw failure;
    return readOnce(ctx, keys, reading);
  }
}

async function readOnce<Content>(
  ctx: Context,
  keys: RecordKeys,
  { content, clusters, what }: BookReading<Content>,
): Promise<BookForRecipient<Content>> {
  const read = await receiveSummaries(ctx, keys, content, async (tx) => {
    const entries = await listBook(tx);
    await noteNew(tx, ctx, entries, clusters);
    if (what === "export") await noteCopy(tx, ctx, entries, clusters);
    const ready = entries.filter(({ stamp }) => stamp !== null);
    return {
      recipientIds: unique(ready.map(({ recipientId }) => recipientId)),
      investorIds: unique(ready.map(({ investorId }) => investorId)),
      beside: entries,
    };
  });
  return { open: read.open, entries: read.beside };
}

/** Of each investor of whom there is a version that the viewer has not noted, all that may be seen. */
async function noteNew(
  tx: Transaction,
  ctx: Context,
  entries: readonly BookEntry[],
  clusters: readonly DataCluster[],
): Promise<void> {
  const stamps = new Map<PersonId, string[]>();
  for (const { investorId, stamp, isNoted } of entries) {
    if (stamp !== null && !isNoted) stamps.set(investorId, [...(stamps.get(investorId) ?? []), stamp]);
  }
  const seen = await seenOf(tx, ctx, [...stamps.keys()], clusters);
  await discloseBook(
    tx,
    ctx,
    seen.map((one) => ({ ...one, stamps: stamps.get(one.investorId) ?? [] })),
  );
}

/** Of each investor of whom there is a version at all: what is being made is in no copy. */
async function noteCopy(
  tx: Transaction,
  ctx: Context,
  entries: readonly BookEntry[],
  clusters: readonly DataCluster[],
): Promise<void> {
  const copied = entries.flatMap(({ investorId, stamp }) => (stamp === null ? [] : [investorId]));
  await discloseBookExport(tx, ctx, await seenOf(tx, ctx, unique(copied), clusters));
}

/** All that may be seen of each of them now; of whom nothing may, nothing is told. */
async function seenOf(
  tx: Transaction,
  ctx: Context,
  investorIds: readonly PersonId[],
  clusters: readonly DataCluster[],
): Promise<readonly Omit<Shown, "what">[]> {
  if (investorIds.length === 0) return [];
  const granted = await readGrantedOfAll(tx, ctx, investorIds);
  return investorIds.flatMap((investorId) => {
    const seen = (granted.get(investorId) ?? []).filter(({ cluster }) => clusters.includes(cluster));
    return seen.length === 0 ? [] : [{ investorId, ...listsOf(seen) }];
  });
}

const listsOf = (granted: readonly Granted[]) => ({
  consentIds: unique(granted.flatMap(({ consentIds }) => consentIds)),
  clusters: unique(granted.map(({ cluster }) => cluster)),
  accountIds: unique(granted.map(({ accountId }) => accountId)),
});

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];
