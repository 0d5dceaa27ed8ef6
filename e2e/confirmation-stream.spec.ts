import { type IncomingMessage, request } from "node:http";
import type { Sql } from "postgres";
import { call } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import { plantConnection, plantQuestion, questions } from "./support/links.ts";
import type { TestPerson } from "./support/people.ts";
import { plantSession } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";

interface Told {
  readonly event: string;
  readonly data: unknown;
}

const asBrowsers = { accept: "text/event-stream", "accept-encoding": "gzip, deflate, br" };

/** Opens the stream as a browser does, and keeps what is told until it ends. */
async function openStream(path: string, cookie: string) {
  const { hostname, port } = new URL(stack.origin);
  const told: Told[] = [];
  let isOver = false;
  const sent = request({ hostname, port, path, headers: { ...asBrowsers, cookie } });
  sent.on("error", () => undefined).end();
  const response = await new Promise<IncomingMessage>((answered) => sent.on("response", answered));
  let text = "";
  response.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const value = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (value("event"))
        told.push({ event: value("event") ?? "", data: JSON.parse(value("data") ?? "null") });
    }
  });
  response
    .on("error", () => undefined)
    .on("close", () => {
      isOver = true;
    });
  return { response, told, close: () => sent.destroy(), isOver: () => isOver };
}

async function question(sql: Sql, person: TestPerson) {
  const connectionId = await plantConnection(sql, person);
  const authorisationId = await plantQuestion(sql, person, connectionId, questions.code);
  const path = (id = authorisationId, connection = connectionId) =>
    `/bank-access/${connection}/confirm/events?authorisation=${id}`;
  return { connectionId, authorisationId, path };
}

const cancelled = (sql: Sql, authorisationId: string) => sql`update authorisations set status = 'failed',
  reason = 'cancelled', question = null, answer_key = null, expires_at = null, ended_at = now()
  where authorisation_id = ${authorisationId}`;

test.describe("the stream of a confirmation", () => {
  test("tells what is asked at once, each change, and the end, which nobody keeps or gathers", async ({
    sql,
    newPerson,
  }) => {
    const person = await newPerson({ role: "investor" });
    const { cookie } = await plantSession(sql, person);
    const { authorisationId, path } = await question(sql, person);
    const stream = await openStream(path(), cookie);
    expect(stream.response.statusCode).toBe(200);
    expect(stream.response.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    expect(stream.response.headers["content-encoding"]).toBeUndefined();
    await expect.poll(() => stream.told.length).toBe(1);
    expect(stream.told[0]).toMatchObject({
      event: "authorisation",
      data: { id: authorisationId, step: 2, question: { kind: "enterCode" } },
    });
    expect(JSON.stringify(stream.told)).not.toContain("localhost:1");

    // A change that nobody is told of is seen as well: whoever looks on looks every second.
    await sql`update authorisations set step = 3, question = ${sql.json(questions.wrongCode as never)}
      where authorisation_id = ${authorisationId}`;
    await expect.poll(() => stream.told.length).toBe(2);
    expect(stream.told[1]).toMatchObject({ data: { question: { problem: "wrongCode" } } });

    await cancelled(sql, authorisationId);
    await sql`select pg_notify('licet_authorisation', ${authorisationId})`;
    await expect.poll(stream.isOver).toBe(true);
    expect(stream.told.slice(2)).toMatchObject([
      { event: "authorisation", data: { status: "failed", failure: { reason: "cancelled" } } },
      { event: "over", data: "failed" },
    ]);
  });

  for (const [what, end] of Object.entries({
    "their session ended": (sql: Sql, { personId }: TestPerson) =>
      sql`update sessions set ended_at = now() where person_id = ${personId}`,
    "they were disabled": (sql: Sql, { personId }: TestPerson) =>
      sql`update people set disabled_at = now() where person_id = ${personId}`,
  })) {
    test(`ends for whoever looks on once ${what}, and shows nothing that comes after`, async ({
      sql,
      newPerson,
    }) => {
      const person = await newPerson({ role: "investor" });
      const { cookie } = await plantSession(sql, person);
      const { authorisationId, path } = await question(sql, person);
      const stream = await openStream(path(), cookie);
      await expect.poll(() => stream.told.length).toBe(1);
      await end(sql, person);
      await cancelled(sql, authorisationId);
      const since = performance.now();
      await expect.poll(stream.isOver, { intervals: [20] }).toBe(true);
      test.info().annotations.push({ type: "ended after", description: `${performance.now() - since} ms` });
      expect(stream.told.slice(1)).toEqual([{ event: "signedOut", data: null }]);
    });
  }

  test("is nobody else’s, and that of no other connection", async ({ sql, newPerson }) => {
    const [person, other] = [await newPerson({ role: "investor" }), await newPerson({ role: "investor" })];
    const [{ cookie }, theirs] = [await plantSession(sql, person), await plantSession(sql, other)];
    const { path } = await question(sql, person);
    const second = await question(sql, person);
    for (const [address, holder] of [
      [path(), theirs.cookie],
      [path(second.authorisationId), cookie],
      [path("aut_none"), cookie],
      [path().replace(/\?.*/, ""), cookie],
    ] as const) {
      const answer = await call(address, { cookie: holder });
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([404, "authorisation.not_found"]);
    }
  });

  test("is open in four windows of a person at a time", async ({ sql, newPerson }) => {
    const person = await newPerson({ role: "investor" });
    const { cookie } = await plantSession(sql, person);
    const { path } = await question(sql, person);
    const streams = await Promise.all(Array.from({ length: 4 }, () => openStream(path(), cookie)));
    expect(streams.map(({ response }) => response.statusCode)).toEqual([200, 200, 200, 200]);
    const refused = await call(path(), { cookie });
    expect([refused.status, JSON.parse(refused.body).code]).toEqual([429, "authorisation.too_many_streams"]);
    streams[0]?.close();
    const another = async () => {
      const stream = await openStream(path(), cookie);
      streams.push(stream);
      return stream.response.statusCode;
    };
    await expect.poll(another).toBe(200);
    for (const { close } of streams) close();
  });
});

test.describe("the picture of a confirmation", () => {
  test("is its investor’s, of the step that is asked now, and kept by nobody", async ({ sql, newPerson }) => {
    const [person, other] = [await newPerson({ role: "investor" }), await newPerson({ role: "investor" })];
    const [{ cookie }, theirs] = [await plantSession(sql, person), await plantSession(sql, other)];
    const connectionId = await plantConnection(sql, person);
    const id = await plantQuestion(sql, person, connectionId, questions.picture);
    const at = (step: string) =>
      `/bank-access/${connectionId}/confirm/image?authorisation=${id}&step=${step}`;
    const answer = await call(at("2"), { cookie });
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "image/gif"]);
    expect(answer.headers["cache-control"]).toContain("no-store");
    expect(answer.body.slice(0, 4)).toBe("GIF8");
    for (const [address, holder] of [
      [at("2"), theirs.cookie],
      [at("1"), cookie],
      [at("x"), cookie],
    ] as const) {
      expect((await call(address, { cookie: holder })).status).toBe(404);
    }
  });
});
