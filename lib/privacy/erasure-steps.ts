import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { eraseAsks } from "#lib/asks/erase-asks.ts";
import { eraseLinks } from "#lib/connections/erase-links.ts";
import { readBankSides } from "#lib/connections/read-bank-sides.ts";
import { hasOpenConsents } from "#lib/consent/has-open-consents.ts";
import { eraseDisclosures } from "#lib/disclosures/erase-disclosures.ts";
import { erasePerson } from "#lib/identity/erase-person.ts";
import type { Mail, SendMail } from "#lib/identity/mail.ts";
import { readWhomToTell } from "#lib/identity/read-whom-to-tell.ts";
import { eraseInvitations } from "#lib/invitations/erase-invitations.ts";
import { eraseMemberships } from "#lib/portfolio/erase-memberships.ts";
import { eraseNotes } from "#lib/records/advisor-notes.ts";
import { eraseRecords } from "#lib/records/erase-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { deleteCredential } from "#lib/vault/delete-credential.ts";
import { listAccessesOf } from "#lib/vault/list-accesses-of.ts";
import {
  accessPatienceMs,
  afterDays,
  type Erasure,
  metAt,
  noticePatienceMs,
  type Obligation,
  type ObligationKind,
  type Settlement,
} from "./erasure.ts";
import { complianceMail, erasureMail } from "./erasure-mail.ts";
import { meetObligation } from "./meet-obligation.ts";
import { saveReason } from "./repository.ts";

export interface ErasureParts {
  readonly keys: RecordKeys;
  readonly sendMail: SendMail;
  readonly portalOrigin: string;
  readonly keyBackupDays: number;
  readonly dataBackupDays: number;
}

/** One open line of the ledger, with the ledger that it stands in. */
export interface Step {
  readonly ctx: Context;
  readonly parts: ErasureParts;
  readonly erasure: Erasure;
  readonly obligation: Obligation;
  readonly ledger: readonly Obligation[];
  readonly signal: AbortSignal;
}

/** Does what the obligation asks for and notes it, or leaves it open. Killed anywhere it is taken again. */
type Take = (step: Step) => Promise<void>;

const done = (reason: Settlement["reason"]): Settlement => ({ state: "done", reason });

const meet = ({ ctx, erasure, obligation }: Step, how: Settlement): Promise<void> =>
  inTransaction(ctx, (tx) => meetObligation(tx, ctx, erasure.erasureId, obligation, how));

/** Ended by whoever began the erasure, in the same commit. This sees that it is so. */
const seeConsentsEnded: Take = async ({ ctx, erasure, obligation }) =>
  inTransaction(ctx, async (tx) => {
    if (await hasOpenConsents(tx, ctx, erasure.investorId)) return;
    await meetObligation(tx, ctx, erasure.erasureId, obligation, done("met"));
  });

/** Sends them at the same time, so that none waits for another, and answers how those failed that were not taken. */
async function sendAll({ parts, signal }: Step, mails: readonly Mail[]): Promise<readonly unknown[]> {
  signal.throwIfAborted();
  const sent = await Promise.allSettled(mails.map((mail) => parts.sendMail(mail, signal)));
  return sent.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
}

/**
 * Before the address goes. The person and the firm are told apart from each other, and each is noted at once, so that
 * neither is written to again because the other's mail was not taken: at least once, and again only where a worker ends
 * between a mail and its note. The firm is told as soon as one of its compliance is.
 */
const sendNotice: Take = async (step) => {
  const { ctx, parts, erasure, obligation, ledger } = step;
  const whom = await inTransaction(ctx, (tx) => readWhomToTell(tx, ctx, erasure.investorId));
  const about = { erasure, ledger, firm: whom.firm, portalOrigin: parts.portalOrigin };
  const letters = {
    personTold: [erasureMail({ ...about, to: whom.person })],
    firmTold: whom.compliance.map((to) => complianceMail({ ...about, to }, whom.person)),
  };
  const open = (["personTold", "firmTold"] as const).filter((one) => one !== obligation.reason);
  const failures: unknown[] = [];
  let left = open.length;
  for (const told of open) {
    const refused = await sendAll(step, letters[told]);
    failures.push(...refused);
    if (refused.length > 0 && refused.length === letters[told].length) continue;
    left -= 1;
    if (left === 0) await meet(step, done("met"));
    else await inTransaction(ctx, (tx) => saveReason(tx, erasure.erasureId, obligation, told));
  }
  const hasWaited = ctx.clock.now().getTime() >= erasure.begunAt.getTime() + noticePatienceMs;
  if (left > 0 && hasWaited) return meet(step, done("notSent"));
  if (failures.length > 0) throw failures[0];
};

