import { z } from "zod";

import { jsonAnswer } from "../http/answer.ts";
import { type Call, type Route, route } from "../http/routes.ts";
import type { Bank } from "./bank.ts";
import { moveTo, statusOfConsent } from "./consent.ts";
import { giveWords } from "./logins.ts";

const Words = z.strictObject({ userName: z.string(), words: z.array(z.string()) });
const Revocation = z.strictObject({ userName: z.string() });
const Passing = z.strictObject({ passMs: z.int().min(0) });

/**
 * What a test may ask of a bank while it runs: its log, other words for one login, the end of somebody's
 * consents, and its clock. No code that goes to a phone is told here. JSON only, so no form on another site
 * reaches it.
 */
export function controlRoutes(bank: Bank, name: string, passMs: (ms: number) => void): Route[] {
  const posted = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    act: (input: z.output<Schema>) => object | null,
  ): Route =>
    route("POST", `/banks/${name}${path}`, async ({ request }: Call) => {
      const isJson = request.headers.get("content-type")?.startsWith("application/json") ?? false;
      const parsed = schema.safeParse(isJson ? await request.json().catch(() => null) : null);
      const done = parsed.success ? act(parsed.data) : null;
      return done ? jsonAnswer(done) : jsonAnswer({ error: "invalid_request" }, 400);
    });

  return [
    route("GET", `/banks/${name}/log`, ({ url }) =>
      jsonAnswer({
        now: Date.now(),
        calls: bank.log.list(Number(url.searchParams.get("after") ?? 0)),
        counts: bank.log.counts(),
      }),
    ),
    route("DELETE", `/banks/${name}/log`, () => {
      bank.log.clear();
      return new Response(null, { status: 204 });
    }),
    posted("/words", Words, ({ userName, words }) => {
      const login = bank.logins.find(userName);
      return login && giveWords(login, words, bank.words) ? { userName: login.userName, words } : null;
    }),
    posted("/revoke", Revocation, ({ userName }) => {
      const login = bank.logins.find(userName);
      const ended = [...bank.consents.values()].filter(
        (consent) => consent.login === login && statusOfConsent(bank, consent) === "valid",
      );
      for (const consent of ended) moveTo(bank, consent, "revokedByPsu");
      return login && { revoked: ended.map(({ id }) => id) };
    }),
    posted("/clock", Passing, ({ passMs: ms }) => {
      passMs(ms);
      return { now: bank.now() };
    }),
  ];
}
