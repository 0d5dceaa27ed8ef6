import { describe, expect, test } from "vitest";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { messageStream } from "./authorisation-messages.ts";
import { takePlace } from "./stream-places.ts";

const first: AuthorisationView = {
  ...{ id: newId("aut"), connectionId: newId("cnx"), status: "received", step: 0, question: null },
  ...{ answerKey: null, hasImage: false, expiresAt: null, beganAt: "then", now: "now", failure: null },
};

/** A stream whose onlooker is told to look again whenever the test says so. */
function open(looks: (AuthorisationView | AppError)[]) {
  const signal = new AbortController();
  let asked = 0;
  let left = 0;
  const stream = messageStream({
    ...{ first, signal: signal.signal },
    look: async () => {
      const seen = looks[Math.min(asked++, looks.length - 1)];
      if (seen instanceof AppError) throw seen;
      return seen ?? first;
    },
    notices: { next: () => new Promise((soon) => setImmediate(soon)), close: () => {} },
    leave: () => {
      left += 1;
    },
  });
  const reader = stream.getReader();
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
  return { read, reader, signal, asked: () => asked, left: () => left };
}

const asked = { ...first, status: "started" as const, step: 1 };
const turns = () => new Promise((done) => setTimeout(done, 20));

describe("an onlooker", () => {
  test("is told what is so at once, each change once, and the end", async () => {
    const failed = { ...asked, status: "failed" as const };
    const onlooker = open([{ ...first, now: "later" }, asked, { ...asked, now: "later" }, failed]);
    expect(await onlooker.read()).toBe(
      `retry: 2000\nevent: authorisation\ndata: ${JSON.stringify(first)}\n\n`,
    );
    expect(await onlooker.read()).toBe(`event: authorisation\ndata: ${JSON.stringify(asked)}\n\n`);
    expect(await onlooker.read()).toBe(`event: authorisation\ndata: ${JSON.stringify(failed)}\n\n`);
    expect(await onlooker.read()).toBe('event: over\ndata: "failed"\n\n');
    expect(await onlooker.read()).toBeNull();
    expect(onlooker.left()).toBeGreaterThan(0);
  });

  test.each(["auth.session_expired", "authorisation.not_found"] as const)(
    "to whom nothing may be shown any more (%s) is told so, and nothing else",
    async (code) => {
      const onlooker = open([new AppError(code), asked]);
      await onlooker.read();
      expect(await onlooker.read()).toBe("event: signedOut\ndata: null\n\n");
      expect(await onlooker.read()).toBeNull();
      expect(onlooker.left()).toBeGreaterThan(0);
    },
  );

  test("who does not read is not looked for: nothing is asked of the database and nothing gathered", async () => {
    const changing = Array.from({ length: 100 }, (_, step) => ({ ...asked, step: step + 1 }));
    const onlooker = open(changing);
    await turns();
    expect(onlooker.asked()).toBe(0);
    await onlooker.read();
    await turns();
    expect(onlooker.asked()).toBe(0);
    expect(await onlooker.read()).toContain('"step":1');
    expect(onlooker.asked()).toBe(1);
  });

  test("who goes away gives back what they took, before the first word or after", async () => {
    const early = open([first]);
    early.signal.abort();
    expect(early.left()).toBe(1);
    const late = open([first]);
    await late.read();
    await late.reader.cancel();
    expect(late.left()).toBe(1);
  });

  test("whose database is away is cut off, to come back", async () => {
    const onlooker = open([new AppError("system.unavailable")]);
    await onlooker.read();
    await expect(onlooker.read()).rejects.toMatchObject({ code: "system.unavailable" });
    expect(onlooker.left()).toBeGreaterThan(0);
  });
});

describe("a person", () => {
  test("looks on in four windows at a time, and in another once one is closed", () => {
    const [one, other] = [newId("per"), newId("per")];
    const places = Array.from({ length: 4 }, () => takePlace(one));
    const refused = { code: "authorisation.too_many_streams" };
    expect(() => takePlace(one)).toThrow(expect.objectContaining(refused));
    takePlace(other)();
    places[0]?.();
    places[0]?.();
    places.push(takePlace(one));
    expect(() => takePlace(one)).toThrow(expect.objectContaining(refused));
    for (const leave of places) leave();
  });
});