/** Telling it is a job of its own, which tries until the bank has confirmed or nothing is left of the access. */
const seeBankTold: Take = async (step) => {
  const { ctx, erasure, obligation } = step;
  const sides = await inTransaction(ctx, (tx) => readBankSides(tx, ctx, erasure.investorId));
  if (sides.some(({ connectionId, isOwed }) => connectionId === obligation.subjectId && isOwed)) return;
  if (obligation.reason !== "bankNotTold") return meet(step, done("nothingThere"));
  const isInTime = obligation.until !== null && ctx.clock.now() < obligation.until;
  return meet(step, done(isInTime ? "confirmed" : "lapsed"));
};

/**
 * What opens an access at a bank is of use once more, to end it there, and goes with the password. So the password waits
 * until the bank has been told, and no longer than a day.
 */
const deleteAccess: Take = async (step) => {
  const { ctx, erasure, obligation, ledger } = step;
  const accesses = await inTransaction(ctx, (tx) => listAccessesOf(tx, ctx, erasure.investorId));
  const access = accesses.find(({ credentialId }) => credentialId === obligation.subjectId);
  if (!access || access.state === "destroyed") return meet(step, done(access ? "met" : "nothingThere"));
  if (access.state === "destroying") return;
  const isOwed = ledger.some(({ subjectId, state }) => subjectId === access.connectionId && state === "open");
  const hasWaited = ctx.clock.now().getTime() >= erasure.begunAt.getTime() + accessPatienceMs;
  if (!isOwed || hasWaited) await deleteCredential(ctx, { credentialId: access.credentialId });
};

const destroyRecords: Take = async ({ ctx, parts, erasure, obligation }) => {
  const { investorId, erasureId } = erasure;
  await eraseRecords(ctx, parts.keys, investorId, async (tx) => {
    await eraseDisclosures(tx, ctx, investorId);
    await eraseMemberships(tx, ctx, investorId);
    await eraseNotes(tx, ctx, investorId);
    await eraseAsks(tx, ctx, investorId);
    await meetObligation(tx, ctx, erasureId, obligation, done("met"));
  });
};

const removeLinks: Take = async ({ ctx, erasure, obligation }) =>
  inTransaction(ctx, async (tx) => {
    const isGone = await eraseLinks(tx, ctx, erasure.investorId);
    if (isGone) await meetObligation(tx, ctx, erasure.erasureId, obligation, done("met"));
  });

/** After the notice, which needs the address. */
const blankPerson: Take = async ({ ctx, erasure, obligation, ledger }) => {
  if (metAt(ledger, ["notice"]) === null) return;
  await inTransaction(ctx, async (tx) => {
    await eraseInvitations(tx, ctx, erasure.investorId);
    await erasePerson(tx, ctx, erasure.investorId);
    await meetObligation(tx, ctx, erasure.erasureId, obligation, done("met"));
  });
};

const keepEvidence: Take = (step) =>
  meet(step, { state: "kept", reason: "proofOfConsent", until: step.erasure.evidenceUntil });

/** A backup forgets when it was made before the last of it was gone and has had its time. */
const waitForBackups =
  (days: (parts: ErasureParts) => number, kinds: readonly ObligationKind[]): Take =>
  async (step) => {
    const gone = metAt(step.ledger, kinds);
    if (gone === null) return;
    await meet(step, { state: "waiting", reason: "backups", until: afterDays(gone, days(step.parts)) });
  };

export const erasureSteps: Readonly<Record<ObligationKind, Take>> = {
  consents: seeConsentsEnded,
  notice: sendNotice,
  bankSide: seeBankTold,
  bankAccess: deleteAccess,
  records: destroyRecords,
  links: removeLinks,
  person: blankPerson,
  evidence: keepEvidence,
  keyBackups: waitForBackups(({ keyBackupDays }) => keyBackupDays, ["bankAccess", "records"]),
  dataBackups: waitForBackups(
    ({ dataBackupDays }) => dataBackupDays,
    ["bankAccess", "records", "links", "person"],
  ),
};
