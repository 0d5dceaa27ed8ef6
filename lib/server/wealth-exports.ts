import "server-only";

import type { Context } from "#lib/access/context.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { type BookExportAsked, exportBook } from "#lib/portfolio/export-book.ts";
import { exportClientWealth } from "#lib/portfolio/export-client-wealth.ts";
import { type ExportMeans, exportOwnWealth } from "#lib/portfolio/export-own-wealth.ts";
import type { ExportAsked } from "#lib/portfolio/export-query.ts";
import { writeExport } from "#lib/portfolio/write-export.ts";
import { fileResponse } from "./file-response.ts";
import { institutions } from "./institutions.ts";
import { readRates } from "./rates.ts";
import { recordKeys } from "./record-keys.ts";

/** Copies of wealth as files, with what this process opens records by, reckons with and calls banks. */

const meansOf = async (ctx: Context, locale: Locale): Promise<ExportMeans> => ({
  keys: await recordKeys(),
  rates: await readRates(ctx),
  locale,
  bankName: (institutionId) => institutions().get(institutionId)?.name ?? null,
});

export async function ownWealthFile(
  ctx: Context,
  locale: Locale,
  asked: ExportAsked & { readonly name: string },
): Promise<Response> {
  const document = await exportOwnWealth(ctx, await meansOf(ctx, locale), asked);
  return fileResponse(writeExport(document, asked.as));
}

export async function clientWealthFile(
  ctx: Context,
  locale: Locale,
  asked: ExportAsked & { readonly investorId: PersonId },
): Promise<Response> {
  const document = await exportClientWealth(ctx, await meansOf(ctx, locale), asked);
  return fileResponse(writeExport(document, asked.as));
}

export async function bookFile(
  ctx: Context,
  locale: Locale,
  { as, ...asked }: BookExportAsked & { readonly name: string },
): Promise<Response> {
  const document = await exportBook(ctx, await meansOf(ctx, locale), asked);
  return fileResponse(writeExport(document, as));
}
