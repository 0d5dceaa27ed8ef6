import type { Agreement } from "#lib/consent/agree.ts";
import { chooseAccounts } from "#lib/consent/choose-accounts.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { type PresentConsent, presentConsent } from "#lib/consent/present-consent.ts";
import type { PresentedFor } from "#lib/consent/presentation.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import type { Terms } from "#lib/consent/terms.ts";
import { type AccountId, type ConsentId, newId } from "#lib/kernel/id.ts";
import type { TestPeople, TestPerson } from "./people.ts";

/** What most tests ask for: balances and a year of payments, seen by the north's advisor, for three months. */
export function testTerms(advisor: TestPerson, more: Partial<Terms> = {}): Terms {
  return {
    recipients: { wholeTeam: false, advisorIds: [advisor.personId], clientIds: [] },
    clusters: [
      { cluster: "balances", purposes: ["overview", "advice"], historyFrom: null, leavesOut: [] },
      { cluster: "transactions", purposes: ["overview"], historyFrom: "2025-01-01", leavesOut: [] },
    ],
    access: { kind: "ongoing", perDay: 4 },
    duration: "P3M",
    retentionDays: 30,
    lawfulBasis: "contract",
    ...more,
  };
}

export interface TestConsent {
  readonly consentId: ConsentId;
  readonly investor: TestPerson;
  readonly advisor: TestPerson;
}

/** Consents at each step of their life, made by the use cases themselves. */
export function testConsents(people: TestPeople) {
  const parties = async (more: Partial<TestConsent> = {}) => ({
    investor: more.investor ?? (await people.add("investor")),
    advisor: more.advisor ?? (await people.add("advisor")),
  });

  async function requested(more: Partial<Terms> = {}, who: Partial<TestConsent> = {}): Promise<TestConsent> {
    const { investor, advisor } = await parties(who);
    const terms = testTerms(advisor, more);
    const consentId = await requestConsent(people.as(advisor), { investorId: investor.personId, terms });
    return { consentId, investor, advisor };
  }

  /** Shows the text; what comes back can be agreed to. */
  async function shown(
    { consentId, investor }: TestConsent,
    shownFor: PresentedFor = "give",
    choice: PresentConsent["choice"] = {},
  ): Promise<Agreement> {
    const input = { consentId, shownFor, locale: "en" as const, choice };
    const { presentationId, sha256 } = await presentConsent(people.as(investor), input);
    return { consentId, presentationId, sha256 };
  }

  async function given(
    more: Partial<Terms> = {},
    { accountIds = [newId("acc")], ...who }: Partial<TestConsent> & { accountIds?: AccountId[] } = {},
  ): Promise<TestConsent & { readonly accountIds: readonly AccountId[] }> {
    const consent = await requested(more, who);
    const ctx = people.as(consent.investor);
    await giveConsent(ctx, await shown(consent));
    if (accountIds.length > 0) await chooseAccounts(ctx, { consentId: consent.consentId, accountIds });
    return { ...consent, accountIds };
  }

  return {
    requested,
    shown,
    given,
    /** As if it had been given long ago: everything is moved so that it ends in so many milliseconds. */
    async endsIn({ consentId }: Pick<TestConsent, "consentId">, ms: number): Promise<void> {
      await people.superuser.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        const until = sql`date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => ${ms / 1000})`;
        await sql`update consents set valid_until = ${until}, confirmed_at = ${until} - interval '3 months',
          given_at = ${until} - interval '3 months' where consent_id = ${consentId}`;
        await sql`update consent_grants g set valid_until = c.valid_until, valid_from = c.given_at
          from consents c where c.consent_id = g.consent_id and c.consent_id = ${consentId}`;
      });
    },
    /** The same for a request that nobody answered. */
    async lapsesNow({ consentId }: Pick<TestConsent, "consentId">): Promise<void> {
      await people.superuser.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`update consents set answer_by = clock_timestamp() where consent_id = ${consentId}`;
      });
    },
    async stateOf({ consentId }: Pick<TestConsent, "consentId">): Promise<string> {
      const [row] = await people.superuser`select state from consents where consent_id = ${consentId}`;
      return row?.state;
    },
    async grantsOf({ consentId }: Pick<TestConsent, "consentId">): Promise<number> {
      return (await people.superuser`select 1 from consent_grants where consent_id = ${consentId}`).length;
    },
    /** The acts in the history, oldest first. */
    async acts({ consentId }: Pick<TestConsent, "consentId">): Promise<readonly string[]> {
      const rows = await people.superuser`select act from consent_events where consent_id = ${consentId}
        order by revision`;
      return rows.map(({ act }) => act);
    },
  };
}
