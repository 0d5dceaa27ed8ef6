import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";

const fromAdvisor = { name: "invitation.advisor", limit: 40, windowSeconds: 60 * 60 };
const toMailbox = { name: "invitation.mailbox", limit: 5, windowSeconds: 24 * 60 * 60 };

/** More than anybody invites by hand, and far less than what looks for addresses. Refused ones count too. */
export async function limitInvitations(ctx: Context, { tenantId, personId }: PersonActor): Promise<void> {
  await takeTurn(ctx, fromAdvisor, `${tenantId}\n${personId}`);
}

/** A firm's advisors together do not flood one mailbox, neither with invitations nor by sending one again. */
export async function limitMailbox(ctx: Context, { tenantId }: PersonActor, emailKey: string): Promise<void> {
  await takeTurn(ctx, toMailbox, `${tenantId}\n${emailKey}`);
}
