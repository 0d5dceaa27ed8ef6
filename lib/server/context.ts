import "server-only";

import { headers } from "next/headers";
import { cache } from "react";
import type { Actor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { describeDevice } from "#lib/identity/device.ts";
import { resolveSession } from "#lib/identity/resolve-session.ts";
import type { Visit } from "#lib/identity/visit.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { facesAt } from "./faces.ts";
import { frontHeaders } from "./front-headers.ts";
import { pools } from "./pools.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Where this request comes from, as the front saw it. Without the front there is no request to serve. */
export async function currentVisit(): Promise<Visit> {
  const given = await headers();
  const origin = given.get(frontHeaders.origin);
  const remoteAddress = given.get(frontHeaders.remoteAddress);
  if (!origin || !remoteAddress) throw new AppError("request.wrong_host");
  return {
    origin,
    faces: facesAt(origin, webConfig()),
    remoteAddress,
    device: describeDevice(given.get("user-agent")),
  };
}

export async function contextAs<A extends Actor>(actor: A): Promise<Context<A>> {
  const requestId = (await headers()).get(frontHeaders.requestId) ?? "none";
  return { actor, db: pools().data, clock: systemClock, requestId };
}

export const visitorContext = () => contextAs({ type: "visitor" });

/** Whose request this is, resolved once a request. */
export const currentSession = cache(async () => {
  const token = await readSessionCookie();
  if (!token) return { kind: "nobody" } as const;
  const { origin } = await currentVisit();
  return resolveSession(await visitorContext(), token, origin);
});

/**
 * The context of whoever is signed in, a pending sign-in included; use cases decide what that allows.
 * Throws for nobody, telling an ended session from none.
 */
export async function currentContext(): Promise<Context> {
  const session = await currentSession();
  if (session.kind === "person") return contextAs(session.actor);
  throw new AppError(session.kind === "expired" ? "auth.session_expired" : "auth.unauthenticated");
}
