import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataClusters, leavable } from "#lib/kernel/data-cluster.ts";
import { newId } from "#lib/kernel/id.ts";
import { AnswerForm, answerOf, choiceOf, durationsOf, historiesOf } from "./answer.ts";
import { historyChoices } from "./answer-view.ts";
import { choose, clustersWithHistory, type Terms, termsSchema } from "./terms.ts";
import { durations } from "./validity.ts";

const today = "2026-05-20";
const [ana, bo, program] = [newId("per"), newId("per"), newId("cli")];
const consentId = newId("con");
const asked: Terms = {
  recipients: { wholeTeam: true, advisorIds: [], clientIds: [program] },
  clusters: [
    { cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    { cluster: "transactions", purposes: ["advice"], historyFrom: "2024-01-01", leavesOut: ["paymentTexts"] },
    { cluster: "investmentTransactions", purposes: ["advice"], historyFrom: "2026-04-01", leavesOut: [] },
  ],
  access: { kind: "ongoing", perDay: 4 },
  ...{ duration: "P6M", retentionDays: 30, lawfulBasis: "contract" },
};
const whole = {
  consentId,
  cluster: ["balances", "transactions"],
  item: "counterparties",
  ...{ history: "P12M", duration: "P3M", often: "asked", who: "named", named: [ana, program] },
};
const problemsOf = (form: object) => {
  const { error } = AnswerForm.safeParse(form);
  return error?.issues.map(({ path }) => path.join(".")) ?? [];
};

describe("an answer to a request", () => {
  test("is what was ticked of what was asked for, and nothing else", () => {
    expect(choiceOf(asked, AnswerForm.parse(whole), today)).toEqual({
      clusters: [
        asked.clusters[0],
        { ...asked.clusters[1], historyFrom: "2025-05-20", leavesOut: ["paymentTexts"] },
      ],
      recipients: { wholeTeam: false, advisorIds: [ana], clientIds: [program] },
      access: asked.access,
      duration: "P3M",
    });
  });

  test("leaves out every single item that is not ticked", () => {
    const answer = AnswerForm.parse({ ...whole, item: undefined, cluster: "transactions" });
    expect(choiceOf(asked, answer, today).clusters?.[0]?.leavesOut).toEqual([...leavable]);
  });

  test.each([
    ["no kind of data", { cluster: undefined }, ["cluster"]],
    ["no length", { duration: undefined }, ["duration"]],
    ["not how often", { often: undefined }, ["often"]],
    ["not who", { who: undefined }, ["who"]],
    ["named people without a name", { named: undefined }, ["named"]],
    ["payments without how far back", { history: undefined }, ["history"]],
    ["balances without how far back, which have no past", { cluster: "balances", history: undefined }, []],
    [
      "nothing at all",
      { cluster: undefined, history: undefined, duration: undefined, often: undefined, who: undefined },
      ["duration", "often", "who", "cluster"],
    ],
    ["the whole team, which needs no names", { who: "team", named: undefined }, []],
  ])("that says %s names the field", (_what, more, fields) => {
    expect(problemsOf({ ...whole, ...more }).toSorted()).toEqual(fields.toSorted());
  });

  test.each([
    ["a kind of data", { cluster: ["balances", "positions"] }],
    ["a longer time", { duration: "P12M" }],
  ])("that adds %s is refused", (_what, more) => {
    const answer = AnswerForm.parse({ ...whole, ...more });
    expect(() => choiceOf(asked, answer, today)).toThrow("consent.terms_invalid");
  });

  test("cannot carry a field of another form", () => {
    expect(problemsOf({ ...whole, retentionDays: "365" })).not.toEqual([]);
    expect(problemsOf({ ...whole, named: [ana, "everybody"] })).not.toEqual([]);
  });
});

describe("what is offered", () => {
  test("reaches no further back than what was asked for", () => {
    expect(historiesOf(asked.clusters, today)).toEqual([
      { choice: "asked", from: "2024-01-01" },
      { choice: "P12M", from: "2025-05-20" },
      { choice: "P90D", from: "2026-02-19" },
      { choice: "today", from: today },
    ]);
    const recent = [{ ...asked.clusters[1]!, historyFrom: "2026-03-01" }];
    expect(historiesOf(recent, today).map(({ choice }) => choice)).toEqual(["asked", "today"]);
    expect(historiesOf([asked.clusters[0]!], today)).toEqual([]);
  });

  test("is the day of the calendar, on a leap day too", () => {
    const [, year] = historiesOf([{ ...asked.clusters[1]!, historyFrom: null }], "2028-02-29");
    expect(year).toEqual({ choice: "P12M", from: "2027-02-28" });
  });

  test("is no longer than what was asked for, each length with its own end", () => {
    const offered = durationsOf(asked, new Date("2026-05-20T10:11:12Z"));
    expect(offered).toEqual([
      { duration: "P6M", endsAt: "2026-11-20T10:11:00.000Z" },
      { duration: "P3M", endsAt: "2026-08-20T10:11:00.000Z" },
      { duration: "P1M", endsAt: "2026-06-20T10:11:00.000Z" },
      { duration: "P7D", endsAt: "2026-05-27T10:11:00.000Z" },
    ]);
  });
});

describe("every answer that the form can give", () => {
  const day = fc.option(fc.constantFrom("2020-01-01", "2025-05-20", "2026-02-19", "2026-05-19", today));
  const terms = fc.record({
    recipients: fc.constantFrom(
      { wholeTeam: true, advisorIds: [], clientIds: [program] },
      { wholeTeam: false, advisorIds: [ana, bo], clientIds: [] },
    ),
    clusters: fc.uniqueArray(
      fc
        .tuple(fc.constantFrom(...dataClusters), day, fc.subarray([...leavable]))
        .map(([cluster, historyFrom, leavesOut]) => ({
          cluster,
          purposes: ["overview" as const],
          historyFrom: clustersWithHistory.includes(cluster) ? historyFrom : null,
          leavesOut: cluster === "transactions" ? leavesOut : [],
        })),
      { minLength: 1, selector: ({ cluster }) => cluster },
    ),
    access: fc.constantFrom({ kind: "oneOff" as const }, { kind: "ongoing" as const, perDay: 2 }),
    duration: fc.constantFrom(...durations),
    retentionDays: fc.constant(0),
    lawfulBasis: fc.constant("contract" as const),
  });
  const inputs = terms.chain((of) => {
    const request = termsSchema.parse(of);
    const offered = historiesOf(request.clusters, today).map(({ choice }) => choice);
    return fc.record({
      request: fc.constant(request),
      cluster: fc.subarray(
        request.clusters.map(({ cluster }) => cluster),
        { minLength: 1 },
      ),
      item: fc.subarray(
        leavable.filter((one) => !of.clusters.some(({ leavesOut }) => leavesOut.includes(one))),
      ),
      history: fc.constantFrom(...(offered.length > 0 ? offered : historyChoices)),
      duration: fc.constantFrom(...durationsOf(request, new Date()).map(({ duration }) => duration)),
      often: fc.constantFrom("asked" as const, "once" as const),
      named: fc.subarray(of.recipients.wholeTeam ? [ana, bo, program] : [ana, bo], { minLength: 1 }),
    });
  });

  test("is within what was asked for, and is told again as it was given", () => {
    fc.assert(
      fc.property(inputs, ({ request, ...form }) => {
        const answer = AnswerForm.parse({ consentId, ...form, who: "named" });
        const chosen = choose(request, choiceOf(request, answer, today));
        expect(termsSchema.parse(chosen)).toEqual(chosen);

        const last = answerOf(request, chosen, today);
        const { history, often, ...told } = last;
        expect(told).toEqual({
          clusters: form.cluster,
          items: form.cluster.includes("transactions") ? form.item : [],
          duration: form.duration,
          who: "named",
          named: [...form.named],
        });
        expect(often).toBe(request.access.kind === "oneOff" ? "asked" : form.often);
        const again = AnswerForm.parse({
          ...{ consentId, cluster: last.clusters, item: last.items, duration: last.duration, who: "named" },
          ...{ often, named: last.named, history: history ?? undefined },
        });
        expect(choose(request, choiceOf(request, again, today))).toEqual(chosen);
      }),
    );
  });
});
