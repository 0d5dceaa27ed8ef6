import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { CallCount, LoggedCall } from "./call-log.ts";
import { startTpp } from "./tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

interface Log {
  readonly now: number;
  readonly calls: readonly LoggedCall[];
  readonly counts: readonly CallCount[];
}

const log = async (after = 0): Promise<Log> =>
  (await fetch(`${tpp.sandbox.phone}/banks/retail/log?after=${after}`)).json() as Promise<Log>;

describe("the bank's log", () => {
  test("holds every call with its times, its consent and whether the person was there", async () => {
    const id = await tpp.link("sms@log");
    const before = (await log()).calls.at(-1)?.number ?? 0;
    const since = Date.now();
    await tpp.read(id, "accounts", { present: false });
    const { calls } = await log(before);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method: "GET",
      path: "/psd2/v1/accounts",
      consentId: id,
      psuPresent: false,
      status: 200,
    });
    expect(calls[0]?.begunAt).toBeGreaterThanOrEqual(since);
    expect(calls[0]?.finishedAt).toBeGreaterThanOrEqual(calls[0]?.begunAt ?? 0);
  });

  test("names the consent of the call that made it", async () => {
    const before = (await log()).calls.at(-1)?.number ?? 0;
    const { body } = await tpp.askConsent("sms@made");
    const made = { method: "POST", path: "/psd2/v1/consents", consentId: body.consentId };
    await expect.poll(async () => (await log(before)).calls).toMatchObject([made]);
  });

  test("holds a call the moment it begins, and those that are refused or broken off too", async () => {
    const before = (await log()).calls.at(-1)?.number ?? 0;
    const slow = tpp.askConsent("sms.slow@log").catch(() => null);
    await expect.poll(async () => (await log(before)).calls.length).toBe(1);
    expect((await log(before)).calls[0]).toMatchObject({ method: "POST", finishedAt: null, status: null });
    await tpp.call("PATCH", "/psd2/v1/accounts");
    await fetch(`${tpp.sandbox.retailApi}/elsewhere`, { method: "DELETE" });
    const { calls } = await log(before);
    expect(calls.map(({ method, status }) => [method, status]).slice(1)).toEqual([
      ["PATCH", 405],
      ["DELETE", 404],
    ]);
    await slow;
  });

  test("counts the whole run by verb and path without identifiers or values", async () => {
    await tpp.link("sms@secretmark");
    const { counts, calls } = await log();
    const shapes = counts.map(({ method, path }) => `${method} ${path}`);
    expect(shapes).toEqual(
      expect.arrayContaining(["POST /psd2/v1/consents", "PUT /psd2/v1/consents/…/authorisations/…"]),
    );
    expect(JSON.stringify({ counts, calls })).not.toContain("secretmark");
  });

  test("can be cleared, and by no other site's page", async () => {
    const address = `${tpp.sandbox.phone}/banks/retail/log`;
    const foreign = { method: "DELETE", headers: { "sec-fetch-site": "cross-site" } };
    expect((await fetch(address, foreign)).status).toBe(403);
    expect((await log()).calls.length).toBeGreaterThan(0);
    expect((await fetch(address, { method: "DELETE" })).status).toBe(204);
    expect((await log()).calls).toEqual([]);
  });
});

test("words that do not exist and bodies that are no JSON change nothing", async () => {
  const words = await tpp.control("/words", { userName: "sms@words", words: ["explode"] });
  expect(words).toEqual({ error: "invalid_request" });
  const form = await fetch(`${tpp.sandbox.phone}/banks/retail/revoke`, {
    method: "POST",
    body: "userName=sms",
  });
  expect(form.status).toBe(400);
});
