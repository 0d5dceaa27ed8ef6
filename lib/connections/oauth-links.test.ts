import { describe, expect, test } from "vitest";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { deleteCredential } from "#lib/vault/delete-credential.ts";
import { visitor } from "#sandbox/bank/visitor-for-test.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestLink, type TestWorker, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);

const opened = async ({ connectionId }: TestLink) =>
  (await people.events(connectionId))
    .filter(({ type }) => type === "vault.tokensOpened")
    .map(({ facts }) => facts.reason);
const kept = async ({ connectionId }: TestLink) =>
  (await people.superuser`select 1 from connection_tokens where connection_id = ${connectionId}`).length;

/** To the bank's own page and back, and to the list of accounts. */
async function linked(userName: string): Promise<{ worker: TestWorker; link: TestLink }> {
  const connector = links.bank.connector("oauth", { approach: "oauth" });
  const returnUri = "https://consent.example/bank-access/return";
  const worker = await links.worker({ connector, returnUri });
  const link = await links.begin(await links.access(userName));
  await worker.link(link);
  const { question, answerKey, step } = await links.step(link);
  if (question?.kind !== "redirect" || !answerKey) throw new Error("no page is named");
  const page = visitor((await visitor(question.url).open()).location?.href ?? question.url);
  await page.signIn(userName);
  const back = (await page.give()).location?.href ?? "";
  expect(back.startsWith(returnUri)).toBe(true);
  const answer = { kind: "redirected", sealed: await sealAnswer(answerKey, back) } as const;
  await worker.keeper.deliver(link.authorisationId, step, answer);
  expect((await links.step(link, step)).status).toBe("finalised");
  await worker.linking.whenIdle();
  await worker.offer(link);
  return { worker, link };
}

describe("a bank that gives tokens", () => {
  test("has them kept sealed, read with, used to end the access, and then destroyed", async () => {
    const { worker, link } = await linked("exempt@tokens");
    expect((await links.read(link)).accounts.offered).toBeGreaterThan(0);
    expect([await kept(link), await opened(link)]).toEqual([1, ["read"]]);

    const { investor, consentId, connectionId } = link;
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    expect(await kept(link)).toBe(1);
    await worker.endAtBank(connectionId);
    expect([await kept(link), await opened(link)]).toEqual([0, ["read", "end"]]);
    expect((await people.events(connectionId)).map(({ type }) => type).slice(-2)).toEqual([
      "vault.tokensDestroyed",
      "connection.endedAtBank",
    ]);
  });

  test("reads nothing more from the moment in which the credential is deleted", async () => {
    const { worker, link } = await linked("exempt@unusable");
    await deleteCredential(people.as(link.investor), { credentialId: link.credentialId });
    const before = await links.calls();
    await worker.offer(link);
    expect(await opened(link)).toEqual(["read"]);
    expect(await links.calls()).toEqual(before);
  });
});
