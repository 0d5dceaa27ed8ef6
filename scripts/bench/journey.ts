import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { chooseAccounts } from "#lib/connections/choose-accounts.ts";
import { agreeToShowing } from "#lib/consent/agree-to-showing.ts";
import { declineOrFind } from "#lib/consent/decline-or-find.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import { withdrawOrFind } from "#lib/consent/withdraw-or-find.ts";
import type { Database } from "#lib/db/database.ts";
import { type AccountId, type ConnectionId, type ConsentId, newId } from "#lib/kernel/id.ts";
import { type BenchCluster, percentile, startBenchCluster } from "./audit/cluster.ts";
import { type BenchFirm, benchTerms, contextOf, newFirm } from "./consent/firm.ts";
import { processorTimes } from "./link/processor-time.ts";

const atOnce = 20;
const each = 15;
const presentPerson = { ipAddress: "203.0.113.7", userAgent: "Mozilla/5.0", language: "es" as const };

/** In the order of the journey; `show…` is what leads to a page with the text that is then agreed to. */
const acts = [
  ...(["show", "give", "chooseAccounts", "showChange", "change", "showRenewal", "renew"] as const),
  ...(["withdraw", "decline"] as const),
] as const;
type Act = (typeof acts)[number];
type Took = Record<Act, number[]>;

/** What the server needs for every act of the consent journey, with as many people at it as at a busy moment. */
export default async function benchJourney(): Promise<void> {
  const cluster = await startBenchCluster();
  try {
    await benchActs(cluster);
  } finally {
    await cluster.stop();
  }
}

async function benchActs(cluster: BenchCluster): Promise<void> {
  const db = cluster.open("licet_web", atOnce);
  const firm = await newFirm(cluster.superuser, atOnce);
  const advisor = contextOf(db, firm, firm.advisorId, "advisor");
  const journeys = firm.investorIds.map((investorId) => {
    const ctx = contextOf(db, firm, investorId, "investor");
    const request = () => requestConsent(advisor, { investorId, terms: benchTerms(firm) });
    return (took: Took) => walk(cluster, firm, ctx, request, took);
  });

  const nothing = (): Took => Object.fromEntries(acts.map((act) => [act, [] as number[]])) as Took;
  await Promise.all(journeys.map((journey) => journey(nothing())));
  const took = nothing();
  const before = processorTimes(cluster.folder);
  await Promise.all(
    journeys.map(async (journey) => {
      for (let round = 0; round < each; round++) await journey(took);
    }),
  );
  const after = processorTimes(cluster.folder);
  const bare = percentile(await bareCommits(cluster, db), 0.5);
  console.log(`a commit of one row alone, ${atOnce} at once: p50 ${bare.toFixed(1)} ms`);
  for (const act of acts) {
    const [half, most] = [percentile(took[act], 0.5), percentile(took[act], 0.95)];
    console.log(
      `${act}: p50 ${half.toFixed(1)} ms, ${(half / bare).toFixed(1)} times as much, p95 ${most.toFixed(1)} ms, ` +
        `${atOnce} at once, ${took[act].length} times (to reach: p95 100 ms)`,
    );
  }
  const walks = atOnce * each;
  const used = [...after].map(
    ([name, ms]) => `${name} ${((ms - (before.get(name) ?? 0)) / walks).toFixed(1)} ms`,
  );
  console.log(`processor time of a whole journey, with its two requests: ${used.join(", ")}`);
}

/** The least that an act can be: what it did is kept, and nothing is asked or checked. */
async function bareCommits({ superuser }: BenchCluster, { $client }: Database): Promise<readonly number[]> {
  await superuser`create table bench_bare (body text not null)`;
  await superuser`grant insert on bench_bare to licet_web`;
  const took: number[] = [];
  const one = async () => {
    for (let round = 0; round < acts.length * each; round++) {
      const since = performance.now();
      await $client.query({ name: "bare", text: "insert into bench_bare values ($1)", values: ["one row"] });
      took.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return took;
}

/** One person's way from a request to its end, and another request that is declined. */
async function walk(
  cluster: BenchCluster,
  firm: BenchFirm,
  ctx: Context<PersonActor>,
  request: () => Promise<ConsentId>,
  took: Took,
): Promise<void> {
  const timed = async <T>(act: Act, work: () => Promise<T>): Promise<T> => {
    const since = performance.now();
    const result = await work();
    took[act].push(performance.now() - since);
    return result;
  };
  const consentId = await request();
  const agree = async (show: Act, shownFor: "give" | "amend" | "renew", act: Act) => {
    const input = { consentId, shownFor, locale: "es", choice: {} } as const;
    const { presentationId, sha256 } = await timed(show, () => presentConsent(ctx, input));
    const { outcome } = await timed(act, () => agreeToShowing(ctx, { consentId, presentationId, sha256 }));
    if (outcome !== "agreed") throw new Error(`${act}: ${outcome}`);
  };
  await agree("show", "give", "give");
  const { connectionId, accountIds } = await bankWithAccounts(cluster, firm, ctx, consentId);
  const choice = { connectionId, accountIds, shownIds: accountIds, person: presentPerson };
  await timed("chooseAccounts", () => chooseAccounts(ctx, choice));
  await agree("showChange", "amend", "change");
  await agree("showRenewal", "renew", "renew");
  await timed("withdraw", () => withdrawOrFind(ctx, { consentId, reason: "notSaid" }));

  const unwanted = await request();
  await timed("decline", () => declineOrFind(ctx, { consentId: unwanted, reason: "notSaid" }));
}

/** A bank that has let the person in and has named three accounts, as the worker leaves it. */
async function bankWithAccounts(
  { superuser: sql }: BenchCluster,
  { tenantId }: BenchFirm,
  { actor: { personId } }: Context<PersonActor>,
  consentId: ConsentId,
): Promise<{ readonly connectionId: ConnectionId; readonly accountIds: AccountId[] }> {
  const [connectionId, credentialId] = [newId("cnx"), newId("crd")];
  const accountIds = Array.from({ length: 3 }, () => newId("acc"));
  await sql.begin(async (tx) => {
    await tx`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id, region,
        state, version, created_at)
      values (${tenantId}, ${credentialId}, ${personId}, ${connectionId}, 'bench-bank', 'eu-nl', 'sealed', 1, now())`;
    await tx`insert into connections (tenant_id, connection_id, investor_id, institution_id, region, credential_id,
        consent_id, state, bank_reference, last_sca_at, begun_at, linked_at)
      values (${tenantId}, ${connectionId}, ${personId}, 'bench-bank', 'eu-nl', ${credentialId}, ${consentId},
        'choosing', 'reference', now(), now(), now())`;
    await tx`insert into accounts (tenant_id, account_id, investor_id, connection_id, institution_id, identity_hash,
        kind, currency, state, offered_at, last_seen_at)
      select ${tenantId}, id, ${personId}, ${connectionId}, 'bench-bank', sha256(id::bytea), 'current', 'EUR',
        'offered', now(), now() from unnest(${accountIds}::text[]) id`;
  });
  return { connectionId, accountIds };
}
