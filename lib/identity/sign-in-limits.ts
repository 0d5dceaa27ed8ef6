import type { Context } from "#lib/access/context.ts";
import { networkOf } from "#lib/access/network.ts";
import { giveTurnBack, takeTurn } from "#lib/access/rate-limit.ts";
import type { Visit } from "./visit.ts";

const windowSeconds = 15 * 60;
const starts = { name: "signIn.start", limit: 300, windowSeconds };
const refusals = { name: "signIn.refused", limit: 60, windowSeconds };
const mailFromNetwork = { name: "signIn.mail.network", limit: 60, windowSeconds };
const mailToAddress = { name: "signIn.mail.address", limit: 5, windowSeconds };

/** What proves nothing yet and fills tables: a challenge, the way to an identity provider, a persona. */
export async function limitStart(ctx: Context, visit: Visit): Promise<void> {
  await takeTurn(ctx, starts, networkOf(visit.remoteAddress));
}

/**
 * Asking for mail counts against the network that asks, and against the address only together with it: whoever asks
 * for a stranger's mail uses up nothing of the stranger's. How often one mailbox is written to is the worker's to
 * say (`send-sign-in-mail.job.ts`).
 */
export async function limitMailRequest(ctx: Context, visit: Visit, emailKey: string): Promise<void> {
  const network = networkOf(visit.remoteAddress);
  await takeTurn(ctx, mailFromNetwork, network);
  await takeTurn(ctx, mailToAddress, `${network}\n${emailKey}`);
}

/** One more proof from this network that did not hold; refuses once there were too many. */
export async function countRefusal(ctx: Context, visit: Visit): Promise<void> {
  await takeTurn(ctx, refusals, networkOf(visit.remoteAddress));
}

/**
 * Runs an attempt to prove who one is. One that holds costs nothing, so an office full of people can sign in; one
 * that does not counts against its network. The turn is taken first, so that many at once are no way round it.
 */
export async function countingRefusals<T>(
  ctx: Context,
  visit: Visit,
  attempt: () => Promise<T>,
  held: (result: T) => boolean = () => true,
): Promise<T> {
  const network = networkOf(visit.remoteAddress);
  await takeTurn(ctx, refusals, network);
  const result = await attempt();
  if (held(result)) await giveTurnBack(ctx, refusals, network);
  return result;
}
