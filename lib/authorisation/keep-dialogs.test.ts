import { describe, expect, test, vi } from "vitest";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogReply, DialogState, DialogStep, ScaMethod } from "#lib/aspsp/dialog.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { newId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { keepDialogs, type ShownStep } from "./keep-dialogs.ts";

const sms: ScaMethod = { id: "sms", kind: "sms", name: "SMS", explanation: null };
const app: ScaMethod = { ...sms, id: "app", kind: "app", name: "App" };
const grant = { reference: "grant", validUntil: null, tokens: null };
const done: DialogStep = { kind: "done", grant };
const place = (): DialogState => new Secret<object>({});
const asking = (more: object = {}) => ({
  ...{ message: null, method: sms, methods: [sms, app], canResend: true, problem: null },
  ...{ expiresAt: null, attemptsLeft: null, dialog: place(), ...more },
});
const code = (more: object = {}): DialogStep =>
  ({ kind: "enterCode", ...asking(more), data: [], format: "digits", maxLength: 6 }) as DialogStep;
const approve = (more: object = {}): DialogStep =>
  ({ kind: "approveElsewhere", ...asking(more), pollAfterMs: 20 }) as DialogStep;

/** A bank that says these steps one after the other, and notes what it was told. */
function bank(...steps: (DialogStep | Error)[]) {
  const heard: string[] = [];
  const next = async (what: string): Promise<DialogStep> => {
    heard.push(what);
    const step = steps.shift();
    if (step === undefined || step instanceof Error) throw step ?? new Error("asked once too often");
    return step;
  };
  const said = (reply: DialogReply) =>
    reply.kind === "code" ? reply.code.reveal() : reply.kind === "method" ? reply.methodId : reply.kind;
  const connector: Connector = {
    institutionId: "test",
    capabilities: { products: new Set(), unattendedReadsPerDay: null, readsChanges: false },
    begin: () => next("begin"),
    resume: (_dialog, reply) => next(said(reply)),
    poll: () => next("poll"),
    cancel: async () => void heard.push("cancel"),
    end: async () => void heard.push("end"),
    open: () => Promise.reject(new Error("nothing is read here")) as never,
    close: async () => undefined,
  };
  return { connector, heard };
}

const request = {} as LinkRequest;

function begin(connector: Connector, keeper = keepDialogs(systemClock)) {
  const authorisationId = newId("aut");
  const shown: ShownStep[] = [];
  const show = async (step: ShownStep) => void shown.push(step);
  const outcome = keeper.run({ authorisationId, connector, request, show });
  const at = async (step: number): Promise<ShownStep> => {
    await vi.waitUntil(() => shown.length >= step, { timeout: 2_000 });
    return shown[step - 1] as ShownStep;
  };
  return {
    keeper,
    authorisationId,
    shown,
    outcome,
    at,
    answer: async (step: number, text: string) =>
      keeper.deliver(authorisationId, step, {
        kind: "code",
        sealed: await sealAnswer((await at(step)).key, text),
      }),
  };
}

