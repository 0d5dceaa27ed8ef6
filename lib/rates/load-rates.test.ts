import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import { Exact } from "#lib/kernel/decimal.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { dailyOf, historyOf, type Told } from "#scripts/testing/rates.ts";
import { loadRatesHandler } from "./load-rates.job.ts";
import type { RateSource } from "./rate-source.ts";
import { createRateReader } from "./read-rates.ts";

const database = testDatabase();
const people = testPeople(database);
const { north } = people;
const stopping = new AbortController().signal;

/** A publisher whose files a test writes, and who counts who asked for which. */
function publisher(told: Told, name = "Test Bank") {
  const asked: string[] = [];
  const files = { history: historyOf(told), daily: dailyOf(told) };
  const read = (kind: "history" | "daily") => async () => {
    asked.push(kind);
    return Buffer.from(files[kind]);
  };
  return { asked, files, source: { name, daily: read("daily"), history: read("history") } };
}

const load = async ({ source }: { readonly source: RateSource }, requestId = "load") =>
  runJob(loadRatesHandler(source), {}, { ...people.workerBase(), requestId }, stopping);
const table = () => createRateReader(0)(people.as(north.investor));
const events = async (requestId: string) =>
  (await people.events(requestId)).map(({ type, facts }) => ({ type, ...facts }));
const stored = () =>
  people.superuser`select day::text, currencies, rates::text[] from reference_rates order by day`;

const week: Told = {
  "2026-04-07": { USD: "1.17", CHF: "0.92" },
  "2026-04-08": { USD: "1.18", CHF: "0.93" },
  "2026-04-09": { USD: "1.1", CHF: "0.94" },
};
const tomorrow: Told = { ...week, "2026-04-10": { USD: "1.12", CHF: "0.9240" } };

/** From the first day that can be, and more than are read or written at once. */
const manyDays = Object.fromEntries(
  Array.from({ length: 2_500 }, (_, at) => [
    new Date(Date.UTC(1999, 0, 1 + at)).toISOString().slice(0, 10),
    { USD: `1.${1_000 + (at % 50)}` },
  ]),
);

beforeEach(async () => {
  await people.superuser`delete from reference_rates`;
  await people.superuser`update reference_rate_state set version = 0, source = '', newest_day = null,
    seen_digest = null, refused_digest = null`;
});

describe("loading reference rates", () => {
  test("takes in all days first, and says so in the trail", async () => {
    expect(await load(publisher(week), "first")).toEqual({ kind: "done" });
    expect(await stored()).toEqual([
      { day: "2026-04-07", currencies: "CHF USD", rates: ["0.92", "1.17"] },
      { day: "2026-04-08", currencies: "CHF USD", rates: ["0.93", "1.18"] },
      { day: "2026-04-09", currencies: "CHF USD", rates: ["0.94", "1.1"] },
    ]);
    expect(await events("first")).toEqual([
      { type: "rates.loaded", file: "history", newestDay: "2026-04-09", added: 3, corrected: 0 },
    ]);
    const rates = await table();
    expect(rates).toMatchObject({ source: "Test Bank", newestDay: "2026-04-09" });
    expect(rates.rateOn("EUR", "USD", "2026-04-09")?.value.toFixed()).toBe("1.1");
  });

  test("takes the newest day from its own small file where it follows the last", async () => {
    await load(publisher(week));
    const next = publisher(tomorrow);
    await load(next, "next");
    expect(next.asked).toEqual(["daily"]);
    expect(await events("next")).toEqual([
      { type: "rates.loaded", file: "daily", newestDay: "2026-04-10", added: 1, corrected: 0 },
    ]);
    expect((await table()).rateOn("EUR", "CHF", "2026-04-12")).toMatchObject({ day: "2026-04-10" });
  });

  test("takes all days again where some may be missing between, with what was corrected", async () => {
    await load(publisher(week));
    const later = publisher({
      ...tomorrow,
      "2026-04-08": { USD: "1.181", CHF: "0.93" },
      "2026-04-13": { USD: "1.13", CHF: "0.925" },
    });
    await load(later, "later");
    expect(later.asked).toEqual(["daily", "history"]);
    expect(await events("later")).toEqual([
      { type: "rates.loaded", file: "history", newestDay: "2026-04-13", added: 2, corrected: 1 },
    ]);
    expect((await table()).rateOn("EUR", "USD", "2026-04-08")?.value.toFixed()).toBe("1.181");
  });

  test("twice is once: nothing is written and nothing is in the trail", async () => {
    const same = publisher(week);
    await load(same);
    const versions = () => people.superuser`select max(version) as newest from reference_rates`;
    const before = await versions();
    await load(same, "again");
    await load({ source: { ...same.source, daily: null } }, "again");
    expect(await versions()).toEqual(before);
    expect(await events("again")).toEqual([]);
  });

  test("by many workers at once is once", async () => {
    const files = publisher(manyDays);
    const workers = 4;
    let waiting = 0;
    const all = Promise.withResolvers<void>();
    const history = async () => {
      waiting += 1;
      if (waiting === workers) all.resolve();
      await all.promise;
      return files.source.history();
    };
    const source = { ...files.source, history };
    await Promise.all(Array.from({ length: workers }, () => load({ source }, "many")));
    expect(await events("many")).toHaveLength(1);
    expect(await people.superuser`select distinct version from reference_rates`).toEqual([{ version: "1" }]);
  });

  test("out of one file without a daily one reads it, and not again while it is the same", async () => {
    const one = publisher(week);
    const source = { ...one.source, daily: null };
    await load({ source }, "file");
    await load({ source }, "file");
    expect(await events("file")).toHaveLength(1);
    expect(await stored()).toHaveLength(3);
  });

  test("is nothing where the operator switched it off", async () => {
    const outcome = await runJob(loadRatesHandler(null), {}, people.workerBase(), stopping);
    expect(outcome).toEqual({ kind: "refused", reason: "switchedOff" });
  });
});

