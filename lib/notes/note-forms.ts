import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";
import { longestNote } from "./note.ts";

/* What the forms send. Each problem is the name of a sentence under `validation`. */

const investorId = idSchema("per");
const noteId = idSchema("nte");
const version = z.coerce.number().int().min(1).max(2_147_483_646);
const lineEnds = /\r\n?/g;
/** Of control characters a text has line feeds and tabs. */
const controls = /[\p{Cc}--[\n\t]]/v;

const text = z
  .string()
  .transform((typed) => typed.replaceAll(lineEnds, "\n").trim())
  .refine((typed) => typed !== "", { error: "required" })
  .refine((typed) => typed.length <= longestNote, { error: "tooLong" })
  .refine((typed) => !controls.test(typed), { error: "invalid" });

export const WriteNote = z.strictObject({ investorId, noteId, text });
export type WriteNote = z.output<typeof WriteNote>;
export const ChangeNote = z.strictObject({ investorId, noteId, version, text });
export type ChangeNote = z.output<typeof ChangeNote>;
export const RemoveNote = z.strictObject({ investorId, noteId, version });
export type RemoveNote = z.output<typeof RemoveNote>;
