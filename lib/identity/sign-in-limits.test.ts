import { describe, expect, test } from "vitest";
import type { AppError } from "#lib/kernel/errors.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testMail } from "#scripts/testing/mail-link.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { confirmMailLink } from "./confirm-mail-link.ts";
import { answerSignInRequest, sendSignInMail } from "./jobs.ts";
import { readMailLink } from "./read-mail-link.ts";
import { signInAsPersona } from "./sign-in-as-persona.ts";
import { countingRefusals, limitStart } from "./sign-in-limits.ts";
import { beginPasskeySignIn, finishPasskeySignIn } from "./sign-in-with-passkey.ts";
import { newToken } from "./token.ts";
import type { Visit } from "./visit.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const mail = testMail(people);
const tooMany = "auth.too_many_attempts";

const times = <T>(count: number, one: () => Promise<T>): Promise<T>[] => Array.from({ length: count }, one);

/** Wrong links until this network has had all of its refusals. */
async function useUpRefusals(visit: Visit): Promise<void> {
  await people.warm();
  for (const attempt of await Promise.allSettled(times(60, () => wrongLink(visit)))) {
    expect(attempt).toMatchObject({ reason: { code: "auth.link_invalid" } });
  }
}

const wrongLink = (visit: Visit) => confirmMailLink(people.visitor(), visit, { token: newToken() }, null);

describe("a proof that does not hold", () => {
  test("counts against its network, sixty in a quarter of an hour, whichever way it takes", async () => {
    const visit = people.visit();
    const { passkey } = await signIn.register((await signIn.asPersona(await people.add("investor"))).ctx);
    const { challengeId, options } = await beginPasskeySignIn(people.visitor(), visit);
    const response = passkey.sign({ challenge: options.challenge, origin: visit.origin }) as never;
    await useUpRefusals(visit);

    const others = [
      () => wrongLink(visit),
      () => readMailLink(people.visitor(), visit, newToken(), null),
      () => finishPasskeySignIn(people.visitor(), visit, { challengeId, response, next: null }),
      () => countingRefusals(people.visitor(), visit, async () => "an answer of a provider"),
    ];
    for (const other of others) await expect(other(), String(other)).rejects.toMatchObject({ code: tooMany });
    const next = finishPasskeySignIn(people.visitor(), people.visit(), { challengeId, response, next: null });
    await expect(next).resolves.toMatchObject({ level: "full" });
  });

  test("leaves no more events once there were too many, so that nobody fills the trail", async () => {
    const visit = people.visit();
    await useUpRefusals(visit);
    const ctx = people.visitor();
    await expect(confirmMailLink(ctx, visit, { token: newToken() }, null)).rejects.toMatchObject({
      code: tooMany,
    });
    expect(await people.events(ctx.requestId)).toEqual([]);
  });

  test("is one of a passkey too: sixty wrong answers, and then not even a look at the next", async () => {
    const visit = people.visit();
    const answer = { id: "AAAA", rawId: "AAAA", type: "public-key", response: {} } as never;
    const challengeId = "chl_00000000-0000-4000-8000-000000000000" as never;
    await people.warm();
    const wrong = times(64, () =>
      finishPasskeySignIn(people.visitor(), visit, { challengeId, response: answer, next: null }),
    );
    const codes = (await Promise.allSettled(wrong)).map(
      (attempt) => attempt.status === "rejected" && (attempt.reason as AppError).code,
    );
    expect(codes.filter((code) => code === "auth.challenge_expired")).toHaveLength(60);
    expect(codes.filter((code) => code === tooMany)).toHaveLength(4);
  });

  test("counts for the whole of an IPv6 network, not for one address of it, and not for the next network", async () => {
    await useUpRefusals(people.visit({ remoteAddress: "2001:db8:aaaa:1::1" }));
    const at = (remoteAddress: string) => wrongLink(people.visit({ remoteAddress }));
    await expect(at("2001:db8:aaaa:1:ffff:ffff:ffff:ffff")).rejects.toMatchObject({ code: tooMany });
    await expect(at("2001:db8:aaaa:2::1")).rejects.toMatchObject({ code: "auth.link_invalid" });
  });
});

