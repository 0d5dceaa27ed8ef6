/** What the log has of one request of the console that was answered with what it asked for. */
export interface Left {
  /** The one event that every such request leaves; `null` where it leaves none. */
  readonly event: string | null;
  /** Others that may stand beside it: more of the same act, or of the page that is shown again with its answer. */
  readonly beside: readonly string[];
  /** Only after a fresh proof of who asks. */
  readonly needsProof: boolean;
}

const leaves = (event: string, ...beside: string[]): Left => ({ event, beside, needsProof: false });
const proven = (left: Left): Left => ({ ...left, needsProof: true });

/** `why` is for whoever adds a page: nobody's data and nothing of the log is on it. */
const nothing = (_why: string): Left => ({ event: null, beside: [], needsProof: false });

const settings = nothing("settings of the firm or of the installation");
const form = proven(nothing("a form in which nothing of anybody stands"));
const list = nothing("a list of many; narrowed to one person it leaves what the page of that person leaves");
const opened = leaves("console.opened");

/**
 * What each page and route of the console leaves when it was shown. Whatever shows somebody’s data or the log, or hands it
 * out, leaves an event. A page that is not named here fails the test. A refusal leaves `access.refused`, everywhere.
 */
export const pageEvents: Readonly<Record<string, Left>> = {
  "/console": leaves("audit.searched"),
  "/console/people": list,
  "/console/people/export": proven(leaves("identity.peopleExported")),
  "/console/people/invite": form,
  "/console/people/[person]": opened,
  "/console/people/[person]/export": proven(leaves("identity.signInLogExported")),
  "/console/people/[person]/role": proven(opened),
  "/console/firm": settings,
  "/console/firm/change": form,
  "/console/firm/brand": form,
  "/console/firm/retention": form,
  "/console/firm/texts": settings,
  "/console/firm/register": settings,
  "/console/audit": leaves("audit.searched"),
  "/console/audit/[event]": opened,
  "/console/audit/[event]/proof": nothing("hashes, and nothing of what happened"),
  "/console/audit/export": proven(leaves("audit.searchExported")),
  "/console/audit/live": leaves("audit.watched"),
  "/console/audit/live/events": leaves("audit.watched"),
  "/console/acts": list,
  "/console/acts/export": proven(leaves("oversight.listExported")),
  "/console/acts/new": nothing("the firm’s advisors, of whom one may be chosen"),
  "/console/acts/[act]": opened,
  "/console/permissions": settings,
  "/console/consents": list,
  "/console/consents/[consent]": opened,
  "/console/consents/export": proven(leaves("consent.listExported")),
  "/console/credentials": list,
  "/console/credentials/[credential]": opened,
  "/console/credentials/export": proven(leaves("vault.listExported")),
  "/console/receipts/[receipt]": opened,
  "/console/receipts/[receipt]/file": opened,
  "/console/receipts/[receipt]/pdf": opened,
  "/console/evidence": nothing("what a pack is to be about, before it is said"),
  "/console/evidence/pack": proven(leaves("audit.evidencePackBegun", "audit.evidencePackMade")),
  "/console/keys": settings,
  "/console/investors": list,
  "/console/investors/export": proven(leaves("investor.listExported")),
  "/console/investors/rights": list,
  "/console/investors/rights/export": proven(leaves("privacy.requestsExported")),
  "/console/investors/[investor]": opened,
  "/console/investors/[investor]/who-saw-it": opened,
  "/console/investors/[investor]/who-saw-it/export": proven(leaves("disclosure.listExported")),
  "/console/institutions": list,
  "/console/institutions/export": proven(leaves("institution.listExported")),
  "/console/institutions/[institution]": opened,
  "/console/institutions/[institution]/banner": form,
  "/console/security": nothing("the reader’s own sessions and passkeys"),
};

/** The same of pages that show more when more is asked of them. */
export const askedEvents = {
  "a consent in its preview": proven(leaves("oversight.actPreviewed")),
  "evidence about somebody": opened,
  "evidence about a period": nothing("how many entries there are"),
  "a list of one person": opened,
} as const satisfies Readonly<Record<string, Left>>;

const acts = "app/(console)/console/acts/actions.ts";
const audit = "app/(console)/console/audit/actions.ts";
const banner = "app/(console)/console/institutions/[institution]/banner/actions.ts";
const firm = "app/(console)/console/firm";
const investors = "app/(console)/console/investors/actions.ts";
const people = "app/(console)/console/people/actions.ts";

/** What each act of the console leaves when it was done. One that is not named here fails the test. */
export const actEvents: Readonly<Record<string, Left>> = {
  [`${acts}#proposeActAction`]: proven(
    leaves("oversight.actProposed", "consent.terminated", "vault.destructionBegun", "oversight.actDone"),
  ),
  [`${acts}#approveActAction`]: proven(leaves("oversight.actApproved", "console.opened")),
  [`${acts}#turnDownActAction`]: leaves("oversight.actTakenBack", "console.opened"),
  [`${acts}#stopActAction`]: leaves("oversight.actStopped", "console.opened"),
  [`${acts}#resumeActAction`]: proven(leaves("oversight.actResumed", "console.opened")),
  [`${audit}#saveSearchAction`]: leaves("audit.searchSaved"),
  [`${audit}#removeSearchAction`]: leaves("audit.searchRemoved"),
  [`${banner}#setBannerAction`]: proven(leaves("institution.bannerSet")),
  [`${banner}#withdrawBannerAction`]: proven(leaves("institution.bannerWithdrawn")),
  [`${firm}/change/actions.ts#changeFirmContactsAction`]: proven(leaves("firm.contactsChanged")),
  [`${firm}/change/rule-actions.ts#changeRuleAction`]: proven(leaves("oversight.ruleChanged")),
  [`${firm}/firm-actions.ts#changeBrandAction`]: proven(leaves("firm.brandChanged")),
  [`${firm}/firm-actions.ts#changeRetentionAction`]: proven(leaves("firm.retentionChanged")),
  [`${investors}#recordRequestAction`]: leaves("privacy.requestRecorded", "console.opened"),
  [`${investors}#extendRequestAction`]: leaves("privacy.requestExtended", "console.opened"),
  [`${investors}#answerRequestAction`]: leaves("privacy.requestAnswered", "console.opened"),
  [`${people}#disablePersonAction`]: proven(leaves("identity.personDisabled")),
  [`${people}#enablePersonAction`]: proven(leaves("identity.personEnabled")),
  [`${people}#changeRoleAction`]: proven(leaves("identity.roleChanged")),
  [`${people}#inviteStaffAction`]: proven(leaves("identity.staffInvited")),
  [`${people}#resendStaffInvitationAction`]: proven(leaves("identity.staffInvitationRenewed")),
  [`${people}#revokeStaffInvitationAction`]: leaves("identity.staffInvitationTakenBack"),
};
