/**
 * Every failure that a caller may act on. The code and the status leave the server, with a title
 * in the reader's language from `lib/i18n/messages` under `errors`.
 */
export const errorCatalogue = {
  "auth.unauthenticated": { status: 401 },
  "auth.session_expired": { status: 401 },
  "auth.forbidden": { status: 403 },
  "auth.second_factor_required": { status: 403 },
  "auth.step_up_required": { status: 403 },
  "auth.link_invalid": { status: 410 },
  "auth.signed_in_as_other": { status: 409 },
  "auth.passkey_rejected": { status: 401 },
  "auth.challenge_expired": { status: 410 },
  "auth.provider_rejected": { status: 401 },
  "auth.too_many_attempts": { status: 429 },
  "auth.cross_site": { status: 403 },
  "identity.person_not_found": { status: 404 },
  "identity.person_changed": { status: 409 },
  "identity.person_erased": { status: 409 },
  "identity.own_account": { status: 409 },
  "identity.last_admin": { status: 409 },
  "identity.not_staff": { status: 409 },
  "staffInvitation.not_found": { status: 404 },
  "staffInvitation.not_open": { status: 409 },
  "staffInvitation.already_open": { status: 409 },
  "staffInvitation.address_known": { status: 409 },
  "staffInvitation.account_known": { status: 409 },
  "staffInvitation.link_dead": { status: 410 },
  "identity.session_not_found": { status: 404 },
  "identity.passkey_not_found": { status: 404 },
  "identity.last_factor": { status: 409 },
  "audit.checkpoint_not_found": { status: 404 },
  "audit.proof_not_found": { status: 404 },
  "audit.entry_not_found": { status: 404 },
  "audit.search_empty": { status: 400 },
  "audit.search_not_found": { status: 404 },
  "audit.too_many_searches": { status: 409 },
  "audit.followed_too_late": { status: 409 },
  "audit.log_behind": { status: 503 },
  "evidence.subject_not_found": { status: 404 },
  "evidence.too_many": { status: 409 },
  "institution.not_found": { status: 404 },
  "institution.banner_time": { status: 400 },
  "institution.banner_changed": { status: 409 },
  "vault.sealing_expired": { status: 410 },
  "vault.sealing_used": { status: 409 },
  "vault.plain_refused": { status: 403 },
  "vault.plain_malformed": { status: 400 },
  "vault.key_untrusted": { status: 503 },
  "vault.browser_unsupported": { status: 400 },
  "vault.sealed_rejected": { status: 400 },
  "vault.credential_not_found": { status: 404 },
  "vault.credential_changed": { status: 409 },
  "vault.not_sealed": { status: 409 },
  "vault.unopenable": { status: 422 },
  "vault.institution_changed": { status: 409 },
  "vault.unavailable": { status: 503 },
  "records.unopenable": { status: 422 },
  "records.unavailable": { status: 503 },
  "records.changed": { status: 409 },
  "records.erased": { status: 410 },
  "declaration.not_found": { status: 404 },
  "declaration.changed": { status: 409 },
  "declaration.too_many": { status: 409 },
  "declaration.too_many_values": { status: 409 },
  "declaration.last_value": { status: 409 },
  "declaration.day_ahead": { status: 400 },
  "declaration.amount_too_fine": { status: 400 },
  "oversight.not_found": { status: 404 },
  "oversight.stale_preview": { status: 409 },
  "oversight.nothing_to_do": { status: 409 },
  "oversight.too_many": { status: 400 },
  "oversight.same_person": { status: 403 },
  "oversight.act_changed": { status: 409 },
  "oversight.act_lapsed": { status: 410 },
  "oversight.stopped_too_long": { status: 410 },
  "oversight.not_an_advisor": { status: 404 },
  "oversight.advisor_active": { status: 409 },
  "oversight.rule_changed": { status: 409 },
  "privacy.word_wrong": { status: 400 },
  "privacy.erasure_begun": { status: 409 },
  "privacy.erasure_not_found": { status: 404 },
  "privacy.request_not_found": { status: 404 },
  "privacy.request_changed": { status: 409 },
  "privacy.request_day": { status: 400 },
  "privacy.extension_late": { status: 409 },
  "consent.not_found": { status: 404 },
  "consent.changed": { status: 409 },
  "consent.not_open": { status: 409 },
  "consent.not_in_force": { status: 409 },
  "consent.not_re_establishable": { status: 409 },
  "consent.accounts_chosen": { status: 409 },
  "consent.text_outdated": { status: 409 },
  "consent.terms_invalid": { status: 400 },
  "consent.party_unknown": { status: 400 },
  "consent.access_refused": { status: 403 },
  "consent.busy": { status: 503 },
  "disclosure.records_not_erased": { status: 409 },
  "connection.not_found": { status: 404 },
  "connection.no_consent": { status: 403 },
  "connection.already_begun": { status: 409 },
  "connection.already_running": { status: 409 },
  "connection.changed": { status: 409 },
  "connection.ended": { status: 409 },
  "connection.not_active": { status: 409 },
  "connection.credential_needed": { status: 409 },
  "connection.nothing_to_choose": { status: 409 },
  "connection.nothing_chosen": { status: 400 },
  "connection.account_unknown": { status: 400 },
  "invitation.not_found": { status: 404 },
  "invitation.not_an_investor": { status: 409 },
  "invitation.person_disabled": { status: 409 },
  "invitation.already_open": { status: 409 },
  "invitation.too_soon": { status: 429 },
  "invitation.not_open": { status: 409 },
  "invitation.link_unknown": { status: 410 },
  "invitation.link_used": { status: 410 },
  "invitation.link_expired": { status: 410 },
  "invitation.link_revoked": { status: 410 },
  "invitation.link_replaced": { status: 410 },
  "note.not_found": { status: 404 },
  "note.changed": { status: 409 },
  "note.too_many": { status: 409 },
  "note.not_shared": { status: 403 },
  "ask.nothing_to_ask": { status: 409 },
  "ask.asked_already": { status: 409 },
  "household.not_found": { status: 404 },
  "household.member_not_shared": { status: 409 },
  "household.not_whole": { status: 403 },
  "receipt.not_found": { status: 404 },
  "firmContacts.changed": { status: 409 },
  "firm.changed": { status: 409 },
  "firm.logo_unusable": { status: 400 },
  "authorisation.not_found": { status: 404 },
  "authorisation.already_running": { status: 409 },
  "authorisation.stale": { status: 409 },
  "authorisation.unusable": { status: 400 },
  "authorisation.gone": { status: 410 },
  "authorisation.too_many_streams": { status: 429 },
  "authorisation.unreachable": { status: 503 },
  "request.invalid": { status: 400 },
  "request.not_found": { status: 404 },
  "request.method_not_allowed": { status: 405 },
  "request.wrong_host": { status: 421 },
  "request.too_large": { status: 413 },
  "request.length_required": { status: 411 },
  "system.unavailable": { status: 503 },
  internal: { status: 500 },
} as const satisfies Record<string, { status: number }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Identifiers, enums and counts only: facts are logged. */
export type ErrorFacts = Readonly<Record<string, string | number>>;

const brand = Symbol.for("licet.AppError");

/** A refusal. It is thrown, because a transaction whose callback returns is committed. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  /** One process holds this class more than once: Next bundles pages and routes apart, and they share what throws it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && brand in value;
  }

  get [brand](): true {
    return true;
  }

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = "AppError";
    this.code = code;
    this.facts = facts;
  }
}
