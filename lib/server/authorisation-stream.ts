import "server-only";

import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { watchAuthorisation } from "#lib/authorisation/watch-authorisation.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { messageStream } from "./authorisation-messages.ts";
import { noticesOf } from "./authorisation-notices.ts";
import { takePlace } from "./stream-places.ts";

/** A person's own confirmation as it goes on, until it is over or they may see nothing more of it. */
export async function authorisationStream(
  ctx: Context,
  authorisationId: AuthorisationId,
  connectionId: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const { personId } = requirePerson(ctx, "authorisation.read");
  const first = await watchAuthorisation(ctx, authorisationId);
  if (first.connectionId !== connectionId) throw new AppError("authorisation.not_found", { authorisationId });
  const giveBack = takePlace(personId);
  const notices = noticesOf(authorisationId);
  return messageStream({
    ...{ first, notices, signal },
    look: () => watchAuthorisation(ctx, authorisationId),
    leave: () => {
      notices.close();
      giveBack();
    },
  });
}
