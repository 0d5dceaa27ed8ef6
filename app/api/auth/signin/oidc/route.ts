import { safeNextPath } from "#lib/identity/session.ts";
import { limitStart } from "#lib/identity/sign-in-limits.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { startOidc } from "#lib/server/oidc.ts";
import { inWords } from "#lib/server/oidc-refusal.ts";
import { seeOther } from "#lib/server/see-other.ts";

/** A plain form leads here, so that signing in needs no script, and whatever goes wrong leads back to a page. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  const asked = form.get("callbackUrl");
  const next = safeNextPath(typeof asked === "string" ? asked : null);
  const forceLogin = new URL(request.url).searchParams.get("prompt") === "login";
  return inWords(forceLogin ? "/step-up" : "/sign-in/staff", next, async () => {
    const visit = await currentVisit();
    await limitStart(await visitorContext(), visit);
    const { location, setCookies } = await startOidc(visit.origin, next ?? "/", forceLogin);
    return seeOther(location, setCookies);
  });
}