describe("a proof that holds", () => {
  test("costs nothing, however many of one network sign in", async () => {
    const visit = people.visit();
    for (let time = 0; time < 3; time++) {
      await Promise.all(times(25, () => countingRefusals(people.visitor(), visit, async () => "held")));
    }
    await useUpRefusals(visit);
  });

  test("is a mail link, which opens and signs in although its network has had all of its refusals", async () => {
    const person = await people.add("investor");
    const token = await mail.link(person.email);
    const visit = people.visit();
    await useUpRefusals(visit);
    await expect(readMailLink(people.visitor(), visit, token, null)).resolves.toMatchObject({
      email: person.email,
    });
    await expect(confirmMailLink(people.visitor(), visit, { token }, null)).resolves.toBeDefined();
  });
});

describe("what proves nothing yet", () => {
  test("is limited by its network, three hundred in a quarter of an hour", async () => {
    const visit = people.visit();
    const { personId } = people.north.investor;
    await people.warm();
    const starts = times(304, () => limitStart(people.visitor(), visit));
    expect(await winners(starts, tooMany)).toBe(300);
    for (const start of [
      () => beginPasskeySignIn(people.visitor(), visit),
      () => signInAsPersona(people.visitor(), visit, { personId }),
    ]) {
      await expect(start(), String(start)).rejects.toMatchObject({ code: tooMany });
    }
  });
});

describe("asking for a mail link", () => {
  const ask = (email: string, remoteAddress: string) =>
    mail.ask(email, { remoteAddress }).then(
      () => "asked",
      (refusal: AppError) => refusal.code,
    );

  test("is refused after the fifth time from one network for one address, and nowhere else", async () => {
    const [one, other] = [await people.add("investor"), await people.add("investor")];
    await people.warm();
    const answers = await Promise.all(times(8, () => ask(one.email, "192.0.2.1")));
    expect(answers.filter((answer) => answer === "asked")).toHaveLength(5);
    expect(await ask(one.email, "192.0.2.2")).toBe("asked");
    expect(await ask(other.email, "192.0.2.1")).toBe("asked");
  });

  test("is refused after the sixtieth time from one network, whatever the addresses", async () => {
    await people.warm();
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, at) => ask(`somebody-${at}@example.org`, "2001:db8:bbbb:1::1")),
    );
    expect(answers.filter((answer) => answer === "asked")).toHaveLength(60);
  });

  test("by a stranger, from as many networks as they like, keeps nobody from signing in", async () => {
    const person = await people.add("investor");
    const first = await mail.link(person.email);
    for (let network = 0; network < 40; network++)
      expect(await ask(person.email, `198.51.100.${network}`)).toBe("asked");
    await runMail();
    expect(mailsTo(person.email)).toBe(1);

    // The person asks too: the answer is the same, and the link in their mailbox still has most of its time.
    expect(await ask(person.email, "203.0.113.9")).toBe("asked");
    await runMail();
    await expect(
      confirmMailLink(people.visitor(), people.visit(), { token: first }, null),
    ).resolves.toBeDefined();
    // A used link is none: the next request is written to at once.
    expect(await ask(person.email, "203.0.113.9")).toBe("asked");
    await runMail();
    expect(mailsTo(person.email)).toBe(2);
  });

  test("sends another mail once the last one is two minutes old", async () => {
    const person = await people.add("investor");
    await mail.link(person.email);
    for (const [age, mails] of [
      ["119 seconds", 1],
      ["121 seconds", 2],
    ] as const) {
      await people.superuser`update mail_links set created_at = now() - ${age}::interval
        where person_id = ${person.personId}`;
      await ask(person.email, "203.0.113.10");
      await runMail();
      expect(mailsTo(person.email), age).toBe(mails);
    }
  });

  const mailsTo = (email: string) => mail.inbox.filter(({ to }) => to === email).length;
  async function runMail(): Promise<void> {
    await mail.runQueued(answerSignInRequest.name);
    await mail.runQueued(sendSignInMail.name);
  }
});
