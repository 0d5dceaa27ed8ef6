import type { Agreement } from "#lib/consent/agree.ts";
import { chooseAccounts } from "#lib/consent/choose-accounts.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import { type BenchCluster, percentile } from "../audit/cluster.ts";
import { benchTerms, contextOf, newFirm } from "./firm.ts";

const atOnce = 20;
const each = 40;

/** Giving and withdrawing by so many people at once, from the call to its return, which is when it is effective. */
export async function benchDecisions(cluster: BenchCluster): Promise<void> {
  const db = cluster.open("licet_web", atOnce);
  const firm = await newFirm(cluster.superuser, atOnce);
  const advisor = contextOf(db, firm, firm.advisorId, "advisor");
  const took = { give: [] as number[], revoke: [] as number[] };

  const investorOf = (personId: PersonId) => contextOf(db, firm, personId, "investor");
  const journeys = firm.investorIds.map((investorId) => async () => {
    const ctx = investorOf(investorId);
    const consentId = await requestConsent(advisor, { investorId, terms: benchTerms(firm) });
    const input = { consentId, shownFor: "give", locale: "en", choice: {} } as const;
    const { presentationId, sha256 } = await presentConsent(ctx, input);
    const agreement: Agreement = { consentId, presentationId, sha256 };
    took.give.push(await timed(() => giveConsent(ctx, agreement)));
    await chooseAccounts(ctx, { consentId, accountIds: [newId("acc"), newId("acc"), newId("acc")] });
    took.revoke.push(await timed(() => withdrawConsent(ctx, { consentId, reason: "notSaid" })));
  });
  for (const journey of journeys) await journey();
  took.give = [];
  took.revoke = [];
  await Promise.all(
    journeys.map(async (journey) => {
      for (let round = 0; round < each; round++) await journey();
    }),
  );
  for (const [what, all] of Object.entries(took)) {
    const [half, most] = [percentile(all, 0.5), percentile(all, 0.95)];
    console.log(
      `${what}: p50 ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms, ${atOnce} at once, ${all.length} times (to reach: p95 100 ms)`,
    );
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
