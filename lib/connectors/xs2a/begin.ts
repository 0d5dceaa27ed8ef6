import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import { advance } from "./advance.ts";
import { createConsent } from "./create-consent.ts";
import type { Outcome, Xs2aDialog } from "./dialog.ts";
import { standardUrl, type Talk } from "./talk.ts";

/** Asks the bank for access and goes as far as it can without the person. */
export async function begin(
  talk: Talk,
  request: LinkRequest,
  opened: (dialog: Xs2aDialog) => void,
): Promise<Outcome> {
  const consent = await createConsent(talk, request);
  const { consentId, links } = consent;
  const dialog: Xs2aDialog = {
    request,
    consentId,
    consentHref: links.self ?? standardUrl(talk.institution, `consents/${encodeURIComponent(consentId)}`),
    authorisationHref: null,
    select: null,
    authorise: null,
    confirmationHref: null,
    methods: [],
    chosen: null,
    oauth: null,
    tokens: null,
    isPasswordSent: false,
    identifiedAt: null,
    failedPolls: 0,
    asking: null,
  };
  opened(dialog);
  return advance(talk, dialog, consent);
}
