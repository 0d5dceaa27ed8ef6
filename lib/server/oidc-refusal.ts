import "server-only";

import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { AppError, type ErrorCode } from "#lib/kernel/errors.ts";
import { frontHeaders } from "./front-headers.ts";
import { log } from "./log.ts";
import { seeOther } from "./see-other.ts";

/** What the pages that lead to an identity provider can say when it did not work. */
export const oidcNotices = [
  "rejected",
  "tooMany",
  "notOffered",
  "unavailable",
  "invitationDead",
  "accountKnown",
  "addressKnown",
] as const;
export type OidcNotice = (typeof oidcNotices)[number];

const noticeOf: Partial<Record<ErrorCode, OidcNotice>> = {
  "auth.too_many_attempts": "tooMany",
  "request.not_found": "notOffered",
};

/** What a provider's answer that was verified was refused for, where the person can do something about it. */
export function noticeOfRefusal(code: ErrorCode | null): OidcNotice {
  if (code === "staffInvitation.link_dead") return "invitationDead";
  if (code === "staffInvitation.account_known") return "accountKnown";
  return code === "staffInvitation.address_known" ? "addressKnown" : "rejected";
}

export const knownOidcNotice = (text: string | null): OidcNotice | null =>
  oidcNotices.find((known) => known === text) ?? null;

/**
 * The browser itself follows what these routes answer, without script: a failure leads to a page that says it in
 * words and keeps where the person was going.
 */
export async function inWords(
  page: "/sign-in/staff" | "/step-up",
  next: string | null,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (failure) {
    // `redirect()` and `notFound()` work by throwing; they are not failures.
    unstable_rethrow(failure);
    const notice = failure instanceof AppError ? noticeOf[failure.code] : undefined;
    const requestId = (await headers()).get(frontHeaders.requestId) ?? "none";
    if (notice === undefined) log().error({ err: failure, requestId }, "oidc.failed");
    const query = new URLSearchParams({ notice: notice ?? "unavailable", ...(next ? { next } : {}) });
    return seeOther(`${page}?${query}`, []);
  }
}
