import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import type { ChunkKey } from "./chunk-key.ts";
import type { DeclarationContext, DeclarationSubject } from "./context.ts";
import {
  countHeld,
  deleteSealed,
  listSealed,
  lockSealed,
  type SealedDeclaration,
  saveSealed,
} from "./declaration-repository.ts";
import type { RecordKeys } from "./record-keys.ts";
import { RecordsError } from "./records-error.ts";
import { refusingOpening, refusingStoring } from "./refusing.ts";
import { padded, parseJson } from "./sheet.ts";

/** What an investor said of one thing or account. What it means is told by whoever had it stored. */
export interface Declaration extends DeclarationContext {
  readonly content: unknown;
}

/** Sealed as they are, in the caller's transaction: opening them is done outside of it. */
export async function readDeclarations(tx: Transaction, ctx: Context): Promise<readonly SealedDeclaration[]> {
  const { personId } = requirePerson(ctx, "declaration.read");
  return listSealed(tx, personId);
}

/** The acting investor's own. Where there is none no key is asked for. */
export async function openDeclarations(
  ctx: Context,
  keys: RecordKeys,
  sealed: readonly SealedDeclaration[],
): Promise<readonly Declaration[]> {
  const { tenantId, personId } = requirePerson(ctx, "declaration.read");
  if (sealed.length === 0) return [];
  using key = await refusingOpening({ investorId: personId }, () => keys.investorKey(tenantId, personId));
  return sealed.map((one) => openOne(key, one));
}

/** As it is now, or `null`. Nobody else changes it until the caller's transaction ends. */
export async function lockDeclaration(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  subjectId: DeclarationSubject,
): Promise<Declaration | null> {
  const { personId } = requirePerson(ctx, "declaration.make");
  const sealed = await lockSealed(tx, personId, subjectId);
  return sealed && openOne(key, sealed);
}

/** How many things, or accounts, the acting investor has said something of; held until the caller's transaction ends. */
export async function countDeclarations(
  tx: Transaction,
  ctx: Context,
  prefix: "ast" | "acc",
): Promise<number> {
  const { tenantId, personId: investorId } = requirePerson(ctx, "declaration.make");
  return countHeld(tx, { tenantId, investorId }, prefix);
}

/** Puts what the acting investor says in the place of the version before it; 0 where there was none. */
export async function storeDeclaration(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  {
    subjectId,
    after,
    content,
  }: Pick<DeclarationContext, "subjectId"> & {
    readonly after: number;
    readonly content: object;
  },
): Promise<void> {
  const { personId: investorId } = requirePerson(ctx, "declaration.make");
  if (key.context.investorId !== investorId) throw new AppError("auth.forbidden");
  const context: DeclarationContext = { subjectId, version: after + 1 };
  const plaintext = padded(JSON.stringify(content));
  try {
    const envelope = key.sealDeclaration(context, plaintext);
    await refusingStoring({ investorId, subjectId }, () =>
      saveSealed(tx, key.context, investorId, { ...context, envelope }),
    );
  } finally {
    plaintext.fill(0);
  }
}

/** Whether there is one now. Nobody else changes it until the caller's transaction ends; it is not opened. */
export async function seesDeclaration(
  tx: Transaction,
  ctx: Context,
  subjectId: DeclarationSubject,
): Promise<boolean> {
  const { personId } = requirePerson(ctx, "declaration.make");
  return (await lockSealed(tx, personId, subjectId)) !== null;
}

/** Removes it in the version that was seen, or refuses. */
export async function removeDeclaration(
  tx: Transaction,
  ctx: Context,
  { subjectId, version }: DeclarationContext,
): Promise<void> {
  const { personId } = requirePerson(ctx, "declaration.make");
  const isGone = await deleteSealed(tx, personId, { subjectId, version });
  if (!isGone) throw new AppError("declaration.changed", { subjectId });
}

function openOne(key: ChunkKey, { envelope, ...about }: SealedDeclaration): Declaration {
  try {
    const plaintext = key.openDeclaration(about, envelope);
    try {
      return { ...about, content: parseJson(plaintext) };
    } finally {
      plaintext.fill(0);
    }
  } catch (cause) {
    if (!(cause instanceof EnvelopeError || cause instanceof RecordsError)) throw cause;
    throw new AppError("records.unopenable", { subjectId: about.subjectId, reason: cause.code }, { cause });
  }
}
