import "server-only";

import { notFound, redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import type { Context } from "#lib/access/context.ts";
import { enterFace, homeOf } from "#lib/access/enter-face.ts";
import type { Face } from "#lib/access/roles.ts";
import { recordRefusal } from "#lib/audit/record-refusal.ts";
import { readViewer } from "#lib/identity/own-profile.ts";
import type { ViewerView } from "#lib/identity/view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { isLocale, type Locale } from "#lib/kernel/locale.ts";
import { tell } from "#lib/kernel/told.ts";
import { contextAs, currentSession } from "./context.ts";

export interface PageOf {
  readonly ctx: Context;
  readonly viewer: ViewerView;
  readonly locale: Locale;
}

/**
 * What a page of one face starts with: somebody signed in whom the use case lets in. Others are sent to
 * sign in, or told that there is no such page: a face that is not theirs does not exist for them.
 */
export async function enterPage(face: Face, path: string): Promise<PageOf> {
  const ctx = await requireSignedIn(path);
  try {
    enterFace(ctx, face);
  } catch (refusal) {
    if (!(refusal instanceof AppError)) throw refusal;
    await recordRefusal(ctx, refusal, path);
    tell("refused", { code: refusal.code, where: "page" });
    notFound();
  }
  return { ctx, viewer: await readViewer(ctx), locale: await pageLocale() };
}

/** Sends whoever is signed in on to where they belong; a visitor stays. */
export async function leaveIfSignedIn(): Promise<void> {
  const session = await currentSession();
  if (session.kind !== "person") return;
  const { type } = session.actor;
  redirect(type === "pending" ? "/sign-in/second-factor" : homeOf(type));
}

/** The page of whoever is fully signed in, whichever face is theirs; `null` for everybody else. */
export async function pageOfSignedIn(): Promise<PageOf | null> {
  const session = await currentSession();
  if (session.kind !== "person" || session.actor.type === "pending") return null;
  const ctx = await contextAs(session.actor);
  return { ctx, viewer: await readViewer(ctx), locale: await pageLocale() };
}

/** Whoever is fully signed in, or a redirect to where they can be. */
export async function requireSignedIn(path: string): Promise<Context> {
  const session = await currentSession();
  const next = encodeURIComponent(path);
  if (session.kind === "expired") redirect(`/sign-in?notice=expired&next=${next}`);
  if (session.kind === "nobody") redirect(`/sign-in?next=${next}`);
  if (session.actor.type === "pending") redirect(`/sign-in/second-factor?next=${next}`);
  return contextAs(session.actor);
}

/**
 * For what needs a fresh proof of who the person is: it is given before anything is typed or sent, and leads back. For
 * whom it is not, and where there is nothing, there is no such page. Each leaves its event.
 */
export async function orStepUp<T>(ctx: Context, next: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (refusal) {
    if (!(refusal instanceof AppError)) throw refusal;
    await recordRefusal(ctx, refusal, next);
    // What is thrown on is told where it ends the page (instrumentation.ts).
    const { code } = refusal;
    const isNotThere = code === "auth.forbidden" || code.endsWith("not_found");
    if (isNotThere || code === "auth.step_up_required") tell("refused", { code, where: "page" });
    if (refusal.code === "auth.step_up_required") redirect(`/step-up?${new URLSearchParams({ next })}`);
    if (isNotThere) notFound();
    throw refusal;
  }
}

/** An identifier in an address. What is none of its kind leads to no page, is nobody’s, and leaves no event. */
export function idInAddress<Kind extends string>(kind: Kind, text: string) {
  const id = idSchema(kind).safeParse(text);
  return id.success ? id.data : notFound();
}

/** For what a page is about: where it does not exist for whoever asks, neither does the page. Each leaves its event. */
export async function orNotFound<T>(ctx: Context, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (refusal) {
    if (!(refusal instanceof AppError && refusal.code.endsWith("not_found"))) throw refusal;
    await recordRefusal(ctx, refusal);
    tell("refused", { code: refusal.code, where: "page" });
    notFound();
  }
}

export async function pageLocale(): Promise<Locale> {
  const locale = await getLocale();
  return isLocale(locale) ? locale : "en";
}

/** Search parameters as single texts: a repeated one counts as absent. */
export type Query = Promise<Readonly<Record<string, string | string[] | undefined>>>;

export async function queryText(query: Query, name: string): Promise<string | null> {
  const value = (await query)[name];
  return typeof value === "string" ? value : null;
}
