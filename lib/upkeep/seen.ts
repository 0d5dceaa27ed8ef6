import { z } from "zod";

/** Which banner the page showed, by when it was set; empty where it showed none. */
export const seenSchema = z
  .union([z.literal(""), z.iso.datetime()])
  .transform((text): Date | null => (text === "" ? null : new Date(text)));
