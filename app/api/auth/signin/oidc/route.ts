import { safeNextPath } from "#lib/identity/session.ts";
import { limitSignIn } from "#lib/identity/sign-in-limits.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { startOidc } from "#lib/server/oidc.ts";
import { route } from "#lib/server/problem.ts";
import { seeOther } from "#lib/server/see-other.ts";

/** A plain form leads here, so that signing in needs no script. */
export const POST = route(async (request: Request) => {
  const visit = await currentVisit();
  await limitSignIn(await visitorContext(), visit);
  const asked = (await request.formData()).get("callbackUrl");
  const next = safeNextPath(typeof asked === "string" ? asked : null);
  const forceLogin = new URL(request.url).searchParams.get("prompt") === "login";
  const { location, setCookies } = await startOidc(visit.origin, next ?? "/", forceLogin);
  if (!location) throw new AppError("system.unavailable");
  return seeOther(location, setCookies);
});
