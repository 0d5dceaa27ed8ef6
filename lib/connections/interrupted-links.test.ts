import { afterEach, describe, expect, test } from "vitest";
import type { Connector } from "#lib/aspsp/connector.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { deleteCredential } from "#lib/vault/delete-credential.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { presentPerson, type TestLink, type TestWorker, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { beginLink } from "./begin-link.ts";
import { confirmAgain } from "./confirm-again.ts";
import { endConnection } from "./end-connection.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);

afterEach(() => people.clock.reset());

const withdraw = ({ investor, consentId }: TestLink) =>
  withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
const openings = async (link: TestLink) =>
  (await people.events(link.credentialId)).filter(({ type }) => type === "vault.credentialOpened").length;
const rowOf = async ({ connectionId }: TestLink) => {
  const [row] = await people.superuser`select state, ended_reason as "endedReason", needs,
    bank_reference as reference, left_references as left, ending_due_at as due
    from connections where connection_id = ${connectionId}`;
  return row as {
    state: string;
    endedReason: string | null;
    needs: string | null;
    reference: string | null;
    left: string[];
    due: Date | null;
  };
};
const lastCall = async () => Math.max(0, ...(await links.bank.seen()).map(({ number }) => number));
const deletions = async (after: number) =>
  (await links.calls(after)).filter((call) => call.startsWith("DELETE ")).length;

/** The bank's question is on the person's page. */
async function asked(userName: string, worker: TestWorker): Promise<TestLink> {
  const link = await links.begin(await links.access(userName));
  await worker.link(link);
  await links.step(link);
  return link;
}

/** The real bank, with something that happens in the moment in which it has accepted. */
const accepting = (then: () => Promise<unknown>, more: Partial<Connector> = {}): Connector => {
  const real = links.bank.connector();
  return {
    ...real,
    resume: async (...call) => {
      const step = await real.resume(...call);
      if (step.kind === "done") await then();
      return step;
    },
    ...more,
  };
};
const away = async () => {
  throw new AspspError("bankDown", { call: "end" });
};

describe("a password that the bank refuses", () => {
  test("is sent once, and another one is asked for", async () => {
    const worker = await links.worker();
    const from = await lastCall();
    const link = await links.begin(await links.access("sms@refused", {}, "not-the-password"));
    await worker.link(link);
    expect((await links.step(link)).failure?.reason).toBe("wrongPassword");
    await worker.linking.whenIdle();
    expect(await links.read(link)).toMatchObject({ needs: "credential", needsReason: "wrongPassword" });

    // Whatever is tried, nothing opens it again and the bank hears nothing.
    await worker.link(link);
    const again = { connectionId: link.connectionId, person: presentPerson };
    await expect(confirmAgain(people.as(link.investor), again)).rejects.toMatchObject({
      code: "connection.credential_needed",
    });
    expect(await openings(link)).toBe(1);
    const logins = (await links.calls(from)).filter((call) => /^(POST|PUT) .*authorisations/.test(call));
    expect(logins.length).toBe(1);

    const credentialId = await links.store(link.investor, "sms@refused");
    const renewed = await links.begin({ ...link, credentialId });
    expect(await rowOf(link)).toMatchObject({ state: "ended", endedReason: "neverLinked" });
    await worker.link(renewed);
    expect((await links.step(renewed)).question?.kind).toBe("enterCode");
  });
});

describe("a consent that is withdrawn while the bank asks", () => {
  test("ends the dialog at once, here and at the bank, and lets nothing in", async () => {
    const worker = await links.worker();
    const link = await asked("sms@withdrawn", worker);
    const from = await lastCall();
    await withdraw(link);
    await worker.linking.whenIdle();
    expect((await links.view(link)).failure?.reason).toBe("consentEnded");
    expect(await deletions(from)).toBe(1);
    expect(await links.queued("connections.end_at_bank", link.connectionId)).toBe(1);
    await worker.endAtBank(link.connectionId);
    expect(await rowOf(link)).toMatchObject({ endedReason: "consentEnded", reference: null, due: null });
  });

  test("has the access that the bank gave in that very moment ended", async () => {
    let link: TestLink | null = null;
    const worker = await links.worker({ connector: accepting(async () => link && withdraw(link)) });
    link = await asked("sms@too-late", worker);
    const from = await lastCall();
    await links.answerCode(worker, link);
    await worker.linking.whenIdle();
    expect((await links.view(link)).failure?.reason).toBe("consentEnded");
    expect(await rowOf(link)).toMatchObject({ state: "linking", reference: null, left: [] });
    expect(await deletions(from)).toBe(1);
    expect(await links.queued("connections.offer_accounts", link.connectionId)).toBe(0);
  });

  test("lets nothing be stored, and nobody be asked, by a worker that has not heard of it", async () => {
    const never = new AbortController().signal;
    const endings = {
      watch: () => ({ signal: never, [Symbol.dispose]: () => {} }),
      close: async () => {},
    };
    let link: TestLink | null = null;
    const connector = accepting(async () => link && withdraw(link));
    const storing = await links.worker({ connector, endings });
    link = await asked("sms@unheard", storing);
    const from = await lastCall();
    await links.answerCode(storing, link);
    await storing.linking.whenIdle();
    expect((await links.view(link)).failure?.reason).toBe("consentEnded");
    expect(await rowOf(link)).toMatchObject({ state: "linking", reference: null, left: [] });
    expect(await deletions(from)).toBe(1);

    const real = links.bank.connector();
    const asking = await links.worker({
      endings,
      connector: {
        ...real,
        begin: async (...call) => {
          const step = await real.begin(...call);
          if (second) await withdraw(second);
          return step;
        },
      },
    });
    const second: TestLink = await links.begin(await links.access("sms@unasked"));
    await asking.link(second);
    await asking.linking.whenIdle();
    const shown = await links.view(second);
    expect(shown).toMatchObject({ step: 0, question: null, failure: { reason: "consentEnded" } });
    expect(await deletions(from)).toBe(2);
  });

  test("has a bank told later that was away in that moment", async () => {
    let link: TestLink | null = null;
    const connector = accepting(async () => link && withdraw(link), { end: away });
    const worker = await links.worker({ connector });
    link = await asked("sms@told-later", worker);
    await links.answerCode(worker, link);
    await worker.linking.whenIdle();
    expect((await rowOf(link)).left.length).toBe(1);

    await expect(worker.endAtBank(link.connectionId)).rejects.toThrow("bankDown");
    expect(await rowOf(link)).toMatchObject({ endedReason: "consentEnded", left: [expect.any(String)] });
    const from = await lastCall();
    await (await links.worker()).endAtBank(link.connectionId);
    expect(await deletions(from)).toBe(1);
    expect(await rowOf(link)).toMatchObject({ left: [], due: null });
    expect((await people.events(link.connectionId)).at(-1)).toMatchObject({
      type: "connection.endedAtBank",
      facts: { accesses: 1 },
    });
  });

  test("refuses a dialog that had not begun, and ends what it was for", async () => {
    const worker = await links.worker();
    const link = await links.begin(await links.access("sms@not-begun"));
    // As where the withdrawal committed in the same moment and knew nothing of the connection.
    await people.superuser`update connections set state = 'linking' where connection_id = ${link.connectionId}`;
    await withdraw(link);
    await worker.link(link);
    expect((await links.view(link)).failure?.reason).toBe("consentEnded");
    expect(await openings(link)).toBe(0);
    await worker.endAtBank(link.connectionId);
    expect(await rowOf(link)).toMatchObject({ state: "ended", endedReason: "consentEnded" });
  });
});

