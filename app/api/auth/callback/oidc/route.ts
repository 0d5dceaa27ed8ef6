import { cookies } from "next/headers";
import { safeNextPath } from "#lib/identity/session.ts";
import { limitSignIn } from "#lib/identity/sign-in-limits.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { endPreviousSession, pathAfter } from "#lib/server/establish-session.ts";
import { rememberLocale } from "#lib/server/locale.ts";
import { finishOidc } from "#lib/server/oidc.ts";
import { route } from "#lib/server/problem.ts";
import { seeOther } from "#lib/server/see-other.ts";

/** The identity provider sends the browser back here. Whatever is wrong with its answer ends as one refusal. */
export const GET = route(async (request: Request) => {
  const visit = await currentVisit();
  const { origin } = visit;
  await limitSignIn(await visitorContext(), visit);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const jar = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
  const { session, location, setCookies } = await finishOidc(origin, query, jar);
  if (!session) return seeOther("/sign-in/staff?notice=rejected", setCookies);
  await endPreviousSession();
  if (session.locale) await rememberLocale(session.locale);
  const next = location?.startsWith(`${origin}/`) ? safeNextPath(location.slice(origin.length)) : null;
  return seeOther(pathAfter(session, next === "/" ? null : next), setCookies);
});
