import type { Context } from "#lib/access/context.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import type { Visit } from "./visit.ts";

const fifteenMinutes = 15 * 60;
const perAddress = { name: "signIn.mail.address", limit: 5, windowSeconds: fifteenMinutes };
const perSource = { name: "signIn.source", limit: 60, windowSeconds: fifteenMinutes };

/** Every way to sign in counts against where it comes from, mail also against the address it is sent to. */
export async function limitSignIn(ctx: Context, visit: Visit, emailKey?: string): Promise<void> {
  await takeTurn(ctx, perSource, visit.remoteAddress);
  if (emailKey) await takeTurn(ctx, perAddress, emailKey);
}
