import { z } from "zod";
import { locales } from "#lib/kernel/locale.ts";

/** The person who is there and asks: what the bank is told of them, and only while they are. */
export const personSchema = z.strictObject({
  ipAddress: z.union([z.ipv4(), z.ipv6()]),
  userAgent: z.string().max(512).nullable(),
  language: z.enum(locales).nullable(),
});
