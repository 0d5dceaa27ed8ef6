import { isSoak } from "#scripts/testing/sample.ts";
import { actions, isAllowed } from "./access/actions.ts";
import { type AccessCast, assembleCast, callers, fingerprint, forgetTurns } from "./access/cast.ts";
import { addressOf, namelessPages, packedPages, pages, privatePages, variants } from "./access/pages.ts";
import { callAction, outcomeOf, pagesAndRoutes, serverActions } from "./support/actions.ts";
import { type Answer, call, callForData, seenAs } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import { plantSession } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";

/** Every caller's outcome of everything that was called, one line each. */
type Outcomes = Record<string, string>;

const servers = { "with proxy.ts": stack.origin, "with proxy.ts switched off": stack.proxylessOrigin };
const seen: Record<string, Outcomes> = {};

test.describe.configure({ mode: "serial", timeout: 600_000 });

test("the tables name every page, route and server action of the build", () => {
  expect(Object.keys(pages).sort()).toEqual([...pagesAndRoutes()].sort());
  expect(Object.keys(actions).sort()).toEqual(
    serverActions()
      .map(({ name }) => name)
      .sort(),
  );
});

test("proxy.ts is really off where it is said to be", async () => {
  const policy = async (origin: string) =>
    String((await call("/sign-in", { origin })).headers["content-security-policy"]);
  expect(await policy(stack.origin)).toContain("'nonce-");
  expect(await policy(stack.proxylessOrigin)).not.toContain("nonce");
});

for (const [name, origin] of Object.entries(servers)) {
  test.describe(`${name},`, () => {
    let cast: AccessCast;
    let before: Record<string, string>;
    const outcomes: Outcomes = {};
    const refused: string[] = [];
    /** Refusals of known people, by the request that was refused. */
    const recorded = new Map<string, string>();

    test.beforeAll(async ({ sql }) => {
      cast = await assembleCast(sql, origin);
      before = await fingerprint(sql, cast);
      seen[name] = outcomes;
    });
    test.afterAll(async () => cast.remove());

    test("every caller gets of every page what the table says", async ({ sql }) => {
      await forgetTurns(sql);
      const expected: Outcomes = {};
      const empty: string[] = [];
      await forEach(matrix(Object.keys(pages)), async ([page, caller]) => {
        const answer = await call(addressOf(page), { origin, cookie: cast.cookies[caller] });
        const line = `${caller}: ${page}`;
        expected[line] = pages[page]?.[caller] ?? "";
        outcomes[line] = seenAs(answer);
        note(answer, line, expected[line] === "shown");
        if (expected[line] === "hidden" && privatePages.includes(page)) recorded.set(requestOf(answer), line);
        const named =
          expected[line] === "shown" && privatePages.includes(page) && !namelessPages.includes(page);
        const sign = packedPages.includes(page) ? "PK" : cast.canaries.own;
        if (named && !answer.body.includes(sign)) empty.push(line);
      });
      expect(outcomes).toEqual(expected);
      expect(empty, "shown without anything of whose it is").toEqual([]);
    });

    test("nobody gets more of a page by asking for it in another way", async () => {
      for (const [turn, [variant, { path, headers = {} }]] of Object.entries(variants).entries()) {
        // Each caller tries a third of the ways at each page, and each way at a third of the pages; all with LICET_SOAK=1.
        const lines = matrix(privatePages).filter(
          (_, at) => isSoak || (Math.floor(at / callers.length) + at + turn) % 3 === 0,
        );
        await forEach(lines, async ([page, caller]) => {
          const line = `${caller}: ${page} by ${variant}`;
          const address = addressOf(page);
          const answer = await callForData(path?.(address) ?? address, {
            origin,
            cookie: cast.cookies[caller],
            headers,
          });
          outcomes[line] = seenAs(answer);
          expect(answer.status, line).toBeLessThan(500);
          note(answer, line, pages[page]?.[caller] === "shown");
        });
      }
    });

    test("no caller gets of any action what is not theirs", async ({ sql }) => {
      const expected: Outcomes = {};
      for (const one of actionCalls((outcome) => !isAllowed(outcome))) {
        await forgetTurns(sql);
        expected[one.line] = one.outcome;
        const answer = await one.send(cast);
        outcomes[one.line] = outcomeOf(answer);
        note(answer, one.line, false);
        if (/^(auth\.forbidden|→ \/sign-in\/second-factor)$/.test(one.outcome))
          recorded.set(requestOf(answer), one.line);
      }
      expect(outcomes).toMatchObject(expected);
    });

    test("what was refused has changed nothing, and is on record", async ({ sql }) => {
      expect(await fingerprint(sql, cast)).toEqual(before);
      const events = await sql<{ type: string; count: number }[]>`select type, count(*)::int from audit_events
        where request_id in ${sql(refused)} group by type`;
      const types = events.map(({ type }) => type).sort();
      expect(types).toEqual(["access.refused", "identity.signInRefused"]);
      const kept = await sql<{ request: string }[]>`select request_id as request from audit_events
        where tenant_id = ${cast.tenants[0]} and type = 'access.refused'`;
      for (const { request } of kept) recorded.delete(request);
      expect([...recorded.values()], "refusals that left no event").toEqual([]);
    });

    test("every caller may do what the table says they may", async ({ sql }) => {
      const expected: Outcomes = {};
      for (const one of actionCalls(isAllowed)) {
        await forgetTurns(sql);
        expected[one.line] = one.outcome;
        outcomes[one.line] = outcomeOf(await one.send(cast));
      }
      expect(outcomes).toMatchObject(expected);
    });

    /** What was answered holds nothing of another firm, and nothing of anybody where the caller was refused. */
    function note(answer: Answer, line: string, isTheirs: boolean): void {
      const { body } = answer;
      expect(body.includes(cast.canaries.other), `${line}: something of another firm`).toBe(false);
      if (isTheirs) return;
      expect(body.includes(cast.canaries.own), `${line}: something of somebody`).toBe(false);
      refused.push(requestOf(answer));
    }
  });
}

