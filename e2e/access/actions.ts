import { randomBytes, randomUUID } from "node:crypto";

import { contactFields } from "#lib/parties/firm-contacts.ts";
import { mailOfColleague } from "../support/staff.ts";
import type { Target } from "./cast.ts";
import {
  everyone,
  forAdminAlone,
  forAdvisorAlone,
  forComplianceAlone,
  forConsole,
  forInvestorAlone,
  forPendingAlone,
  forPendingToo,
  forSignedIn,
  type Row,
} from "./outcomes.ts";
import { oversightActions } from "./oversight-actions.ts";
import type { Outcome } from "./pages.ts";

const nothing = () => ({ value: undefined });
const emptyForm = () => ({ form: {} });
const answer = { id: "AAAA", rawId: "AAAA", type: "public-key", response: {} };
const proof = () => ({ value: { challengeId: `chl_${randomUUID()}`, response: answer, next: null } });
const registration = () => ({
  value: { challengeId: `chl_${randomUUID()}`, response: answer, name: "Mine" },
});
const noAsset = () => ({ assetId: `ast_${randomUUID()}`, version: "1" });
const noAccount = () => ({ accountId: `acc_${randomUUID()}`, version: "1" });
const personOf = ({ personId }: Target) => ({ form: { personId } });

const signIn = "app/(public)/sign-in/actions.ts";
const stepUp = "app/(public)/step-up/actions.ts";
const audit = "app/(console)/console/audit/actions.ts";
const people = "app/(console)/console/people/actions.ts";
const investors = "app/(console)/console/investors/actions.ts";
const banner = "app/(console)/console/institutions/[institution]/banner/actions.ts";
const firm = "app/(console)/console/firm/firm-actions.ts";
const households = "app/(advisor)/advisor/households/actions.ts";
const clients = "app/(advisor)/advisor/clients/[investor]/actions.ts";
const invitations = "app/(advisor)/advisor/invitations/actions.ts";
const bankAccess = "app/(portal)/bank-access/actions.ts";
const consents = "app/(portal)/consents/consent-actions.ts";
const journey = "app/(portal)/consents/[consent]/journey-actions.ts";
const connections = "app/(portal)/bank-access/connection-actions.ts";
const confirm = "app/(portal)/bank-access/[connection]/confirm/actions.ts";
const assets = "app/(portal)/wealth/assets/actions.ts";
const shares = "app/(portal)/wealth/accounts/share-actions.ts";

/**
 * What each caller gets of each server action. One that is not named here fails the test. `done` and a way on are
 * what the caller may do; they are called last, in this order.
 */
