import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type AuthorisationId, idSchema } from "#lib/kernel/id.ts";
import { type Acknowledgement, answerSchema } from "./answer.ts";
import { authorisationTransitions, type ScaStatus } from "./authorisation.ts";
import type { Relayed } from "./relay.ts";
import { findRow } from "./repository.ts";

export const AnswerAuthorisation = z.strictObject({
  authorisationId: idSchema("aut"),
  step: z.int().min(1).max(10_000),
  answer: answerSchema,
});
export type AnswerAuthorisation = z.output<typeof AnswerAuthorisation>;

/** Hands an answer to the worker at an address, and says what it said. */
export type Relay = (relayed: Relayed, workerAddress: string) => Promise<Acknowledgement>;

/**
 * Hands the investor's answer to the worker that leads the dialog, and returns once the dialog has it. Nothing of it
 * is kept on the way. Sent again it counts once and is told the same; a refusal says whether something else is asked
 * meanwhile, whether it was no answer to this, or whether nobody asks any more.
 */
export async function answerAuthorisation(
  ctx: Context,
  relay: Relay,
  { authorisationId, step, answer }: AnswerAuthorisation,
): Promise<void> {
  requirePermission(ctx, "authorisation.answer");
  const row = await inTransaction(ctx, (tx) => findRow(tx, authorisationId as AuthorisationId));
  if (!row) throw new AppError("authorisation.not_found", { authorisationId });
  // No worker has taken it up yet, so there is nobody to tell.
  if (row.workerAddress === null) throw new AppError("authorisation.unreachable", { authorisationId });
  const relayed = { authorisationId: row.authorisationId, step, answer };
  refuse(await handOver(relay, relayed, row.workerAddress, row.status), authorisationId);
}

/** Of an attempt that has ended its worker is asked all the same: who sends an answer again hears what they heard before. */
async function handOver(
  relay: Relay,
  relayed: Relayed,
  workerAddress: string,
  status: ScaStatus,
): Promise<Acknowledgement> {
  try {
    return await relay(relayed, workerAddress);
  } catch (cause) {
    if (isOver(status)) return "gone";
    throw cause;
  }
}

const isOver = (status: ScaStatus): boolean => authorisationTransitions[status].length === 0;

function refuse(acknowledgement: Acknowledgement, authorisationId: string): void {
  if (acknowledgement === "accepted") return;
  throw new AppError(`authorisation.${acknowledgement}`, { authorisationId });
}
