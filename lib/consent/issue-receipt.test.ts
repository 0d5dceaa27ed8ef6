import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { type SQL, sql } from "drizzle-orm";
import { compactVerify } from "jose";
import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { newId } from "#lib/kernel/id.ts";
import { checkReceipt } from "#lib/receipts/check-receipt.ts";
import { listReceipts, readReceipt } from "#lib/receipts/read-receipt.ts";
import { formatReceiptFile } from "#lib/receipts/receipt-file.ts";
import { testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { type TestConsent, testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { amendConsent } from "./amend-consent.ts";
import { chooseAccounts } from "./choose-accounts.ts";
import { currentTextVersion } from "./consent-text.ts";
import { declineConsent } from "./decline-consent.ts";
import { giveConsent } from "./give-consent.ts";
import { issueConsentReceiptHandler } from "./issue-receipt.job.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const log = testAuditLog(people);
const { north, south } = people;
const job = () => people.job(north.tenantId);

const payloadOf = (consentId: ConsentId, revision: number) => ({
  tenantId: north.tenantId,
  consentId,
  revision,
});

/** What the queue does with the jobs that the acts on this consent left, each of them twice. */
async function issueAll(consentId: ConsentId): Promise<void> {
  const jobs = await people.superuser<{ payload: { consentId: string; revision: number } }[]>`
    select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'consent.issue_receipt' and payload ->> 'consentId' = ${consentId}`;
  const handler = issueConsentReceiptHandler(log.receiptSigner());
  for (const { payload } of [...jobs, ...jobs]) {
    const verdict = await handler.authorise(job(), payload);
    if (verdict.run) await handler.run(job(), payload, new AbortController().signal);
  }
}

async function receiptsOf({ consentId, investor }: Pick<TestConsent, "consentId" | "investor">) {
  await issueAll(consentId);
  const listed = await listReceipts(people.as(investor), consentId);
  const files = await Promise.all(
    listed.map(({ id }) => readReceipt(people.as(investor), testLogOrigin, id as never)),
  );
  return files.sort((a, b) => (a.receipt.consent?.revision ?? 0) - (b.receipt.consent?.revision ?? 0));
}

describe("a receipt of a consent", () => {
  test("is given for giving, for each change and for the end, and says how things stood then", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    const investor = people.as(consent.investor);
    const accountIds = [newId("acc")];
    await chooseAccounts(investor, { consentId: consent.consentId, accountIds });
    const choice = {
      clusters: [
        { cluster: "balances" as const, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
      ],
    };
    await amendConsent(investor, await consents.shown(consent, "amend", choice));
    await withdrawConsent(investor, { consentId: consent.consentId, reason: "privacy" });

    const files = await receiptsOf(consent);
    const said = files.map(({ receipt: { kind, act, consent: content } }) => ({
      ...{ kind, type: act.type, reason: act.reason, state: content?.state, accounts: content?.accounts },
      categories: content?.categories.map(({ category }) => category),
    }));
    const both = ["balances", "transactions"];
    expect(said).toEqual([
      {
        kind: "consentGiven",
        type: "consent.given",
        reason: null,
        state: "given",
        accounts: null,
        categories: both,
      },
      {
        kind: "consentChanged",
        type: "consent.accountsChosen",
        reason: null,
        state: "given",
        accounts: accountIds,
        categories: both,
      },
      {
        kind: "consentChanged",
        type: "consent.amended",
        reason: null,
        state: "given",
        accounts: accountIds,
        categories: ["balances"],
      },
      {
        kind: "consentEnded",
        type: "consent.withdrawn",
        reason: "privacy",
        state: "withdrawn",
        accounts: accountIds,
        categories: ["balances"],
      },
    ]);
    expect(files[0]?.receipt).toMatchObject({
      principal: { id: consent.investor.personId },
      controller: { id: north.tenantId },
      processor: { id: testLogOrigin },
      act: { initiator: "investor", channel: "portal" },
      consent: {
        recipients: [{ kind: "advisor", id: consent.advisor.personId, name: "Nøra advisor" }],
        psd2ExplicitConsent: true,
        lawfulBasis: "contract",
        accessesPerDay: 4,
        retentionAfterEndDays: 30,
      },
    });
  });

  test("says what is left out, and nothing of it where nothing is", async () => {
    const payments = {
      ...{ cluster: "transactions" as const, purposes: ["overview" as const], historyFrom: null },
    };
    const said = async (leavesOut: ("counterparties" | "paymentTexts")[]) => {
      const consent = await consents.given({ clusters: [{ ...payments, leavesOut }] });
      const [file] = await receiptsOf(consent);
      const given = (await people.events(consent.consentId)).find(({ type }) => type === "consent.given");
      return { receipt: file?.receipt.consent?.categories[0]?.leavesOut, event: given?.facts.leavesOut };
    };
    const both = ["counterparties" as const, "paymentTexts" as const];
    expect(await said(both)).toEqual({ receipt: both, event: both });
    expect(await said([])).toEqual({ receipt: undefined, event: [] });
  });

  test("names the text that was agreed to, by the hash of its bytes", async () => {
    const consent = await consents.requested();
    const agreement = await consents.shown(consent);
    await giveConsent(people.as(consent.investor), agreement);
    const [file] = await receiptsOf(consent);
    expect(file?.receipt.consent?.notice).toEqual({
      version: currentTextVersion,
      locale: "en",
      sha256: agreement.sha256,
    });
  });

  test("verifies with an independent library, and its leaf is the hash of the event's own bytes", async () => {
    const consent = await consents.given();
    const [file] = await receiptsOf(consent);
    if (!file) throw new Error("no receipt");
    const payload = Buffer.from(canonicalize(file.receipt) as string).toString("base64url");
    const { receipts } = await log.trusted();
    const { protectedHeader } = await compactVerify(
      file.signature.replace("..", `.${payload}.`),
      receipts[0]?.key as never,
    );
    expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "licet-receipt+jws" });
    const [event] = await people.superuser`select body from audit_events
      where event_id = ${file.receipt.act.eventId}`;
    expect(file.receipt.act.leafHash).toBe(
      createHash("sha256").update(Buffer.of(0)).update(event?.body).digest("hex"),
    );
  });

  test("brings its proof once the log has the act under a checkpoint, and is right without one until then", async () => {
    const consent = await consents.given();
    const keys = await log.trusted();
    const [early] = await receiptsOf(consent);
    expect(early?.proof).toBeNull();
    await log.catchUp();
    const [late] = await receiptsOf(consent);
    expect(checkReceipt(formatReceiptFile(early as never), keys)).toMatchObject({ fault: null, place: null });
    const checked = checkReceipt(formatReceiptFile(late as never), keys);
    expect(checked).toMatchObject({ fault: null, place: { checkpoint: { origin: testLogOrigin } } });
    // A proof of another act's place does not do.
    const [other] = await receiptsOf(await consents.given());
    const mixed = { ...other, proof: late?.proof ?? null };
    expect(checkReceipt(formatReceiptFile(mixed as never), keys)).toEqual({ fault: "proofWrong" });
  });

  test("is one for each act, however often its job is run", async () => {
    const consent = await consents.given();
    await receiptsOf(consent);
    expect((await receiptsOf(consent)).map(({ receipt }) => receipt.act.type)).toEqual([
      "consent.given",
      "consent.accountsChosen",
    ]);
  });

  test("is not given for what was never given", async () => {
    const consent = await consents.requested();
    await declineConsent(people.as(consent.investor), { consentId: consent.consentId, reason: "notSaid" });
    expect(await receiptsOf(consent)).toEqual([]);
  });

  test("is given to the investor too when compliance ends the consent, and compliance reads it", async () => {
    const consent = await consents.given();
    await terminateConsent(people.as(north.compliance), {
      consentId: consent.consentId,
      reason: "legalDuty",
    });
    const files = await receiptsOf(consent);
    const last = files.at(-1)?.receipt;
    expect(last).toMatchObject({
      kind: "consentEnded",
      act: { initiator: "compliance", channel: "console", reason: "legalDuty" },
    });
    const seen = await readReceipt(people.as(north.compliance), testLogOrigin, last?.receiptId as never);
    expect(seen.receipt).toEqual(last);
  });

  test("is not there for anybody else", async () => {
    const consent = await consents.given();
    const [file] = await receiptsOf(consent);
    const id = file?.receipt.receiptId as never;
    for (const other of [await people.add("investor"), south.investor, south.compliance]) {
      const attempt = readReceipt(people.as(other), testLogOrigin, id);
      await expect(attempt).rejects.toMatchObject({ code: "receipt.not_found" });
      expect(await listReceipts(people.as(other), consent.consentId)).toEqual([]);
    }
    for (const other of [consent.advisor, north.admin]) {
      const attempt = readReceipt(people.as(other), testLogOrigin, id);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });

  test("is refused where the history says another thing than the log", async () => {
    const consent = await consents.given();
    await people.superuser`update consent_events set act = 'amended' where consent_id = ${consent.consentId}
      and act = 'accountsChosen'`;
    const handler = issueConsentReceiptHandler(log.receiptSigner());
    const [{ revision } = { revision: 0 }] = await people.superuser<{ revision: number }[]>`
      select revision from consent_events where consent_id = ${consent.consentId} and act = 'amended'`;
    const attempt = handler.run(job(), payloadOf(consent.consentId, revision), new AbortController().signal);
    await expect(attempt).rejects.toThrow("does not bear out");
  });
});

describe("the database", () => {
  test("lets the worker alone write a receipt, and nobody change one", async () => {
    const consent = await consents.given();
    const [file] = await receiptsOf(consent);
    const { receiptId } = file?.receipt ?? {};
    const refused = { cause: { message: expect.stringContaining("permission denied") } };
    const attempt = (as: Context, statement: SQL) => inTransaction(as, (tx) => tx.execute(statement));
    for (const who of [consent.investor, consent.advisor, north.compliance, north.admin]) {
      const forge = sql`insert into receipts select tenant_id, ${newId("rcp")}, person_id, kind, subject_id, ${newId("evt")},
        issued_at, statement from receipts where receipt_id = ${receiptId}`;
      await expect(attempt(people.as(who), forge)).rejects.toMatchObject(refused);
    }
    const changed = sql`update receipts set statement = 'a.b.c' where receipt_id = ${receiptId}`;
    await expect(attempt(job(), changed)).rejects.toMatchObject(refused);
    const deleted = sql`delete from receipts where receipt_id = ${receiptId}`;
    await expect(attempt(job(), deleted)).rejects.toMatchObject(refused);
  });
});
