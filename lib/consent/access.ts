import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ClientId, PersonId } from "#lib/kernel/id.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import type { Consent, ConsentState } from "./consent.ts";
import { addDays } from "./validity.ts";

/** Why something may not be read or asked of a bank. */
export const accessRefusals = [
  "noConsent",
  "notGiven",
  "declined",
  "expired",
  "withdrawn",
  "terminated",
  "revokedAtBank",
  "recipientNotNamed",
  "notAMember",
  "advisorDisabled",
  "clusterNotCovered",
  "accountsNotChosen",
  "accountNotCovered",
  "historyNotCovered",
  "itemNotCovered",
  "alreadyRead",
  "readTooOften",
  "credentialMissing",
  "bankConsentMissing",
  "bankConsentTooOld",
  "scaMissing",
  "scaTooOld",
  "regionMismatch",
] as const;
export type AccessRefusal = (typeof accessRefusals)[number];

export type AccessVerdict =
  | { readonly allowed: true; readonly consent: Consent | null }
  | { readonly allowed: false; readonly reasons: readonly AccessRefusal[] };

/** Who asks: the investor themselves, one to whom it may be granted, or a job that speaks with the bank for them. */
export type Asker =
  | { readonly kind: "investor"; readonly personId: PersonId }
  | { readonly kind: "advisor"; readonly personId: PersonId; readonly standing: AdvisorStanding }
  | { readonly kind: "client"; readonly clientId: ClientId }
  | { readonly kind: "bankAccess"; readonly bank: BankSide };

export type AdvisorStanding = "member" | "disabled" | "notAMember";

/** What the connection knows of the bank's own side. `null` is not known, which is as good as not there. */
export interface BankSide {
  readonly hasCredential: boolean;
  /** When the bank's own consent ends; `"none"` for banks that keep none. */
  readonly bankConsentUntil: Date | null | "none";
  readonly lastScaAt: Date | null;
  /** Calls that read data, of this connection in the last 24 hours, without the person there. */
  readonly unattendedReadsToday: number;
  readonly hasBeenRead: boolean;
  /** Whether the person is there and asked for it: then how often is theirs to say. */
  readonly isAttended: boolean;
  readonly region: string;
}

/** What is asked for. No account means the bank's list of them, which has to be read before any can be chosen. */
export interface AccessNeed {
  readonly investorId: PersonId;
  readonly accountId: AccountId | null;
  readonly cluster: DataCluster;
  /** The first day of what is asked for; `null` where the kind of data has no past. */
  readonly from: string | null;
  /** What of that which can be left out is in it. Absent is none. */
  readonly holds?: readonly Leavable[];
}

/** RTS (EU) 2018/389 Art. 10a(2)(b): SCA again once more than 180 days have passed since the last. */
export const scaLifetimeDays = 180;

/**
 * Whether this may be read now. One consent has to cover all of it; where several come near, the reasons are those of
 * the one that lacks least. An investor sees their own without a consent, and a bank is asked under one even for them.
 */
export function checkAccess(
  asker: Asker,
  need: AccessNeed,
  consents: readonly Consent[],
  now: Date,
): AccessVerdict {
  if (asker.kind === "investor") {
    return asker.personId === need.investorId
      ? { allowed: true, consent: null }
      : { allowed: false, reasons: ["noConsent"] };
  }
  const own = consents.filter(({ investorId }) => investorId === need.investorId);
  const judged = own.map((consent) => ({ consent, reasons: refusals(asker, need, consent, now) }));
  const [best] = judged.toSorted((a, b) => nearness(a) - nearness(b));
  if (!best) return { allowed: false, reasons: ["noConsent"] };
  return best.reasons.length === 0
    ? { allowed: true, consent: best.consent }
    : { allowed: false, reasons: best.reasons };
}

/**
 * Why a bank may not be asked to let the person in. There is nothing of the bank's yet that could have lapsed: what it
 * takes is a consent that is in force, in this region, and what the person handed over.
 */
