import { exportSignInLog } from "#lib/identity/read-person.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { signInLogFile } from "#lib/server/people-files.ts";
import { route } from "#lib/server/problem.ts";

interface Address {
  readonly params: Promise<{ readonly person: string }>;
}

/** The log of one person's sign-ins as CSV. */
export const GET = route(async (request: Request, { params }: Address) => {
  const { person } = await params;
  const path = `/console/people/${encodeURIComponent(person)}`;
  requireOwnLink(request, path);
  const { ctx, locale } = await enterPage("console", "/console/people");
  const personId = idInAddress("per", person);
  return signInLogFile(locale, await orStepUp(ctx, path, () => exportSignInLog(ctx, personId)));
});
