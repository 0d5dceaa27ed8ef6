import { redirect } from "next/navigation";

/** Of our own page, or typed by hand or a bookmark: behind either stands the person themselves. */
const own = new Set(["same-origin", "none"]);

/**
 * A download makes an entry and counts against a limit, so a page of somebody else does not set one off (ASVS V3.5.1): it
 * leads to the page on which the person begins it. Browsers say where a request is from and pages cannot change it; a
 * program that says nothing carries nobody's session.
 */
export function requireOwnLink(request: Request, page: string): void {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && !own.has(site)) redirect(page);
}
