import "server-only";

import { headers } from "next/headers";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { currentVisit } from "./context.ts";
import { pageLocale } from "./page.ts";

const longestAgent = 512;

/** The person who makes this request, as the bank is told of them while they are there. */
export async function personPresent(): Promise<PersonPresent & { readonly language: Locale }> {
  const { remoteAddress } = await currentVisit();
  const agent = (await headers()).get("user-agent");
  return {
    // An IPv4 address that came over an IPv6 socket is an IPv4 address; a zone is this machine's own word.
    ipAddress: remoteAddress.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, ""),
    userAgent: agent?.slice(0, longestAgent) ?? null,
    language: await pageLocale(),
  };
}