export const actions: Readonly<Record<string, Row>> = {
  [`${signIn}#requestMailAction`]: {
    argument: () => ({ form: { email: "no address" } }),
    outcomes: everyone("invalid"),
  },
  [`${signIn}#confirmMailLinkAction`]: {
    argument: () => ({ form: { token: randomBytes(32).toString("base64url") } }),
    outcomes: everyone("auth.link_invalid"),
  },
  [`${signIn}#signInAsPersonaAction`]: {
    argument: personOf,
    outcomes: everyone("identity.person_not_found"),
  },
  [`${signIn}#beginPasskeyAction`]: { argument: nothing, outcomes: everyone("done") },
  [`${signIn}#finishPasskeyAction`]: { argument: proof, outcomes: everyone("auth.challenge_expired") },
  [`${stepUp}#beginStepUpAction`]: { argument: nothing, outcomes: forSignedIn("done") },
  [`${stepUp}#finishStepUpAction`]: { argument: proof, outcomes: forSignedIn("auth.challenge_expired") },
  [`${stepUp}#stepUpMailAction`]: { argument: emptyForm, outcomes: forSignedIn("done") },
  [`${stepUp}#beginSecondFactorAction`]: { argument: nothing, outcomes: forPendingAlone("done") },
  [`${stepUp}#finishSecondFactorAction`]: {
    argument: proof,
    outcomes: forPendingAlone("auth.challenge_expired"),
  },
  [`${stepUp}#beginRegistrationAction`]: { argument: nothing, outcomes: forPendingToo("done") },
  [`${stepUp}#finishRegistrationAction`]: {
    argument: registration,
    outcomes: forPendingToo("auth.challenge_expired"),
  },
  // Whoever has a receipt may have it checked; nothing of it is kept.
  "app/(public)/check-receipt/actions.ts#checkReceiptAction": {
    argument: () => ({ form: { text: "no receipt" } }),
    outcomes: everyone("done"),
  },
  "app/security-actions.ts#removePasskeyAction": {
    argument: ({ passkeyId }) => ({ form: { passkeyId } }),
    outcomes: forSignedIn("identity.passkey_not_found"),
  },
  "app/security-actions.ts#endSessionAction": {
    argument: ({ sessionId }) => ({ form: { sessionId } }),
    outcomes: forSignedIn("identity.session_not_found"),
  },
  [`${bankAccess}#offerSealingAction`]: {
    argument: () => ({ value: { institutionId: "none-of-ours" } }),
    outcomes: forInvestorAlone("institution.not_found"),
  },
  [`${bankAccess}#storeSealedAction`]: {
    argument: () => ({ value: { sealingId: `slg_${randomUUID()}`, sealed: "a.b.c.d.e" } }),
    outcomes: forInvestorAlone("vault.sealing_expired"),
  },
  [`${bankAccess}#handOverPlainAction`]: {
    argument: () => ({
      form: { institutionId: "sandbox-retail", "field.userId": "user", "field.pin": "12345" },
    }),
    // The firm of the cast takes only what a browser has sealed, whoever sends it.
    outcomes: forInvestorAlone("vault.plain_refused"),
  },
  [`${bankAccess}#deleteAccessAction`]: {
    argument: ({ credentialId }) => ({ form: { credentialId } }),
    outcomes: forInvestorAlone("vault.credential_not_found"),
  },
  [`${consents}#withdrawConsentAction`]: {
    argument: ({ consentId }) => ({ form: { consentId, deleteData: "yes" } }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${consents}#takeRecipientOutAction`]: {
    argument: ({ consentId, personId }) => ({ form: { consentId, recipientId: personId } }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${consents}#reEstablishConsentAction`]: {
    argument: ({ consentId }) => ({ form: { consentId } }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${journey}#presentAnswerAction`]: {
    argument: ({ consentId, personId }) => ({
      form: {
        ...{ consentId, cluster: "balances", duration: "P7D", often: "asked" },
        ...{ who: "named", named: personId },
      },
    }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${journey}#presentChangeAction`]: {
    argument: ({ consentId }) => ({
      form: { consentId, cluster: "balances", who: "team", accounts: "none" },
    }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${journey}#presentRenewalAction`]: {
    argument: ({ consentId }) => ({ form: { consentId, duration: "P7D" } }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${journey}#presentAgainAction`]: {
    argument: ({ consentId }) => ({ form: { consentId, presentationId: `cpr_${randomUUID()}` } }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${journey}#agreeAction`]: {
    argument: ({ consentId }) => ({
      form: { consentId, presentationId: `cpr_${randomUUID()}`, sha256: "0".repeat(64) },
    }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${journey}#declineAction`]: {
    argument: ({ consentId }) => ({ form: { consentId, reason: "other" } }),
    outcomes: forInvestorAlone("consent.not_found"),
  },
  [`${connections}#beginLinkAction`]: {
    argument: ({ credentialId }) => ({ form: { credentialId, consentId: `con_${randomUUID()}` } }),
    outcomes: forInvestorAlone("vault.credential_not_found"),
  },
  [`${connections}#confirmAgainAction`]: {
    argument: ({ connectionId }) => ({ form: { connectionId } }),
    outcomes: forInvestorAlone("connection.not_found"),
  },
  [`${connections}#chooseAccountsAction`]: {
    argument: ({ connectionId }) => ({
      form: { connectionId, choice: "all", offered: `acc_${randomUUID()}` },
    }),
    outcomes: forInvestorAlone("connection.not_found"),
  },
  [`${connections}#refreshNowAction`]: {
    argument: ({ connectionId }) => ({ form: { connectionId } }),
    outcomes: forInvestorAlone("connection.not_found"),
  },
  [`${connections}#endConnectionAction`]: {
    argument: ({ connectionId }) => ({ form: { connectionId } }),
    outcomes: forInvestorAlone("connection.not_found"),
  },
  [`${confirm}#answerSealed`]: {
    argument: ({ authorisationId }) => ({
      form: { authorisationId, step: "2", kind: "code", sealed: "a.b.c.d.e" },
    }),
    outcomes: forInvestorAlone("authorisation.not_found"),
  },
  [`${confirm}#answerPlainly`]: {
    argument: ({ authorisationId }) => ({
      form: { authorisationId, step: "2", kind: "code", answer: "123456" },
    }),
    outcomes: forInvestorAlone("authorisation.not_found"),
  },
  [`${confirm}#chooseMethod`]: {
    argument: ({ authorisationId }) => ({ form: { authorisationId, step: "2", methodId: "sms" } }),
    outcomes: forInvestorAlone("authorisation.not_found"),
  },
  [`${confirm}#resendCode`]: {
    argument: ({ authorisationId }) => ({ form: { authorisationId, step: "2" } }),
    outcomes: forInvestorAlone("authorisation.not_found"),
  },
  [`${confirm}#cancelAuthorisation`]: {
    argument: ({ authorisationId }) => ({ form: { authorisationId, step: "2" } }),
    outcomes: forInvestorAlone("authorisation.not_found"),
  },
  "app/(public)/invitation/actions.ts#acceptInvitationAction": {
    argument: () => ({ form: { token: randomBytes(32).toString("base64url") } }),
    outcomes: everyone("invitation.link_unknown"),
  },
  // Of nobody's identifiers, so that whoever may group clients groups none.
  [`${households}#makeHouseholdAction`]: {
    argument: () => ({ form: { name: "Nobody’s", member: `per_${randomUUID()}` } }),
    outcomes: forAdvisorAlone("household.member_not_shared"),
  },
  [`${households}#changeHouseholdAction`]: {
    argument: ({ personId }) => ({
      form: { householdId: `hhd_${randomUUID()}`, name: "Nobody’s", member: personId },
    }),
    outcomes: forAdvisorAlone("household.not_found"),
  },
  [`${households}#dissolveHouseholdAction`]: {
    argument: () => ({ form: { householdId: `hhd_${randomUUID()}` } }),
    outcomes: forAdvisorAlone("household.not_found"),
  },
  // Of nobody’s identifiers, so that whoever may note or ask something notes and asks nothing.
  [`${clients}#askClientAction`]: {
    argument: () => ({
      form: { investorId: `per_${randomUUID()}`, what: "renew", about: `con_${randomUUID()}` },
    }),
    outcomes: forAdvisorAlone("consent.not_found"),
  },
  [`${clients}#writeNoteAction`]: {
    argument: () => ({
      form: { investorId: `per_${randomUUID()}`, noteId: `nte_${randomUUID()}`, text: "Nothing" },
    }),
    outcomes: forAdvisorAlone("consent.not_found"),
  },
  [`${clients}#changeNoteAction`]: {
    argument: () => ({
      form: {
        investorId: `per_${randomUUID()}`,
        noteId: `nte_${randomUUID()}`,
        version: "1",
        text: "Nothing",
      },
    }),
    outcomes: forAdvisorAlone("consent.not_found"),
  },
  [`${clients}#removeNoteAction`]: {
    argument: () => ({
      form: { investorId: `per_${randomUUID()}`, noteId: `nte_${randomUUID()}`, version: "1" },
    }),
    outcomes: forAdvisorAlone("consent.not_found"),
  },
  [`${invitations}#inviteAction`]: {
    // Of a bank that nobody offers, so that whoever may invite invites nobody.
    argument: () => ({
      form: {
        ...{ email: "nobody@example.com", name: "Nobody", locale: "en", cluster: "balances" },
        ...{ purpose: "overview", history: "12", pace: "1", duration: "P6M", sight: "me" },
        ...{ institution: "none-of-ours", reference: "", retention: "30", basis: "consent" },
      },
    }),
    outcomes: forAdvisorAlone("institution.not_found"),
  },
  [`${invitations}#resendAction`]: {
    argument: ({ invitationId }) => ({ form: { invitationId } }),
    outcomes: forAdvisorAlone("invitation.not_found"),
  },
  [`${invitations}#takeBackAction`]: {
    argument: ({ invitationId }) => ({ form: { invitationId } }),
    outcomes: forAdvisorAlone("invitation.not_found"),
  },
  // Worth something on a day that has not come, so that nothing is written down.
  [`${assets}#addAssetAction`]: {
    argument: () => ({
      form: {
        ...{ assetId: `ast_${randomUUID()}`, locale: "en", kind: "art", name: "Nobody’s" },
        ...{ currency: "EUR", amount: "1", day: "2999-01-01", share: "" },
      },
    }),
    outcomes: forInvestorAlone("declaration.day_ahead"),
  },
  [`${assets}#changeAssetAction`]: {
    argument: () => ({ form: { ...noAsset(), locale: "en", kind: "art", name: "Nobody’s", share: "" } }),
    outcomes: forInvestorAlone("declaration.not_found"),
  },
  [`${assets}#valueAssetAction`]: {
    argument: () => ({ form: { ...noAsset(), locale: "en", amount: "1", day: "2026-01-31" } }),
    outcomes: forInvestorAlone("declaration.not_found"),
  },
  [`${assets}#removeValuationAction`]: {
    argument: () => ({ form: { ...noAsset(), day: "2026-01-31" } }),
    outcomes: forInvestorAlone("declaration.not_found"),
  },
  [`${assets}#removeAssetAction`]: {
    argument: () => ({ form: noAsset() }),
    outcomes: forInvestorAlone("declaration.not_found"),
  },
  [`${shares}#sayShareAction`]: {
    argument: () => ({ form: { ...noAccount(), locale: "en", share: "50" } }),
    outcomes: forInvestorAlone("connection.not_found"),
  },
  [`${shares}#takeShareBackAction`]: {
    argument: () => ({ form: noAccount() }),
    outcomes: forInvestorAlone("declaration.not_found"),
  },
  // The word is not the one that is asked for, so that nobody of the cast is erased.
  "app/(portal)/your-data/actions.ts#eraseAction": {
    argument: () => ({ form: { word: "another", locale: "en" } }),
    outcomes: forInvestorAlone("privacy.word_wrong"),
  },
  // On days that are none to be counted from, of requests that are nobody's, and of a bank that nobody offers.
  [`${investors}#recordRequestAction`]: {
    argument: ({ personId }) => ({
      form: { investorId: personId, kind: "access", channel: "letter", receivedOn: "2001-01-01" },
    }),
    outcomes: forComplianceAlone("privacy.request_day"),
  },
  [`${investors}#answerRequestAction`]: {
    argument: () => ({ form: { requestId: `rrq_${randomUUID()}`, answer: "granted" } }),
    outcomes: forComplianceAlone("privacy.request_not_found"),
  },
  [`${investors}#extendRequestAction`]: {
    argument: () => ({ form: { requestId: `rrq_${randomUUID()}` } }),
    outcomes: forComplianceAlone("privacy.request_not_found"),
  },
  [`${banner}#setBannerAction`]: {
    argument: () => ({
      form: {
        ...{ institutionId: "none-of-ours", en: "Away", es: "Fuera", fr: "Absente", pt: "Fora" },
        ...{ day: "2999-01-01", time: "18:00", seen: "" },
      },
    }),
    outcomes: forConsole("institution.not_found"),
  },
  [`${banner}#withdrawBannerAction`]: {
    argument: () => ({ form: { institutionId: "none-of-ours", seen: "" } }),
    outcomes: forConsole("institution.banner_changed"),
  },
  [`${people}#disablePersonAction`]: {
    argument: personOf,
    outcomes: forAdminAlone({ colleague: "done", stranger: "identity.person_not_found" }),
  },
  // As if from a page that was opened before somebody else's change, so that nothing is written.
  "app/(console)/console/firm/change/actions.ts#changeFirmContactsAction": {
    argument: () => ({
      form: { revision: "2147483646", ...Object.fromEntries(contactFields.map((field) => [field, ""])) },
    }),
    outcomes: forAdminAlone("firmContacts.changed"),
  },
  // As if from a page that showed another role than the person has, so that nothing is written.
  [`${people}#changeRoleAction`]: {
    argument: ({ personId }) => ({ form: { personId, from: "admin", to: "compliance" } }),
    outcomes: forAdminAlone({ colleague: "identity.not_staff", stranger: "identity.person_not_found" }),
  },
  // To an address that somebody has, so that nobody is invited.
  [`${people}#inviteStaffAction`]: {
    argument: () => ({ form: { name: "Nobody", email: mailOfColleague, role: "advisor", locale: "en" } }),
    outcomes: forAdminAlone("staffInvitation.address_known"),
  },
  [`${people}#revokeStaffInvitationAction`]: {
    argument: () => ({ form: { staffInvitationId: `siv_${randomUUID()}` } }),
    outcomes: forAdminAlone("staffInvitation.not_found"),
  },
  [`${people}#resendStaffInvitationAction`]: {
    argument: () => ({ form: { staffInvitationId: `siv_${randomUUID()}` } }),
    outcomes: forAdminAlone("staffInvitation.not_found"),
  },
  [`${firm}#changeBrandAction`]: {
    argument: () => ({ form: { revision: "2147483646", name: "Nobody’s", accent: "" } }),
    outcomes: forAdminAlone("firm.changed"),
  },
  [`${firm}#changeRetentionAction`]: {
    argument: () => ({ form: { revision: "2147483646", longestRetentionDays: "30" } }),
    outcomes: forAdminAlone("firm.changed"),
  },
  [`${audit}#saveSearchAction`]: {
    argument: () => ({ form: { name: "Nothing", query: "" } }),
    outcomes: forComplianceAlone("audit.search_empty"),
  },
  [`${audit}#removeSearchAction`]: {
    argument: () => ({ form: { searchId: `asr_${randomUUID()}` } }),
    outcomes: forComplianceAlone("audit.search_not_found"),
  },
  ...oversightActions,
  [`${people}#enablePersonAction`]: {
    argument: personOf,
    outcomes: forAdminAlone({ colleague: "done", stranger: "identity.person_not_found" }),
  },
  "app/security-actions.ts#endOtherSessionsAction": { argument: emptyForm, outcomes: forSignedIn("done") },
  "app/shell-actions.ts#changeLocaleAction": {
    argument: () => ({ form: { locale: "xx" } }),
    outcomes: everyone("invalid"),
  },
  "app/shell-actions.ts#signOutAction": { argument: emptyForm, outcomes: forPendingToo("→ /signed-out") },
};

/** Whether the caller may do it: such calls change what is the caller's own. */
export const isAllowed = (outcome: Outcome): boolean =>
  ["done", "→ /signed-out", "→ /bank-access"].includes(outcome);
