import "server-only";

import type { Context } from "#lib/access/context.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import type { ChallengeImage } from "#lib/aspsp/dialog.ts";
import {
  type AnswerAuthorisation,
  answerAuthorisation,
  type Relay,
} from "#lib/authorisation/answer-authorisation.ts";
import {
  findByReturn,
  type ReadAuthorisation,
  type ReadChallengeImage,
  readAuthorisation,
  readChallengeImage,
  readCurrentAuthorisation as readCurrent,
} from "#lib/authorisation/read-authorisation.ts";
import { sendAnswer } from "#lib/authorisation/send-answer.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { type ConnectionId, idSchema } from "#lib/kernel/id.ts";
import type { Query } from "./page.ts";

/** More than anybody answers by hand, and each of them is one request to a worker. */
const answersPerPerson = { name: "authorisation.answer", limit: 300, windowSeconds: 15 * 60 };

const relay: Relay = (relayed, workerAddress) => sendAnswer(relayed, workerAddress, webConfig().relay);

/** Hands over what the person answers their bank. It is at rest nowhere on its way. */
export async function answerBank(ctx: Context, input: AnswerAuthorisation): Promise<void> {
  if (ctx.actor.type === "investor") await takeTurn(ctx, answersPerPerson, ctx.actor.personId);
  await answerAuthorisation(ctx, relay, input);
}

/** The confirmation of a connection that goes on, else its last; `null` where there is none, or it is not theirs. */
export async function readCurrentAuthorisation(
  ctx: Context,
  connectionId: string,
): Promise<AuthorisationView | null> {
  const id = idSchema("cnx").safeParse(connectionId);
  return id.success ? readCurrent(ctx, id.data as ConnectionId) : null;
}

export const readAuthorisationOf = (
  ctx: Context,
  authorisationId: ReadAuthorisation["authorisationId"],
): Promise<AuthorisationView> => readAuthorisation(ctx, { authorisationId });

export const readPicture = (ctx: Context, input: ReadChallengeImage): Promise<ChallengeImage> =>
  readChallengeImage(ctx, input);

/** Which of the acting person's own confirmations the bank sent the browser back for. */
export const findReturned = (ctx: Context, state: string): Promise<AuthorisationView | null> =>
  findByReturn(ctx, state);

/** Where banks send browsers back to; registered there, and without anything of ours in it. */
const returnPath = "/bank-access/return";

/** The whole address that a browser came back to. It may hold a bank's code: it is sealed and not kept. */
export async function returnedAddress(query: Query): Promise<string> {
  const address = new URL(returnPath, webConfig().origin);
  for (const [name, value] of Object.entries(await query)) {
    for (const one of [value ?? []].flat()) address.searchParams.append(name, one);
  }
  return address.href;
}
