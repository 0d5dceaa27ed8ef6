import type { Sql } from "postgres";

import { isSoak, seededRandom } from "#scripts/testing/sample.ts";
import { actEvents, pageEvents } from "./access/events.ts";
import { pages } from "./access/pages.ts";
import { pagesAndRoutes, serverActions } from "./support/actions.ts";
import type { Answer } from "./support/call.ts";
import { type Desk, play, scenes } from "./support/console-acts.ts";
import { type Asker, assembleAskers, plantConsoleFirm, removeFirm } from "./support/console-firms.ts";
import {
  type Asked,
  type Attempt,
  actAttempt,
  aims,
  askedAttempt,
  asks,
  consolePages,
  type Fate,
  type Firms,
  pageAttempt,
} from "./support/console-requests.ts";
import { expect, test } from "./support/licet.ts";

/** All of them with `LICET_SOAK=1 npm test -- browser e2e/console-events.spec.ts`. */
const requests = isSoak ? 5_000 : 250;

test.describe.configure({ mode: "serial", timeout: isSoak ? 1_800_000 : 120_000 });

interface Sent {
  readonly kind: string;
  readonly asker: Asker;
  readonly attempt: Attempt;
  readonly fate: Fate;
  readonly requestId: string;
}

interface Left {
  readonly type: string;
  readonly actor: string | null;
}

test("the tables say of every page, route and act of the console what it leaves in the log", () => {
  const ofConsole = pagesAndRoutes().filter((page) => /^\/console(\/|$)/.test(page));
  expect(Object.keys(pageEvents).sort()).toEqual(ofConsole.sort());
  const acts = serverActions().filter(({ name }) => name.startsWith("app/(console)/"));
  expect(Object.keys(actEvents).sort()).toEqual(acts.map(({ name }) => name).sort());
});

test(`of ${requests} requests of all kinds at the console, each has left its event and no other`, async ({
  sql,
}) => {
  const firms: Firms = [await plantConsoleFirm(sql), await plantConsoleFirm(sql)];
  try {
    const askers = await assembleAskers(sql, firms);
    const sent = await sendMany(sql, firms, askers);
    expect(sent.filter((one) => !isAsWanted(one)).map(describe)).toEqual([]);

    const events = await eventsOf(sql, sent);
    expect(sent.flatMap((one) => faultOf(one, events.get(one.requestId) ?? []))).toEqual([]);
    const counts = countByKind(sent, events);
    expect(counts.found).toEqual(counts.wanted);
    expect(await refusalsOf(sql, askers)).toBe(sent.filter(isToldRefusal).length);
    test
      .info()
      .annotations.push({ type: "requests", description: `${sent.length} of ${kindsOf(sent)} kinds` });
  } finally {
    for (const firm of firms) await removeFirm(sql, firm);
  }
});

/** Sends four at a time until there are as many as wanted. */
async function sendMany(sql: Sql, firms: Firms, askers: readonly Asker[]): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const run = async (attempt: Attempt): Promise<Answer> => {
    const answer = await attempt.send();
    const { kind, asker, fateOf } = attempt;
    const requestId = String(answer.headers["x-request-id"]);
    sent.push({ kind, asker, attempt, fate: fateOf(answer), requestId });
    return answer;
  };
  const fresh = (role: string): [Asker, Asker] => {
    const [one, other] = askers.filter((who) => who.role === role && !who.isStale && !who.isOfOtherFirm);
    if (!one || !other) throw new Error(`There are no two of ${role}.`);
    return [one, other];
  };
  const desk: Desk = { sql, firms, compliance: fresh("compliance"), admins: fresh("admin"), run };
  const next = drawing(desk, askers);
  const proving = setInterval(() => void renewProofs(sql, askers), 60_000);
  const lane = async (): Promise<void> => {
    while (sent.length < requests) await next()();
  };
  await Promise.all([lane(), lane(), lane(), lane()]).finally(() => clearInterval(proving));
  return sent;
}

type Step = () => Promise<unknown>;

/**
 * Each page once by somebody who sees it and each scene once, then whatever comes, in the seed’s order. Of those who may
 * do something more is drawn than of those to whom all is refused.
 */