/** The publisher's own file is kept beside the project and not in it. Where it is absent, this is skipped. */
const whole = new URL("../../../shared/data/eurofxref-hist.csv", import.meta.url);

describe("a quarter of a century", () => {
  test("comes out as it went in, from the very first day", async () => {
    await load(publisher(manyDays));
    const rates = await table();
    for (const [day, { USD }] of Object.entries(manyDays))
      expect(rates.rateOn("EUR", "USD", day)).toMatchObject({ day, value: new Exact(USD) });
  });

  test.runIf(existsSync(whole))("of the central bank's own is taken in whole", async () => {
    const file = { history: async () => readFileSync(whole), daily: null, name: "European Central Bank" };
    expect(await load({ source: file }, "whole")).toEqual({ kind: "done" });
    expect(await events("whole")).toEqual([
      expect.objectContaining({ type: "rates.loaded", added: expect.any(Number), corrected: 0 }),
    ]);
    const rates = await table();
    expect(rates.rateOn("USD", "CHF", "2026-04-12")).toMatchObject({ day: "2026-04-10", isStale: false });
    expect(rates.rateOn("EUR", "CHF", "2026-04-12")?.value.toFixed()).toBe("0.9241");
  });
});

describe("a file that cannot be what it says", () => {
  test.each([
    [
      "shrunk",
      (p: ReturnType<typeof publisher>) => ({
        history: p.files.history.replaceAll(/2026-04-0[789].*\n/g, ""),
      }),
    ],
    ["rate", () => ({ daily: dailyOf({ "2026-04-10": { USD: "-1.12", CHF: "0.9" } }) })],
    ["form", () => ({ daily: "<html>Please sign in to this network</html>" })],
    [
      "future",
      () => ({
        daily: dailyOf({ "2099-04-10": { USD: "1.1", CHF: "0.9" } }),
        history: historyOf({ ...week, "2099-04-10": { USD: "1.1" } }),
      }),
    ],
  ] as const)("is refused (%s), once in the trail, and what was there stays", async (fault, spoil) => {
    await load(publisher(week));
    const before = await stored();
    const bad = publisher({ ...tomorrow, "2026-04-13": { USD: "1.13", CHF: "0.925" } });
    Object.assign(bad.files, spoil(bad));
    for (let time = 0; time < 2; time++)
      await expect(load(bad, `bad-${fault}`)).rejects.toMatchObject({ fault });
    expect(await stored()).toEqual(before);
    expect(await events(`bad-${fault}`)).toEqual([
      { type: "rates.refused", file: expect.any(String), fault },
    ]);
    expect((await table()).newestDay).toBe("2026-04-09");
  });

  test("is none that lacks a day which the publisher took back: it is told once, and later files are taken in", async () => {
    await load(publisher(week));
    const reader = createRateReader(0);
    const rates = () => reader(people.as(north.investor));
    expect((await rates()).newestDay).toBe("2026-04-09");
    const { "2026-04-09": _, ...without } = week;
    const next = publisher({ ...without, "2026-04-14": { USD: "1.12", CHF: "0.924" } });
    await load(next, "taken-back");
    expect(await events("taken-back")).toEqual([
      expect.objectContaining({ type: "rates.loaded", added: 1, newestDay: "2026-04-14" }),
      { type: "rates.withdrawn", day: "2026-04-09" },
    ]);
    expect((await rates()).rateOn("EUR", "USD", "2026-04-09")).toMatchObject({ day: "2026-04-08" });
    const later = {
      ...without,
      "2026-04-14": { USD: "1.12", CHF: "0.924" },
      "2026-04-20": { USD: "1.13", CHF: "0.93" },
    };
    await load(publisher(later), "after-it");
    expect(await events("after-it")).toEqual([expect.objectContaining({ type: "rates.loaded", added: 1 })]);
    await load(publisher({ ...week, ...later, "2026-04-27": { USD: "1.14", CHF: "0.93" } }));
    expect((await rates()).rateOn("EUR", "USD", "2026-04-09")).toMatchObject({ day: "2026-04-09" });
  });

  test("does not stand in the way of the next good one", async () => {
    await load(publisher(week));
    const bad = publisher(tomorrow);
    bad.files.daily = "no";
    await expect(load(bad)).rejects.toThrow();
    await load(publisher(tomorrow));
    expect((await table()).newestDay).toBe("2026-04-10");
  });

  test("and a publisher who is away leave no event and everything as it is", async () => {
    await load(publisher(week));
    const away = () => Promise.reject(new Error("away"));
    await expect(load({ source: { name: "x", daily: away, history: away } }, "away")).rejects.toThrow("away");
    expect(await events("away")).toEqual([]);
    expect(await stored()).toHaveLength(3);
  });
});

