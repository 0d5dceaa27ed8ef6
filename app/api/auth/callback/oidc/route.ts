import { cookies } from "next/headers";
import { safeNextPath } from "#lib/identity/session.ts";
import { countingRefusals } from "#lib/identity/sign-in-limits.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { endPreviousSession, pathAfter } from "#lib/server/establish-session.ts";
import { followLocale } from "#lib/server/locale.ts";
import { finishOidc } from "#lib/server/oidc.ts";
import { inWords, noticeOfRefusal } from "#lib/server/oidc-refusal.ts";
import { seeOther } from "#lib/server/see-other.ts";

/** The identity provider sends the browser back here. Whatever is wrong with its answer ends as one refusal. */
export function GET(request: Request): Promise<Response> {
  return inWords("/sign-in/staff", null, async () => {
    const visit = await currentVisit();
    const { origin } = visit;
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const jar = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
    const { session, location, setCookies, refusal } = await countingRefusals(
      await visitorContext(),
      visit,
      () => finishOidc(origin, query, jar),
      (answer) => answer.session !== null,
    );
    if (!session) return seeOther(`/sign-in/staff?notice=${noticeOfRefusal(refusal)}`, setCookies);
    await endPreviousSession();
    await followLocale(session.locale);
    const next = location?.startsWith(`${origin}/`) ? safeNextPath(location.slice(origin.length)) : null;
    return seeOther(pathAfter(session, next === "/" ? null : next), setCookies);
  });
}