describe("a dialog", () => {
  test("is led by one worker, whoever wants it and however often its job runs", async () => {
    const workers = [await links.worker(), await links.worker()];
    const link = await links.begin(await links.access("sms@one"));
    const from = await lastCall();
    await Promise.all([...workers, ...workers].map((worker) => worker.link(link)));
    await links.step(link);
    expect(workers.map(({ linking }) => linking.count()).toSorted()).toEqual([0, 1]);
    expect(await openings(link)).toBe(1);
    const begun = (await links.calls(from)).filter((call) => /^POST .*\/consents$/.test(call));
    expect(begun.length).toBe(1);
  });

  test("is cancelled when its connection is ended", async () => {
    const worker = await links.worker();
    const link = await asked("sms@ended", worker);
    await endConnection(people.as(link.investor), { connectionId: link.connectionId });
    await worker.linking.whenIdle();
    expect((await links.view(link)).failure?.reason).toBe("consentEnded");
    expect(await links.consents.stateOf(link)).toBe("given");
  });

  test("finds no place where a worker leads as many as it may", async () => {
    const worker = await links.worker({ dialogsAtMost: 1 });
    await asked("sms@first-one", worker);
    const second = await links.begin(await links.access("sms@second-one"));
    await worker.link(second);
    expect((await links.view(second)).failure).toMatchObject({
      ...{ reason: "tooManyRequests", retryAfterSeconds: 60 },
    });
    expect(await openings(second)).toBe(0);
  });

  test("that cannot be written down leaves no access at the bank, and can be begun again", async () => {
    const real = links.bank.connector();
    const connector: Connector = {
      ...real,
      resume: async (...call) => {
        const step = await real.resume(...call);
        if (step.kind !== "done") return step;
        return { ...step, grant: { ...step.grant, tokens: new Secret("tokens") } };
      },
      end: (grant, signal) => real.end({ ...grant, tokens: null }, signal),
    };
    const kms = {
      ...links.vault.workerKms,
      encrypt: async () => {
        throw new Error("out of order");
      },
    };
    const worker = await links.worker({ connector, opener: links.vault.opener({ kms }) });
    const link = await asked("sms@broken", worker);
    const from = await lastCall();
    await links.answerCode(worker, link);
    await worker.linking.whenIdle();
    expect((await links.view(link)).failure?.reason).toBe("interrupted");
    expect(await rowOf(link)).toMatchObject({ state: "linking", reference: null, left: [] });
    expect(await deletions(from)).toBe(1);

    const again = await confirmAgain(people.as(link.investor), {
      connectionId: link.connectionId,
      person: presentPerson,
    });
    const healthy = await links.worker();
    const second = { ...link, ...again };
    await healthy.link(second);
    await links.step(second);
    await links.answerCode(healthy, second);
    await healthy.linking.whenIdle();
    expect(await rowOf(link)).toMatchObject({ state: "choosing", reference: expect.any(String) });
  });

  test("is not begun for a credential that is gone", async () => {
    const access = await links.access("sms@gone");
    const worker = await links.worker();
    const link = await links.begin(access);
    await deleteCredential(people.as(link.investor), { credentialId: link.credentialId });
    await worker.link(link);
    expect((await links.view(link)).failure).not.toBeNull();
    expect(await openings(link)).toBe(0);
    const second = { credentialId: link.credentialId, consentId: link.consentId, person: presentPerson };
    await expect(beginLink(people.as(link.investor), second)).rejects.toMatchObject({
      code: "vault.not_sealed",
    });
  });
});