describe("a currency that leaps", () => {
  const slipped: Told = { ...week, "2026-04-10": { USD: "11.2", CHF: "0.924" } };

  test("is left out that day, is told once, and what is shown is the day before's", async () => {
    await load(publisher(week));
    for (let time = 0; time < 2; time++) await load(publisher(slipped), "leap");
    expect(await events("leap")).toEqual([{ type: "rates.leftOut", day: "2026-04-10", currency: "USD" }]);
    expect((await table()).rateOn("EUR", "USD", "2026-04-10")).toMatchObject({ day: "2026-04-09" });
  });

  test("is taken in when the next publication bears it out", async () => {
    await load(publisher(week));
    await load(publisher(slipped));
    await load(publisher({ ...slipped, "2026-04-13": { USD: "11.3", CHF: "0.924" } }));
    expect((await table()).rateOn("EUR", "USD", "2026-04-10")?.value.toFixed()).toBe("11.2");
  });

  test("stays left out when the next publication does not", async () => {
    await load(publisher(week));
    await load(publisher(slipped));
    await load(publisher({ ...slipped, "2026-04-13": { USD: "1.13", CHF: "0.924" } }));
    expect((await table()).rateOn("EUR", "USD", "2026-04-10")).toMatchObject({ day: "2026-04-09" });
    expect((await table()).rateOn("EUR", "USD", "2026-04-13")?.value.toFixed()).toBe("1.13");
  });
});

