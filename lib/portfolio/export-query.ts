import { z } from "zod";
import { AppError } from "#lib/kernel/errors.ts";
import type { PerformanceAsked } from "./asked-period.ts";
import { type ExportForm, type ExportKind, exportForms, exportKinds } from "./export-table.ts";

export interface ExportAsked extends PerformanceAsked {
  readonly what: ExportKind;
  readonly as: ExportForm;
  /** What everything is reckoned in; `null` is the usual currency. */
  readonly base: string | null;
}

const text = z.string().nullable().catch(null);

const querySchema = z.object({
  what: z.enum(exportKinds),
  as: z.enum(exportForms),
  ...{ in: text, period: text, from: text, to: text },
});

/** What an address asks for. A file of another kind than was asked for would be none, so what is wrong is refused. */
export function parseExportQuery(parameters: Readonly<Record<string, string | undefined>>): ExportAsked {
  const { data } = querySchema.safeParse({ in: null, period: null, from: null, to: null, ...parameters });
  // On paper nobody searches thousands of lines.
  if (!data || (data.what === "entries" && data.as === "pdf")) throw new AppError("request.invalid");
  const { in: base, ...asked } = data;
  return { ...asked, base };
}