export function checkDialog(
  consent: Consent,
  { hasCredential, region }: Pick<BankSide, "hasCredential" | "region">,
  now: Date,
): readonly AccessRefusal[] {
  const found: AccessRefusal[] = notInForce(consent, now);
  if (!hasCredential) found.push("credentialMissing");
  if (region !== consent.region) found.push("regionMismatch");
  return found;
}

/** A consent that is in force says more of what is lacking than one that ended. */
const nearness = ({ consent, reasons }: { consent: Consent; reasons: readonly AccessRefusal[] }) =>
  reasons.length + (consent.state === "given" ? 0 : accessRefusals.length);

function refusals(
  asker: Exclude<Asker, { kind: "investor" }>,
  need: AccessNeed,
  consent: Consent,
  now: Date,
): readonly AccessRefusal[] {
  return [
    ...notInForce(consent, now),
    ...notCovered(consent, need),
    ...(asker.kind === "bankAccess"
      ? bankRefusals(asker.bank, consent, now)
      : recipientRefusals(asker, consent)),
  ];
}

const endings = {
  requested: "notGiven",
  presented: "notGiven",
  declined: "declined",
  expired: "expired",
  withdrawn: "withdrawn",
  terminated: "terminated",
  revokedAtBank: "revokedAtBank",
} as const satisfies Record<Exclude<ConsentState, "given">, AccessRefusal>;

function notInForce(consent: Consent, now: Date): AccessRefusal[] {
  if (consent.state !== "given") return [endings[consent.state]];
  return consent.validUntil > now ? [] : ["expired"];
}

function notCovered(
  { accountIds, terms }: Consent,
  { accountId, cluster, from, holds = [] }: AccessNeed,
): AccessRefusal[] {
  const found: AccessRefusal[] = [];
  const covered = terms.clusters.find((one) => one.cluster === cluster);
  if (!covered) found.push("clusterNotCovered");
  if (accountId !== null && accountIds === null) found.push("accountsNotChosen");
  else if (accountId !== null && !accountIds?.includes(accountId)) found.push("accountNotCovered");
  const since = covered?.historyFrom ?? null;
  if (since !== null && (from === null || from < since)) found.push("historyNotCovered");
  if (holds.some((one) => covered?.leavesOut.includes(one))) found.push("itemNotCovered");
  return found;
}

function recipientRefusals(
  asker: Extract<Asker, { kind: "advisor" | "client" }>,
  { terms: { recipients } }: Consent,
): AccessRefusal[] {
  if (asker.kind === "client")
    return recipients.clientIds.includes(asker.clientId) ? [] : ["recipientNotNamed"];
  if (asker.standing === "notAMember") return ["notAMember"];
  if (asker.standing === "disabled") return ["advisorDisabled"];
  const isNamed = recipients.wholeTeam || recipients.advisorIds.includes(asker.personId);
  return isNamed ? [] : ["recipientNotNamed"];
}

function bankRefusals(bank: BankSide, consent: Consent, now: Date): AccessRefusal[] {
  const found: AccessRefusal[] = [];
  if (!bank.hasCredential) found.push("credentialMissing");
  if (bank.bankConsentUntil === null) found.push("bankConsentMissing");
  else if (bank.bankConsentUntil !== "none" && bank.bankConsentUntil <= now) found.push("bankConsentTooOld");
  if (bank.lastScaAt === null) found.push("scaMissing");
  else if (addDays(bank.lastScaAt, scaLifetimeDays) < now) found.push("scaTooOld");
  if (bank.region !== consent.region) found.push("regionMismatch");
  return [...found, ...tooOften(bank, consent)];
}

function tooOften(bank: BankSide, { terms: { access } }: Consent): AccessRefusal[] {
  switch (access.kind) {
    case "oneOff":
      return bank.hasBeenRead ? ["alreadyRead"] : [];
    case "ongoing":
      return !bank.isAttended && bank.unattendedReadsToday >= access.perDay ? ["readTooOften"] : [];
    default:
      return unreachable(access);
  }
}