describe("the rates that a process remembers", () => {
  test("are none before the first load, and there a second after it", async () => {
    const read = createRateReader();
    const ctx = people.as(north.investor);
    expect(await read(ctx)).toMatchObject({ newestDay: null, currencies: ["EUR"] });
    await load(publisher(week));
    await expect
      .poll(() => read(ctx), { timeout: 3_000, interval: 100 })
      .toMatchObject({ newestDay: "2026-04-09", currencies: ["CHF", "EUR", "USD"] });
  });

  test("are looked up again when their time is over, and not for every page", async () => {
    const [patient, eager] = [createRateReader(60_000), createRateReader(0)];
    const ctx = people.as(north.advisor);
    await load(publisher(week));
    const first = await patient(ctx);
    await eager(ctx);
    await load(publisher(tomorrow));
    expect(await patient(ctx)).toBe(first);
    expect((await eager(ctx)).newestDay).toBe("2026-04-10");
    expect((await eager(ctx)).rateOn("EUR", "USD", "2026-04-08")?.value.toFixed()).toBe("1.18");
  });

  test("are read once for all who ask at the same time", async () => {
    await load(publisher(week));
    const read = createRateReader();
    const ctx = people.as(north.investor);
    const tables = await Promise.all(Array.from({ length: 8 }, () => read(ctx)));
    expect(new Set(tables).size).toBe(1);
  });

  test("follow a database that was restored to an earlier day", async () => {
    const read = createRateReader(0);
    const ctx = people.as(north.investor);
    await load(publisher(week));
    await load(publisher(tomorrow));
    expect((await read(ctx)).newestDay).toBe("2026-04-10");
    await people.superuser`delete from reference_rates where day = '2026-04-10'`;
    await people.superuser`update reference_rate_state set version = 1, newest_day = '2026-04-09'`;
    expect((await read(ctx)).newestDay).toBe("2026-04-09");
  });

  test("say another publisher's name as soon as the operator says another", async () => {
    await load(publisher(week));
    const read = createRateReader(0);
    expect((await read(people.as(north.investor))).source).toBe("Test Bank");
    await load(publisher(week, "Other Bank"));
    expect((await read(people.as(north.investor))).source).toBe("Other Bank");
    for (const name of ["File", "Other File"]) {
      await load({ source: { ...publisher(week, name).source, daily: null } });
      expect((await read(people.as(north.investor))).source).toBe(name);
    }
  });

  test.each(["visitor", "compliance", "admin"] as const)("are not for %s", async (role) => {
    const ctx = role === "visitor" ? people.visitor() : people.as(north[role]);
    await expect(createRateReader()(ctx)).rejects.toMatchObject({ code: /^auth\./ as never });
  });
});

describe("the database", () => {
  const as = (role: string, statement: string) => {
    const login = role === "licet_system" || role === "licet_job" ? "licet_worker" : "licet_web";
    return database.connect("data", login).begin(async (tx) => {
      await tx`select set_config('role', ${role}, true)`;
      await tx.unsafe(statement);
    });
  };

  test.each(["licet_investor", "licet_advisor", "licet_client", "licet_job", "licet_system"])(
    "lets %s read what is published to everybody",
    async (role) => {
      await expect(as(role, "select * from reference_rates, reference_rate_state")).resolves.toBeUndefined();
    },
  );

  test.each(["licet_visitor", "licet_compliance", "licet_admin"])(
    "lets %s, who converts nothing, read nothing",
    async (role) => {
      for (const name of ["reference_rates", "reference_rate_state"])
        await expect(as(role, `select * from ${name}`)).rejects.toMatchObject({ code: "42501" });
    },
  );

  test("lets the loader alone write, and nobody delete", async () => {
    const insert = "insert into reference_rates values ('2020-01-02', 'USD', '{1.1}', 1)";
    for (const role of ["licet_investor", "licet_advisor", "licet_client", "licet_job"])
      await expect(as(role, insert), role).rejects.toMatchObject({ code: "42501" });
    await as("licet_system", insert);
    for (const statement of [
      "delete from reference_rates",
      "truncate reference_rates",
      "delete from reference_rate_state",
      "insert into reference_rate_state default values",
      "update reference_rates set day = '2020-01-03'",
    ])
      await expect(as("licet_system", statement), statement).rejects.toMatchObject({ code: "42501" });
  });

  test.each([
    ["nothing", "'USD', '{}'"],
    ["zero", "'USD', '{0}'"],
    ["less than nothing", "'USD', '{-1}'"],
    ["what is no number", "'USD', '{NaN}'"],
    ["what has no end", "'USD', '{Infinity}'"],
    ["an unknown rate", "'USD', '{null}'"],
    ["a rate too many", "'USD', '{1,2}'"],
    ["a rate too few", "'CHF USD', '{1}'"],
    ["a currency of four letters", "'USDT', '{1}'"],
    ["no currency", "'', '{}'"],
    ["rates in two dimensions", "'CHF USD', '{{1,2}}'"],
  ])("takes no publication with %s", async (_, values) => {
    const insert = `insert into reference_rates values ('2020-01-02', ${values}, 1)`;
    await expect(as("licet_system", insert)).rejects.toMatchObject({ code: "23514" });
  });
});