test("all of it is the same with proxy.ts and without", () => {
  const [withProxy, without] = Object.keys(servers);
  expect(Object.keys(seen[withProxy!]!).length).toBeGreaterThan(1_000);
  expect(seen[without!]).toEqual(seen[withProxy!]);
});

test("a session that began at another hostname is worth nothing at this one", async ({ newPerson, sql }) => {
  const session = await plantSession(sql, await newPerson({ role: "admin" }), {
    origin: stack.proxylessOrigin,
  });
  expect((await call("/console", { ...session, origin: stack.proxylessOrigin })).status).toBe(200);
  expect((await call("/console", session)).headers.location).toBe("/sign-in?next=%2Fconsole");
});

const requestOf = ({ headers }: Answer): string => String(headers["x-request-id"]);
const matrix = (paths: readonly string[]) =>
  paths.flatMap((page) => callers.map((caller) => [page, caller] as const));

/** A few at a time: the server is one process, and so are we. */
async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

function actionCalls(wanted: (outcome: string) => boolean) {
  return Object.entries(actions).flatMap(([name, { argument, outcomes }]) => {
    const action = serverActions().find((one) => one.name === name);
    if (!action) throw new Error(`${name} is in the table and not in the build.`);
    // Where nobody is aimed at, once is enough.
    const aims = argument.length === 0 ? (["colleague"] as const) : (["colleague", "stranger"] as const);
    return callers.flatMap((caller) =>
      aims.flatMap((aim) => {
        const cell = outcomes[caller];
        const outcome = typeof cell === "string" ? cell : cell[aim];
        const send = (cast: AccessCast) =>
          callAction(action, argument(cast.targets[aim]), {
            origin: cast.origin,
            cookie: cast.cookies[caller],
          });
        const line = `${caller}: ${name}${argument.length === 0 ? "" : ` of a ${aim}`}`;
        return wanted(outcome) ? [{ line, outcome, send }] : [];
      }),
    );
  });
}
