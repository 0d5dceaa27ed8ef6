"use server";

import { z } from "zod";
import type { ReceiptCheckView } from "#lib/receipts/view.ts";
import { formAction } from "#lib/server/action.ts";
import { visitorContext } from "#lib/server/context.ts";
import { pageLocale } from "#lib/server/page.ts";
import { checkBroughtReceipt } from "#lib/server/receipts.ts";

const Brought = z.strictObject({ text: z.string(), file: z.string() });

/** Open to anybody: a receipt proves itself, and what is checked is kept nowhere. */
export const checkReceiptAction = formAction(
  Brought,
  async (_ctx, { text, file }): Promise<ReceiptCheckView> =>
    checkBroughtReceipt(file.trim() === "" ? text : file, await pageLocale()),
  { as: visitorContext, files: ["file"] },
);
