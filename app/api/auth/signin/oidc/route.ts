import { safeNextPath } from "#lib/identity/session.ts";
import { limitStart } from "#lib/identity/sign-in-limits.ts";
import { tokenSchema } from "#lib/identity/token.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { startOidc } from "#lib/server/oidc.ts";
import { inWords } from "#lib/server/oidc-refusal.ts";
import { seeOther } from "#lib/server/see-other.ts";

/** A plain form leads here, so that signing in needs no script, and whatever goes wrong leads back to a page. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  const asked = form.get("callbackUrl");
  const next = safeNextPath(typeof asked === "string" ? asked : null);
  const isStepUp = new URL(request.url).searchParams.get("prompt") === "login";
  const invitation = tokenSchema.safeParse(form.get("invitation")).data ?? null;
  return inWords(isStepUp ? "/step-up" : "/sign-in/staff", next, async () => {
    const visit = await currentVisit();
    await limitStart(await visitorContext(), visit);
    // Who was signed in at the provider before is not taken for whom an invitation is for.
    const asksAnew = isStepUp || invitation !== null;
    const { location, setCookies } = await startOidc(visit.origin, next ?? "/", asksAnew, invitation);
    return seeOther(location, setCookies);
  });
}
