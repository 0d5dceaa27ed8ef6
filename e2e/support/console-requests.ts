import { randomUUID } from "node:crypto";

import { actions } from "../access/actions.ts";
import type { Caller, Target } from "../access/cast.ts";
import { actEvents, askedEvents, type Left, pageEvents } from "../access/events.ts";
import { pages } from "../access/pages.ts";
import { type Argument, actionNamed, callAction, outcomeOf } from "./actions.ts";
import { type Answer, call, seenAs } from "./call.ts";
import type { Asker, ConsoleFirm, Things } from "./console-firms.ts";

/** `ledOn`: to the sign-in, or to the page behind a file. `noPage`: an address that is nobody’s reaches for nothing. */
export type Fate = "shown" | "done" | "refused" | "invalid" | "ledOn" | "noPage";

/** One request, with what has to become of it. */
export interface Attempt {
  readonly kind: string;
  readonly asker: Asker;
  readonly fate: Fate;
  /** Somebody else at it in the same moment, a worker or another lane, may have been first. */
  readonly orRefused?: boolean;
  readonly left: Left;
  readonly send: () => Promise<Answer>;
  readonly fateOf: (answer: Answer) => Fate;
}

export type Firms = readonly [own: ConsoleFirm, other: ConsoleFirm];

const noEvent: Left = { event: null, beside: [], needsProof: false };
const isOutside = (role: Caller): boolean => role === "anonymous" || role === "pending";
const isOfConsole = (role: Caller): boolean => role === "compliance" || role === "admin";

/** What somebody reaches for, as seen from their own firm. */
export const aims = ["own", "own", "nobody’s", "another firm’s", "no identifier"] as const;
export type Aim = (typeof aims)[number];

const pack = "/console/evidence/pack";
const templateOf = (page: string): string => (page === pack ? `${pack}?consent=[consent]` : page);

/** The pages and routes of the console, each as often as it is to be drawn: a pack costs more than all others. */
export const consolePages = Object.keys(pageEvents).filter((page) => page !== "/console/audit/live/events");

function thingsAt(aim: Aim, asker: Asker, [own, other]: Firms): Things {
  const ofOwn = (asker.isOfOtherFirm ? other : own).things;
  if (aim === "own") return ofOwn;
  if (aim === "another firm’s") return (asker.isOfOtherFirm ? own : other).things;
  return Object.fromEntries(
    Object.entries(ofOwn).map(([name, id]) => [
      name,
      aim === "nobody’s" ? id.slice(0, 4) + randomUUID() : "none",
    ]),
  ) as unknown as Things;
}

/** A page or a file of the console, asked for by somebody. */
export function pageAttempt(page: string, aim: Aim, asker: Asker, firms: Firms): Attempt {
  const isAbout = templateOf(page).includes("[");
  const things: Readonly<Record<string, string>> = {
    ...thingsAt(aim, asker, firms),
    institution: aim === "own" ? "sandbox-retail" : "none-of-ours",
  };
  const address = templateOf(page).replace(/\[(\w+)\]/, (_, name: string) => things[name] ?? "");
  const left = pageEvents[page] ?? noEvent;
  const fate = fateOfPage(page, isAbout ? aim : "own", asker, left);
  return {
    ...{ kind: `${page}${isAbout ? `, ${aim}` : ""}`, asker, left, fate },
    send: () => call(address, { cookie: asker.cookie }),
    fateOf: (answer) => fateSeen(answer, fate === "noPage"),
  };
}

function fateOfPage(page: string, aim: Aim, asker: Asker, left: Left): Fate {
  if (isOutside(asker.role)) return "ledOn";
  if (!isOfConsole(asker.role)) return "refused";
  const isShown = pages[page]?.[asker.role] === "shown";
  if (aim === "no identifier" && page === pack) return isShown ? "ledOn" : "refused";
  if (aim === "no identifier" && !page.includes("[institution]")) return "noPage";
  if (!isShown || aim !== "own") return "refused";
  return left.needsProof && asker.isStale ? "refused" : "shown";
}

function fateSeen(answer: Answer, isNoIdentifier: boolean): Fate {
  const seen = seenAs(answer);
  if (seen === "shown") return "shown";
  if (seen === "hidden") return isNoIdentifier ? "noPage" : "refused";
  if (seen.startsWith("→")) return seen === "→ /step-up" ? "refused" : "ledOn";
  return "refused";
}

