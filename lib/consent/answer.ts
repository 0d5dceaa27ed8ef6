import { z } from "zod";
import { dataClusters, type Leavable, leavable } from "#lib/kernel/data-cluster.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import {
  type AnswerView,
  type DurationOptionView,
  type HistoryChoice,
  type HistoryOptionView,
  historyChoices,
} from "./answer-view.ts";
import { type Choice, type ClusterTerms, clustersWithHistory, type Recipients, type Terms } from "./terms.ts";
import { addDays, addMonths, dayOf, durations, endOf } from "./validity.ts";

/** A form's repeated field: absent, once, or several times. */
export const several = <T extends z.ZodType>(one: T) =>
  z.union([z.array(one).max(200), one.transform((value) => [value])]).default([]);

/** What people and programs are seen by, apart from the whole team. */
export const whoFields = {
  who: z.enum(["team", "named"]),
  named: several(z.union([idSchema("per"), idSchema("cli")])),
};

/** Which data and how far back; the rules of both are `clustersAnswered`. */
export const whatFields = {
  cluster: several(z.enum(dataClusters)),
  item: several(z.enum(leavable)),
  history: z.enum(historyChoices).optional(),
};

type Answered = { readonly [field in "cluster" | "history" | "who" | "named"]?: unknown };

/** Every question is looked at whatever is wrong with another, so that a person is told of all at once. */
const atOnce = (field: string) => ({ path: [field], message: "required", when: () => true });
const among = (answers: unknown): readonly unknown[] => (Array.isArray(answers) ? answers : []);

/** Says at each field what is missing. Without a kind of data that has a past, nobody has to say how far back. */
export const requireAnswers = <Form extends z.ZodType<Answered>>(form: Form): Form =>
  form
    .refine(({ cluster }) => among(cluster).length > 0, atOnce("cluster"))
    .refine(
      ({ cluster, history }) =>
        history !== undefined || !among(cluster).some((one) => clustersWithHistory.includes(`${one}`)),
      atOnce("history"),
    )
    .refine(({ who, named }) => who !== "named" || among(named).length > 0, atOnce("named"));

/** An investor's answer to a request, as their form sends it. Nothing in it has a value of its own accord. */
export const AnswerForm = requireAnswers(
  z.strictObject({
    consentId: idSchema("con"),
    ...whatFields,
    ...whoFields,
    duration: z.enum(durations),
    often: z.enum(["asked", "once"]),
  }),
);
export type AnswerForm = z.output<typeof AnswerForm>;

/** The earliest day of all kinds that have a past; `undefined` where none has. */
function earliestOf(clusters: readonly ClusterTerms[]): string | null | undefined {
  const days = clusters.filter(hasPast).map(({ historyFrom }) => historyFrom);
  if (days.length === 0) return undefined;
  return days.includes(null) ? null : (days.toSorted()[0] ?? null);
}

const hasPast = ({ cluster }: ClusterTerms) => clustersWithHistory.includes(cluster);

function dayFor(choice: Exclude<HistoryChoice, "asked">, today: string): string {
  const now = new Date(`${today}T00:00:00Z`);
  if (choice === "today") return today;
  return dayOf(choice === "P90D" ? addDays(now, -90) : addMonths(now, -12));
}

/** Only what is within what was asked for. */
export function historiesOf(clusters: readonly ClusterTerms[], today: string): readonly HistoryOptionView[] {
  const earliest = earliestOf(clusters);
  if (earliest === undefined) return [];
  const later = (["P12M", "P90D", "today"] as const).map((choice) => ({
    choice,
    from: dayFor(choice, today),
  }));
  return [
    { choice: "asked", from: earliest },
    ...later.filter(({ from }) => earliest === null || from > earliest),
  ];
}

/** Each no longer than was asked for, the longest first. */
export function durationsOf({ duration }: Terms, now: Date): readonly DurationOptionView[] {
  return durations
    .slice(0, durations.indexOf(duration) + 1)
    .toReversed()
    .map((one) => ({ duration: one, endsAt: endOf(one, now).toISOString() }));
}

