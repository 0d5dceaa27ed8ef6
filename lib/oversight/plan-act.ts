import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { type EndableConsent, listEndable, listNaming } from "#lib/consent/list-endable.ts";
import type { Transaction } from "#lib/db/database.ts";
import { listNames, listNamesOf, type NamedPerson } from "#lib/identity/list-names.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { type DeletableCredential, listDeletable } from "#lib/vault/list-deletable.ts";
import type { ActAsked } from "./asked.ts";
import {
  type AfterOffboarding,
  mostItems,
  type SecondPersonReason,
  type SubjectId,
  secondPersonFor,
  whatBecomesOf,
} from "./oversight.ts";
import { countEndedAlone } from "./repository.ts";
import { findRule } from "./rule-repository.ts";

export interface PlannedItem {
  readonly subjectId: SubjectId;
  readonly personId: PersonId;
  /** Of a consent: until when it would go on; `null` where it waits for an answer. */
  readonly validUntil: Date | null;
  /** Of a bank access. */
  readonly institutionId: string | null;
  readonly lastOpenedAt: Date | null;
}

export interface Staying extends Pick<PlannedItem, "personId"> {
  readonly subjectId: SubjectId;
  readonly why: Exclude<AfterOffboarding, "ends">;
}

/** What an act would do at this moment. */
export interface ActPlan {
  readonly items: readonly PlannedItem[];
  /** How many of those named are over already. */
  readonly over: number;
  readonly staying: readonly Staying[];
  /** How many consents are for every advisor of the firm, and so go on whoever leaves. */
  readonly forWholeTeam: number;
  readonly advisor: NamedPerson | null;
  readonly successor: NamedPerson | null;
  readonly second: SecondPersonReason | null;
  /** SHA-256 of all that the decision is about, in hexadecimal: what was shown and what would be done are compared by it. */
  readonly fingerprint: string;
}

type Draft = Omit<ActPlan, "second" | "fingerprint"> & { readonly facts: unknown };

export async function planAct(tx: Transaction, ctx: Context, asked: ActAsked): Promise<ActPlan> {
  const { personId } = requirePerson(ctx, "oversight.propose");
  const { facts, ...draft } = await draftOf(tx, ctx, asked);
  if (draft.items.length > mostItems) throw new AppError("oversight.too_many", { most: mostItems });
  const { secondPersonForConsents } = await findRule(tx);
  const endedAlone = await countEndedAlone(tx, personId);
  const second = secondPersonFor(asked.kind, draft.items.length, {
    firmAsks: secondPersonForConsents,
    endedAlone,
  });
  // What it is to be done to stands in the facts, by identifier and in one order.
  const told = canonicalize({ kind: asked.kind, facts, second }) as string;
  return { ...draft, second, fingerprint: createHash("sha256").update(told).digest("hex") };
}

function draftOf(tx: Transaction, ctx: Context, asked: ActAsked): Promise<Draft> {
  if ("consentIds" in asked) return draftEndings(tx, ctx, asked);
  return "advisorId" in asked ? draftOffboarding(tx, ctx, asked) : draftDeletions(tx, ctx, asked);
}

const nothingBeside = { staying: [], forWholeTeam: 0, advisor: null, successor: null };

async function draftEndings(
  tx: Transaction,
  ctx: Context,
  { consentIds }: Extract<ActAsked, { consentIds: unknown }>,
): Promise<Draft> {
  const found = await listEndable(tx, ctx, consentIds);
  const [missing] = consentIds.filter((id) => !found.some(({ consentId }) => consentId === id));
  if (missing) throw new AppError("consent.not_found", { consentId: missing });
  const open = found.filter(({ isOver }) => !isOver);
  return {
    ...nothingBeside,
    items: open.map(toEnding),
    over: found.length - open.length,
    facts: open.map(revisionOf),
  };
}

async function draftDeletions(
  tx: Transaction,
  ctx: Context,
  asked: Extract<ActAsked, { kind: "credentials.delete" }>,
): Promise<Draft> {
  const found = await listDeletable(tx, ctx, asked, mostItems + 1);
  const named = "credentialIds" in asked ? asked.credentialIds : [];
  const [missing] = named.filter((id) => !found.some(({ credentialId }) => credentialId === id));
  if (missing) throw new AppError("vault.credential_not_found", { credentialId: missing });
  const sealed = found.filter(({ state }) => state === "sealed");
  return {
    ...nothingBeside,
    items: sealed.map(toDeletion),
    over: found.length - sealed.length,
    facts: sealed.map(({ credentialId }) => credentialId),
  };
}

async function draftOffboarding(
  tx: Transaction,
  ctx: Context,
  { advisorId, successorId }: Extract<ActAsked, { kind: "advisor.offboard" }>,
): Promise<Draft> {
  const present = (await listNamesOf(tx, ctx, "advisor")).filter(({ isDisabled }) => !isDisabled);
  const names = await listNames(tx, ctx, successorId ? [advisorId, successorId] : [advisorId]);
  const advisor = names.get(advisorId);
  // Consents go on naming somebody who was given another role; who never was an advisor is named by none.
  if (!advisor || advisor.role === "investor") throw new AppError("oversight.not_an_advisor", { advisorId });
  const successor = successorId ? present.find(({ personId }) => personId === successorId) : null;
  if (successor === undefined || successorId === advisorId)
    throw new AppError("oversight.not_an_advisor", { advisorId: successorId ?? advisorId });
  const { named, forWholeTeam } = await listNaming(tx, ctx, advisorId, mostItems + 1);
  if (advisor.role !== "advisor" && named.length === 0)
    throw new AppError("oversight.not_an_advisor", { advisorId });
  const isPresent = (id: PersonId) => present.some(({ personId }) => personId === id);
  const judged = named.map((consent) => ({
    consent,
    becomes: whatBecomesOf(consent, advisorId, successorId, isPresent),
  }));
  return {
    items: judged.filter(({ becomes }) => becomes === "ends").map(({ consent }) => toEnding(consent)),
    over: 0,
    staying: judged.flatMap(({ consent: { consentId, investorId }, becomes }) =>
      becomes === "ends" ? [] : [{ subjectId: consentId, personId: investorId, why: becomes }],
    ),
    ...{ forWholeTeam, advisor, successor },
    facts: {
      ...{ advisorId, successorId },
      isActive: isActiveAdvisor(advisor),
      consents: judged.map(({ consent, becomes }) => [...revisionOf(consent), becomes]),
    },
  };
}

/** Whether consents that go on still show them anything. */
export const isActiveAdvisor = ({ role, isDisabled }: NamedPerson): boolean =>
  role === "advisor" && !isDisabled;

const revisionOf = ({ consentId, state, revision }: EndableConsent) => [consentId, state, revision];

const toEnding = ({ consentId, investorId, validUntil }: EndableConsent): PlannedItem => ({
  ...{ subjectId: consentId, personId: investorId, validUntil },
  ...{ institutionId: null, lastOpenedAt: null },
});

const toDeletion = (credential: DeletableCredential): PlannedItem => {
  const { credentialId, personId, institutionId, lastOpenedAt } = credential;
  return { subjectId: credentialId, personId, validUntil: null, institutionId, lastOpenedAt };
};
