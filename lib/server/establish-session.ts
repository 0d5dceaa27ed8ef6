import "server-only";

import { landingPath } from "#lib/access/enter-face.ts";
import { signOut } from "#lib/identity/own-sessions.ts";
import type { NewSession } from "#lib/identity/start-session.ts";
import { contextAs, currentSession } from "./context.ts";
import { followLocale } from "./locale.ts";
import { setSessionCookie } from "./session-cookie.ts";

/** Gives this browser its new session, ends the one that it had, and says where to go from here. */
export async function establishSession(session: NewSession, next: string | null): Promise<string> {
  await endPreviousSession();
  await setSessionCookie(session);
  await followLocale(session.locale);
  return pathAfter(session, next);
}

/** A browser has one session: the old one would otherwise live on in whatever copied its cookie. */
export async function endPreviousSession(): Promise<void> {
  const previous = await currentSession();
  if (previous.kind === "person") await signOut(await contextAs(previous.actor));
}

export function pathAfter({ level, role }: Pick<NewSession, "level" | "role">, next: string | null): string {
  const path = landingPath(role, next);
  return level === "full" ? path : `/sign-in/second-factor?next=${encodeURIComponent(path)}`;
}
