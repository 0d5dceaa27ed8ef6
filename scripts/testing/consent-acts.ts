import type { Context } from "#lib/access/context.ts";
import type { Permission } from "#lib/access/permissions.ts";
import type { Agreement } from "#lib/consent/agree.ts";
import { amendConsent } from "#lib/consent/amend-consent.ts";
import { chooseAccounts } from "#lib/consent/choose-accounts.ts";
import { closeDueConsentsHandler } from "#lib/consent/close-due.job.ts";
import type { ConsentState } from "#lib/consent/consent.ts";
import { declineConsent } from "#lib/consent/decline-consent.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { reEstablishConsent } from "#lib/consent/re-establish-consent.ts";
import { recordBankRevocationHandler } from "#lib/consent/record-bank-revocation.job.ts";
import { renewConsent } from "#lib/consent/renew-consent.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import type { TestConsent, testConsents } from "./consent.ts";
import type { TestPeople } from "./people.ts";
import { terminateConsent } from "./terminate-consent.ts";

/** A consent with what was shown of it, ready to be agreed to. */
export interface ActedOn extends TestConsent {
  readonly agreements: { readonly give: Agreement; readonly amend: Agreement; readonly renew: Agreement };
}

export interface ConsentAct {
  readonly permission: Permission;
  /** Whose it is to do, in the words of the tests' people. */
  readonly by: "investor" | "compliance" | "job";
  readonly run: (ctx: Context, consent: ActedOn) => Promise<unknown>;
  /** The states in which it means something. Written a second time on purpose. */
  readonly possible: readonly ConsentState[];
}

const show =
  (shownFor: "give" | "amend" | "renew") =>
  (ctx: Context, { consentId }: ActedOn) =>
    presentConsent(ctx, { consentId, shownFor, locale: "en", choice: {} });
const decides = { permission: "consent.decide", by: "investor" } as const;

/** Every act on a consent that there is already, each by its own use case. */
export const consentActs = {
  "show a request": { ...decides, possible: ["requested", "presented"], run: show("give") },
  "show an amendment": { ...decides, possible: ["given"], run: show("amend") },
  "show a renewal": { ...decides, possible: ["given"], run: show("renew") },
  give: {
    ...decides,
    possible: ["presented"],
    run: (ctx, { consentId, agreements }) => giveConsent(ctx, { ...agreements.give, consentId }),
  },
  decline: {
    ...decides,
    possible: ["requested", "presented"],
    run: (ctx, { consentId }) => declineConsent(ctx, { consentId, reason: "other" }),
  },
  "choose accounts": {
    ...decides,
    possible: ["given"],
    run: (ctx, { consentId }) => chooseAccounts(ctx, { consentId, accountIds: [newId("acc")] }),
  },
  amend: {
    ...decides,
    possible: ["given"],
    run: (ctx, { consentId, agreements }) => amendConsent(ctx, { ...agreements.amend, consentId }),
  },
  renew: {
    ...decides,
    possible: ["given"],
    run: (ctx, { consentId, agreements }) => renewConsent(ctx, { ...agreements.renew, consentId }),
  },
  withdraw: {
    ...{ permission: "consent.withdraw", by: "investor", possible: ["given"] },
    run: (ctx, { consentId }) => withdrawConsent(ctx, { consentId, reason: "privacy" }),
  },
  "take up again": {
    ...{ permission: "consent.reEstablish", by: "investor" },
    possible: ["declined", "expired", "withdrawn", "revokedAtBank"],
    run: (ctx, { consentId }) => reEstablishConsent(ctx, { consentId }),
  },
  terminate: {
    ...{ permission: "consent.terminate", by: "compliance", possible: ["requested", "presented", "given"] },
    run: (ctx, { consentId }) => terminateConsent(ctx, { consentId, reason: "legalDuty" }),
  },
  "note the bank's revocation": {
    ...{ permission: "consent.close", by: "job", possible: ["given"] },
    run: (ctx, { consentId, investor }) =>
      recordBankRevocationHandler.run(ctx, { tenantId: investor.tenantId, consentId }, never()),
  },
} as const satisfies Record<string, ConsentAct>;

const never = () => new AbortController().signal;

type Consents = ReturnType<typeof testConsents>;

/** A consent in a state, brought there by the use cases, with a showing of each kind that there can be of it. */
export async function consentIn(
  state: ConsentState,
  people: TestPeople,
  consents: Consents,
  { accountIds = [] }: { readonly accountIds?: readonly AccountId[] } = {},
): Promise<ActedOn> {
  const asked = await consents.requested();
  const mine = people.as(asked.investor);
  const nothing = { consentId: asked.consentId, presentationId: newId("cpr"), sha256: "0".repeat(64) };
  const give = state === "requested" ? nothing : await consents.shown(asked);
  const open = { ...asked, agreements: { give, amend: nothing, renew: nothing } };
  if (state === "requested" || state === "presented") return open;
  if (state === "declined") {
    await consentActs.decline.run(mine, open);
    return open;
  }
  await giveConsent(mine, give);
  if (accountIds.length > 0)
    await chooseAccounts(mine, { consentId: asked.consentId, accountIds: [...accountIds] });
  const amend = await consents.shown(asked, "amend");
  const given = { ...asked, agreements: { give, amend, renew: await consents.shown(asked, "renew") } };
  await ends[state](people, consents, given);
  return given;
}

const ends: Readonly<
  Record<
    Exclude<ConsentState, "requested" | "presented" | "declined">,
    (people: TestPeople, consents: Consents, consent: ActedOn) => Promise<unknown>
  >
> = {
  given: async () => undefined,
  withdrawn: (people, _, consent) => consentActs.withdraw.run(people.as(consent.investor), consent),
  terminated: (people, _, consent) => consentActs.terminate.run(people.as(people.north.compliance), consent),
  revokedAtBank: (people, _, consent) =>
    consentActs["note the bank's revocation"].run(people.job(consent.investor.tenantId), consent),
  expired: async (people, consents, consent) => {
    await consents.endsIn(consent, -1);
    const { tenantId } = consent.investor;
    await closeDueConsentsHandler.run(people.job(tenantId), { tenantId }, never());
  },
};

/** Every row that there is of a consent, and of what replaced it, as text: two of them are equal or something was written. */
export async function everythingOf(people: TestPeople, { investor }: TestConsent): Promise<string> {
  const { personId } = investor;
  const [row] =
    await people.superuser`select coalesce(string_agg(line, e'\n' order by line), '') as lines from (
    select c::text as line from consents c where investor_id = ${personId}
    union all select g::text from consent_grants g where investor_id = ${personId}
    union all select p::text from consent_presentations p where investor_id = ${personId}
    union all select h::text from consent_events h where investor_id = ${personId}
    union all select b::text from lawful_bases b where investor_id = ${personId}
    union all select r::text from consent_reminders r where investor_id = ${personId}
    union all select e.event_id from audit_events e join consents c on c.consent_id = e.subject_id
      where c.investor_id = ${personId}
    union all select j.key from graphile_worker._private_jobs j join consents c on j.key like '%' || c.consent_id || '%'
      where c.investor_id = ${personId}) as all_of_it`;
  return row?.lines;
}