function drawing(desk: Desk, askers: readonly Asker[]): () => Step {
  const { firms, run, compliance, admins } = desk;
  const random = seededRandom();
  const any = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const often = [...askers, ...compliance, ...compliance, ...admins];
  const seer = (page: string): Asker => (pages[page]?.compliance === "shown" ? compliance[0] : admins[0]);
  const first: Step[] = [
    ...consolePages.map((page) => () => run(pageAttempt(page, "own", seer(page), firms))),
    ...scenes.map((scene) => () => play(scene, desk)),
  ];
  return () => {
    const [one] = first.splice(Math.floor(random() * first.length), 1);
    if (one) return one;
    const dice = random();
    if (dice < 0.08) {
      const scene = any(scenes);
      return () => play(scene, desk);
    }
    const [asker, aim] = [any(often), any(aims)];
    if (dice < 0.28) {
      const act = actAttempt(any(Object.keys(actEvents)), any(["colleague", "stranger"]), asker, firms);
      return () => run(act);
    }
    const asked = any(Object.keys(asks) as Asked[]);
    const attempt =
      dice < 0.4 ? askedAttempt(asked, aim, asker, firms) : pageAttempt(any(consolePages), aim, asker, firms);
    return () => run(attempt);
  };
}

/** A long run outlasts the time for which a proof of who somebody is counts. */
async function renewProofs(sql: Sql, askers: readonly Asker[]): Promise<void> {
  const ids = askers.flatMap(({ personId, isStale }) => (personId && !isStale ? [personId] : []));
  await sql`update sessions set authenticated_at = now() where person_id in ${sql(ids)}`;
}

async function eventsOf(sql: Sql, sent: readonly Sent[]): Promise<ReadonlyMap<string, readonly Left[]>> {
  const rows = await sql<{ request: string; type: string; actor: string | null }[]>`
    select request_id as request, type, actor_id as actor from audit_events
    where request_id = any(${sent.map(({ requestId }) => requestId)})`;
  return Map.groupBy(rows, ({ request }) => request);
}

const isAsWanted = ({ fate, attempt }: Sent): boolean =>
  fate === attempt.fate || (fate === "refused" && attempt.orRefused === true);

const isToldRefusal = ({ fate }: Sent): boolean => fate === "refused";

/** The one event that a request of this fate leaves. */
function wantedOf({ fate, attempt: { left } }: Sent): string | null {
  if (fate === "refused") return "access.refused";
  return fate === "shown" || fate === "done" ? left.event : null;
}

function faultOf(one: Sent, events: readonly Left[]): readonly string[] {
  const wanted = wantedOf(one);
  const isDone = one.fate === "done" || one.fate === "shown";
  const others = events.filter(
    ({ type }) => type !== wanted && !(isDone && one.attempt.left.beside.includes(type)),
  );
  const leading = events.filter(({ type }) => type === wanted);
  const strangers = events.filter(({ actor }) => actor !== one.asker.personId);
  const isRight = leading.length === (wanted === null ? 0 : 1) && others.length + strangers.length === 0;
  const found = events.map(
    ({ type, actor }) => `${type} by ${actor === one.asker.personId ? "them" : actor}`,
  );
  return isRight
    ? []
    : [`${describe(one)}: wanted ${wanted ?? "none"}, found ${found.join(" + ") || "none"}`];
}

const describe = ({ kind, asker, fate, attempt, requestId }: Sent): string =>
  `${asker.name}: ${kind}: ${fate}, to be ${attempt.fate} (${requestId})`;

const kindOf = ({ kind, asker, fate }: Sent): string => `${asker.name}: ${kind}: ${fate}`;
const kindsOf = (sent: readonly Sent[]): number => new Set(sent.map(kindOf)).size;

/** How many requests of each kind were answered so, and how many of their events the log has. */
function countByKind(sent: readonly Sent[], events: ReadonlyMap<string, readonly Left[]>) {
  const [wanted, found]: [Record<string, number>, Record<string, number>] = [{}, {}];
  for (const one of sent) {
    const type = wantedOf(one);
    const kind = `${kindOf(one)}: ${type}`;
    const mine = (events.get(one.requestId) ?? []).filter((event) => event.type === type);
    wanted[kind] = (wanted[kind] ?? 0) + (type === null ? 0 : 1);
    found[kind] = (found[kind] ?? 0) + mine.length;
  }
  return { wanted, found };
}

/** Of all that these people did, counted without the requests: what stands beside them would be one too many. */
async function refusalsOf(sql: Sql, askers: readonly Asker[]): Promise<number> {
  const ids = askers.flatMap(({ personId }) => personId ?? []);
  const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from audit_events
    where type = 'access.refused' and actor_id = any(${ids})`;
  return row?.count ?? 0;
}