/** Items of payments that were asked for, and can be ticked one by one. */
export function itemsOf(clusters: readonly ClusterTerms[]): readonly Leavable[] {
  const payments = clusters.find(({ cluster }) => cluster === "transactions");
  return payments ? leavable.filter((item) => !payments.leavesOut.includes(item)) : [];
}

export function historyFor(
  asked: string | null,
  choice: HistoryChoice | undefined,
  today: string,
): string | null {
  if (!choice || choice === "asked") return asked;
  const chosen = dayFor(choice, today);
  return asked !== null && asked > chosen ? asked : chosen;
}

export function recipientsFor({ who, named }: Pick<AnswerForm, "who" | "named">): Recipients {
  const recipients = z.array(z.union([idSchema("per"), idSchema("cli")])).parse([...new Set(named)]);
  const isProgram = (id: string) => id.startsWith("cli_");
  return {
    wholeTeam: who === "team",
    advisorIds: who === "team" ? [] : (recipients.filter((id) => !isProgram(id)) as Recipients["advisorIds"]),
    clientIds: recipients.filter(isProgram) as Recipients["clientIds"],
  };
}

/** What of the request was chosen. Whatever was not asked for is refused: no honest form offers it. */
export function choiceOf(asked: Terms, answer: AnswerForm, today: string): Choice {
  const clusters = [...new Set(answer.cluster)].map((cluster) => {
    const terms = asked.clusters.find((one) => one.cluster === cluster);
    if (!terms) throw new AppError("consent.terms_invalid", { field: "clusters" });
    return {
      ...terms,
      ...(hasPast(terms) ? { historyFrom: historyFor(terms.historyFrom, answer.history, today) } : {}),
      ...(cluster === "transactions" ? { leavesOut: leftOut(asked.clusters, answer.item) } : {}),
    };
  });
  if (durations.indexOf(answer.duration) > durations.indexOf(asked.duration)) {
    throw new AppError("consent.terms_invalid", { field: "duration" });
  }
  return {
    clusters,
    recipients: recipientsFor(answer),
    access: answer.often === "once" ? { kind: "oneOff" } : asked.access,
    duration: answer.duration,
  };
}

/** What is not ticked is left out, and so is what was never asked for. */
function leftOut(asked: readonly ClusterTerms[], ticked: readonly Leavable[]): Leavable[] {
  const offered = itemsOf(asked);
  return leavable.filter((item) => !offered.includes(item) || !ticked.includes(item));
}

/** The same the other way round: what an investor chose, to be shown to them again as their own answer. */
export function answerOf(asked: Terms, chosen: Terms, shownOn: string): AnswerView {
  const payments = chosen.clusters.find(({ cluster }) => cluster === "transactions");
  const { wholeTeam, advisorIds, clientIds } = chosen.recipients;
  return {
    clusters: chosen.clusters.map(({ cluster }) => cluster),
    items: payments ? leavable.filter((item) => !payments.leavesOut.includes(item)) : [],
    history: historyChosen(asked, chosen, shownOn),
    duration: chosen.duration,
    often: asked.access.kind === "ongoing" && chosen.access.kind === "oneOff" ? "once" : "asked",
    who: wholeTeam ? "team" : "named",
    named: [...advisorIds, ...clientIds],
  };
}

function historyChosen(asked: Terms, chosen: Terms, shownOn: string): HistoryChoice | null {
  const past = chosen.clusters.filter(hasPast);
  if (past.length === 0) return null;
  const isFor = (choice: HistoryChoice) =>
    past.every(({ cluster, historyFrom }) => {
      const of = asked.clusters.find((one) => one.cluster === cluster);
      return of !== undefined && historyFor(of.historyFrom, choice, shownOn) === historyFrom;
    });
  return historyChoices.find(isFor) ?? null;
}