/** Pages that say more when more is asked of them, and one that says on the page that there is nothing. */
export const asks = {
  "a list of one person": (things: Things) => `/console/consents?investor=${things.investor}`,
  "a consent in its preview": (things: Things) =>
    `/console/acts/new?kind=consents.terminate&consent=${things.consent}`,
  "evidence about somebody": (things: Things) => `/console/evidence?investor=${things.investor}`,
  "evidence about a period": () => "/console/evidence?from=2026-01-01&to=2026-01-02",
} as const satisfies Readonly<Record<keyof typeof askedEvents, (things: Things) => string>>;
export type Asked = keyof typeof asks;

export function askedAttempt(asked: Asked, aim: Aim, asker: Asker, firms: Firms): Attempt {
  const left = askedEvents[asked];
  const isAbout = asked === "a consent in its preview" || asked === "evidence about somebody";
  const mayAsk = asker.role === "compliance";
  const isUnread = mayAsk && isAbout && aim === "no identifier";
  const isThere = aim === "own" || !isAbout;
  const isRefused = !mayAsk || !isThere || (left.needsProof && asker.isStale);
  const fate = isOutside(asker.role) ? "ledOn" : isUnread ? "invalid" : isRefused ? "refused" : "shown";
  return {
    ...{ kind: `${asked}${isAbout ? `, ${aim}` : ""}`, asker, left, fate },
    send: () => call(asks[asked](thingsAt(isAbout ? aim : "own", asker, firms)), { cookie: asker.cookie }),
    // What is not there, or not understood, is said on the page where something else can be asked for.
    fateOf: (answer) => (mayAsk && !isThere && seenAs(answer) === "shown" ? fate : fateSeen(answer, false)),
  };
}

/** An act of the console that reaches for what is another’s, or posts what is stale, as the access tables have it. */
export function actAttempt(name: string, aim: "colleague" | "stranger", asker: Asker, firms: Firms): Attempt {
  const row = actions[name];
  if (!row) throw new Error(`${name} is not in the table of actions.`);
  const cell = row.outcomes[asker.role];
  const outcome = typeof cell === "string" ? cell : cell[aim];
  const isDone = outcome === "done" && !asker.isStale;
  const isFar = (aim === "stranger") !== asker.isOfOtherFirm;
  const target = targetOf(firms[isFar ? 1 : 0]);
  const argument = name.endsWith("#inviteStaffAction")
    ? invitation((asker.isOfOtherFirm ? firms[1] : firms[0]).colleague.email)
    : row.argument(target);
  return {
    ...{ kind: `${short(name)} of a ${aim}`, asker, left: actEvents[name] ?? noEvent },
    fate: asker.role === "anonymous" ? "ledOn" : isDone ? "done" : "refused",
    orRefused: isDone,
    send: () => callAction(actionNamed(short(name)), argument, { cookie: asker.cookie }),
    fateOf: fateOfAct,
  };
}

/** An act that is rightly asked for, or, with another fate, one of which the test knows why it is not. */
export function rightAct(
  exportedName: string,
  argument: Argument,
  page: string,
  { asker, fate = "done", note = "" }: { asker: Asker; fate?: Fate; note?: string },
): Attempt {
  const name = Object.keys(actEvents).find((one) => one.endsWith(`#${exportedName}`)) ?? "";
  return {
    ...{ kind: `${exportedName}${note}`, asker, left: actEvents[name] ?? noEvent, fate, fateOf: fateOfAct },
    send: () => callAction(actionNamed(exportedName), argument, { cookie: asker.cookie, page }),
  };
}

export const invitation = (email: string): Argument => ({
  form: { name: "Nora New", email, role: "advisor", locale: "en" },
});

export function fateOfAct(answer: Answer): Fate {
  const outcome = outcomeOf(answer);
  if (outcome === "done" || outcome === "invalid") return outcome;
  // As from a page that showed something else, whoever posted is led to what it shows now.
  if (/^→ \/(step-up|sign-in\/second-factor|console\/acts\/new)$/.test(outcome)) return "refused";
  if (outcome.startsWith("→ /sign-in")) return "ledOn";
  return outcome.startsWith("→") ? "done" : "refused";
}

const short = (name: string): string => name.split("#")[1] ?? "";

/** As much of somebody as the console’s acts reach for. */
const targetOf = ({ investor, things }: ConsoleFirm) =>
  ({ ...investor, consentId: things.consent, credentialId: things.credential }) as Target;
