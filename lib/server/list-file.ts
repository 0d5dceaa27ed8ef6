import "server-only";

import { safeNextPath } from "#lib/identity/session.ts";
import { requireOwnLink } from "./own-link.ts";
import { enterPage, orStepUp, type PageOf } from "./page.ts";
import { route } from "./problem.ts";

type ListQuery = Readonly<Record<string, string | string[]>>;

/**
 * The route of a list's file: begun on a page of ours, by whoever may open the list, and, where that needs a fresh proof
 * of who they are, with the way back to the list as it was looked at.
 */
export const listFile = (address: string, make: (page: PageOf, query: ListQuery) => Promise<Response>) =>
  route(async (request: Request) => {
    requireOwnLink(request, address);
    const page = await enterPage("console", address);
    const { search, searchParams } = new URL(request.url);
    // A narrowing that is too long for the way back is left behind, and not the way.
    const back = safeNextPath(`${address}${search}`) ?? address;
    return orStepUp(page.ctx, back, () => make(page, grouped(searchParams)));
  });

/** A query as a page gets it: what is given more than once is a list. */
function grouped(query: URLSearchParams): ListQuery {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const [first = "", ...more] = query.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}