describe("a dialog", () => {
  test("is led through method, code and a second code to its end, each told to the bank once", async () => {
    const choose: DialogStep = {
      kind: "chooseMethod",
      methods: [sms, app],
      message: null,
      problem: null,
      dialog: place(),
    };
    const { connector, heard } = bank(choose, code(), code({ problem: "wrongCode", attemptsLeft: 2 }), done);
    const dialog = begin(connector);
    await dialog.at(1);
    const chosen = { kind: "method", methodId: "sms" } as const;
    expect(await dialog.keeper.deliver(dialog.authorisationId, 1, chosen)).toBe("accepted");
    expect(await dialog.answer(2, "000000")).toBe("accepted");
    expect((await dialog.at(3)).asked.question).toMatchObject({ problem: "wrongCode", attemptsLeft: 2 });
    expect(await dialog.answer(3, "123456")).toBe("accepted");
    expect(await dialog.outcome).toMatchObject({ authorisation: { status: "finalised" }, grant });
    expect(heard).toEqual(["begin", "sms", "000000", "123456"]);
  });

  test("tells the bank one code of fifty that are sent at once, and all senders the same", async () => {
    const { connector, heard } = bank(code(), done);
    const dialog = begin(connector);
    const sealed = await sealAnswer((await dialog.at(1)).key, "123456");
    const all = await Promise.all(
      Array.from({ length: 50 }, () =>
        dialog.keeper.deliver(dialog.authorisationId, 1, { kind: "code", sealed }),
      ),
    );
    expect(new Set(all)).toEqual(new Set(["accepted"]));
    expect(await dialog.outcome).toMatchObject({ grant });
    expect(heard).toEqual(["begin", "123456"]);
  });

  test("goes on by itself once the person approved elsewhere, and shows nothing anew meanwhile", async () => {
    const { connector, heard } = bank(approve(), approve(), approve(), done);
    const dialog = begin(connector);
    expect(await dialog.outcome).toMatchObject({ authorisation: { status: "finalised" } });
    expect(heard).toEqual(["begin", "poll", "poll", "poll"]);
    expect(dialog.shown).toHaveLength(1);
  });

  test("is left by its person at any step, and the bank is told", async () => {
    const { connector, heard } = bank(code());
    const dialog = begin(connector);
    await dialog.at(1);
    expect(await dialog.keeper.deliver(dialog.authorisationId, 1, { kind: "cancel" })).toBe("accepted");
    expect(await dialog.outcome).toMatchObject({ authorisation: { reason: "cancelled" }, grant: null });
    expect(heard).toEqual(["begin", "cancel"]);
    expect(await dialog.keeper.deliver(dialog.authorisationId, 1, { kind: "cancel" })).toBe("gone");
  });

  test.each<[string, DialogStep, string]>([
    ["asks for the first time", code(), "cancel"],
    ["lets them in", done, "end"],
  ])("is left by its person before the bank %s, and the bank is told", async (_what, first, told) => {
    const { connector, heard } = bank(first);
    const { promise: asked, resolve: goOn } = Promise.withResolvers<void>();
    const slow = {
      ...connector,
      begin: async (...args: Parameters<Connector["begin"]>) => {
        await asked;
        return connector.begin(...args);
      },
    };
    const dialog = begin(slow);
    expect(await dialog.keeper.deliver(dialog.authorisationId, 1, { kind: "resend" })).toBe("unusable");
    expect(await dialog.keeper.deliver(dialog.authorisationId, 1, { kind: "cancel" })).toBe("accepted");
    goOn();
    expect(await dialog.outcome).toMatchObject({ authorisation: { reason: "cancelled" }, grant: null });
    expect(heard).toEqual(["begin", told]);
    expect(dialog.shown).toEqual([]);
  });

  test("is left by its person while the bank checks their code: what it then allows is given back", async () => {
    const { connector, heard } = bank(code(), done);
    const { promise: checked, resolve: goOn } = Promise.withResolvers<void>();
    const slow = {
      ...connector,
      resume: async (...args: Parameters<Connector["resume"]>) => {
        await checked;
        return connector.resume(...args);
      },
    };
    const dialog = begin(slow);
    expect(await dialog.answer(1, "123456")).toBe("accepted");
    expect(await dialog.keeper.deliver(dialog.authorisationId, 1, { kind: "cancel" })).toBe("accepted");
    goOn();
    expect(await dialog.outcome).toMatchObject({ authorisation: { reason: "cancelled" }, grant: null });
    expect(heard).toEqual(["begin", "123456", "end"]);
  });

  test("times out by the bank’s deadline", async () => {
    const { connector, heard } = bank(code({ expiresAt: new Date(Date.now() + 40) }));
    expect(await begin(connector).outcome).toMatchObject({ authorisation: { reason: "timedOut" } });
    expect(heard).toEqual(["begin", "cancel"]);
  });

  test.each([
    ["gives access back that comes after the deadline", true],
    ["names access that came after the deadline and could not be given back", false],
  ])("%s", async (_what, isThere) => {
    let now = new Date();
    const deadline = new Date(now.getTime() + 60_000);
    const { connector, heard } = bank(code({ expiresAt: deadline }), done);
    const slow = {
      ...connector,
      end: (...args: Parameters<Connector["end"]>) =>
        isThere ? connector.end(...args) : Promise.reject(new Error("the bank is away")),
      resume: async (...args: Parameters<Connector["resume"]>) => {
        now = new Date(deadline.getTime() + 1);
        return connector.resume(...args);
      },
    };
    const dialog = begin(slow, keepDialogs({ now: () => now }));
    await dialog.answer(1, "123456");
    expect(await dialog.outcome).toMatchObject({
      authorisation: { reason: "timedOut" },
      grant: null,
      leftAtBank: isThere ? null : grant,
    });
    expect(heard).toEqual(["begin", "123456", ...(isThere ? ["end"] : [])]);
  });

  test("ends as interrupted with its worker, and leaves nothing at the bank", async () => {
    const { connector, heard } = bank(code());
    const dialog = begin(connector);
    await dialog.at(1);
    await dialog.keeper.stop();
    expect(await dialog.outcome).toMatchObject({ authorisation: { reason: "interrupted" } });
    expect(heard).toEqual(["begin", "cancel"]);
  });

  test("ends where it can be shown to nobody", async () => {
    const { connector, heard } = bank(code());
    const show = () => Promise.reject(new Error("the consent is gone"));
    const keeper = keepDialogs(systemClock);
    const run = keeper.run({ authorisationId: newId("aut"), connector, request, show });
    await expect(run).rejects.toThrow("the consent is gone");
    expect(heard).toEqual(["begin", "cancel"]);
    await keeper.stop();
  });
});

describe("an answer", () => {
  test.each<[string, number, object, string]>([
    ["to a step that is not there yet", 2, { kind: "resend" }, "unusable"],
    ["by a method that is not offered", 1, { kind: "method", methodId: "call" }, "unusable"],
    [
      "that came back from a page nobody was sent to",
      1,
      { kind: "redirected", sealed: "a.b.c.d.e" },
      "unusable",
    ],
    ["that was not sealed", 1, { kind: "code", sealed: "123456" }, "unusable"],
  ])("%s is told apart, and the bank hears nothing", async (_what, step, answer, told) => {
    const { connector, heard } = bank(code());
    const dialog = begin(connector);
    await dialog.at(1);
    expect(await dialog.keeper.deliver(dialog.authorisationId, step, answer as never)).toBe(told);
    expect(heard).toEqual(["begin"]);
    await dialog.keeper.stop();
  });

  test("to a step that went by without one is stale", async () => {
    const { connector } = bank(approve(), code());
    const dialog = begin(connector);
    await dialog.at(2);
    const late = { kind: "method", methodId: "sms" } as const;
    expect(await dialog.keeper.deliver(dialog.authorisationId, 1, late)).toBe("stale");
    await dialog.keeper.stop();
  });

  test("changes the method in the middle", async () => {
    const { connector, heard } = bank(code(), approve({ method: app }), done);
    const dialog = begin(connector);
    await dialog.at(1);
    await dialog.keeper.deliver(dialog.authorisationId, 1, { kind: "method", methodId: "app" });
    expect(await dialog.outcome).toMatchObject({ grant });
    expect(heard).toEqual(["begin", "app", "poll"]);
  });
});
