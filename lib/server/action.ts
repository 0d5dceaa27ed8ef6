import "server-only";

import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { getLocale } from "next-intl/server";
import type { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { recordRefusal } from "#lib/audit/record-refusal.ts";
import { translator } from "#lib/i18n/messages.ts";
import { safeNextPath } from "#lib/identity/session.ts";
import type { ActionState, FormAction } from "#lib/kernel/action-state.ts";
import { AppError, type ErrorCode, errorCatalogue } from "#lib/kernel/errors.ts";
import { isLocale, type Locale } from "#lib/kernel/locale.ts";
import { secondsSince, type Told, tell } from "#lib/kernel/told.ts";
import { currentContext } from "./context.ts";
import { fieldProblems, fileBytes, fileTexts, formObject, keptValues } from "./form.ts";
import { frontHeaders } from "./front-headers.ts";
import { log } from "./log.ts";
import { noteOutage } from "./outage.ts";

interface Options {
  /** Who acts. Somebody signed in, unless the action is one of signing in. */
  readonly as?: () => Promise<Context>;
  /** Fields shown again after a refusal. */
  readonly keep?: readonly string[];
  /** File inputs, each of which is read as text. */
  readonly files?: readonly string[];
  /** File inputs, each of which is read as base64. */
  readonly images?: readonly string[];
}

/** Turns a use case into a form's server action: session, parse, run, map. It holds no rule of its own. */
export function formAction<Schema extends z.ZodType, T = null>(
  schema: Schema,
  run: (ctx: Context, input: z.output<Schema>) => Promise<T>,
  options: Options = {},
): FormAction<T> {
  return async (_previous, posted) => {
    // Whoever calls an action without its page sends what they like in the form's place.
    const form = posted instanceof FormData ? posted : new FormData();
    const values = keptValues(form, options.keep ?? []);
    const files = await fileTexts(form, options.files ?? []);
    const images = await fileBytes(form, options.images ?? []);
    const input = schema.safeParse({ ...formObject(form), ...files, ...images });
    if (!input.success) return invalid(input.error, values);
    return settle(() => runAs(options, input.data, (ctx) => run(ctx, input.data)), values);
  };
}

/** The same for an action that a script calls with one argument instead of a form. */
export function callAction<Schema extends z.ZodType, T>(
  schema: Schema,
  run: (ctx: Context, input: z.output<Schema>) => Promise<T>,
  options: Options = {},
) {
  return async (argument?: unknown): Promise<ActionState<T>> => {
    const input = schema.safeParse(argument);
    if (!input.success) return invalid(input.error, {});
    return settle(() => runAs(options, input.data, (ctx) => run(ctx, input.data)), {});
  };
}

async function runAs<T>(
  { as = currentContext }: Options,
  input: unknown,
  run: (ctx: Context) => Promise<T>,
): Promise<T> {
  const ctx = await as();
  try {
    return await run(ctx);
  } catch (failure) {
    if (failure instanceof AppError) await recordRefusal(ctx, failure, input);
    throw failure;
  }
}

async function settle<T>(
  run: () => Promise<T>,
  values: Readonly<Record<string, string>>,
): Promise<ActionState<T>> {
  const begun = performance.now();
  const ended = (outcome: Told["action.ended"]["outcome"]) =>
    tell("action.ended", { outcome, seconds: secondsSince(begun) });
  try {
    const value = await run();
    ended("done");
    return { status: "done", value };
  } catch (failure) {
    const code = codeOf(failure);
    ended(code === null ? "done" : errorCatalogue[code].status < 500 ? "refused" : "failed");
    if (code === null) return unstable_rethrow(failure) as never;
    tell("refused", { code, where: "action" });
    await goWhereItCanBeMended(code);
    return { status: "failed", code, ...(await report(code, failure)), values };
  }
}

/** `null` for `redirect()` and `notFound()`, which work by throwing and are not failures. */
function codeOf(failure: unknown): ErrorCode | null {
  try {
    unstable_rethrow(failure);
  } catch {
    return null;
  }
  return failure instanceof AppError ? failure.code : "internal";
}

/** Some refusals have a page of their own that leads back here. */
async function goWhereItCanBeMended(code: ErrorCode): Promise<void> {
  const next = encodeURIComponent((await callingPath()) ?? "");
  if (code === "auth.step_up_required") redirect(`/step-up?next=${next}`);
  if (code === "auth.session_expired") redirect(`/sign-in?notice=expired&next=${next}`);
  if (code === "auth.unauthenticated") redirect(`/sign-in?next=${next}`);
  if (code === "auth.second_factor_required") redirect(`/sign-in/second-factor?next=${next}`);
}

async function callingPath(): Promise<string | null> {
  const referer = (await headers()).get("referer");
  if (!referer || !URL.canParse(referer)) return null;
  const { pathname, search } = new URL(referer);
  return safeNextPath(pathname + search);
}

/** Where to go on after this page: what it was asked to lead to, else the page itself. */
export async function pathBehindThis(): Promise<string | null> {
  const path = await callingPath();
  const next = path ? new URL(path, "http://licet.invalid").searchParams.get("next") : null;
  return safeNextPath(next) ?? path;
}

/** Code, title and request id are all that leave the server; the cause stays in its log. */
async function report(code: ErrorCode, failure: unknown) {
  const requestId = (await headers()).get(frontHeaders.requestId) ?? "none";
  if (code === "internal") log().error({ err: failure, requestId }, "action.failed");
  if (code === "system.unavailable") {
    log().warn({ err: failure, requestId }, "action.unavailable");
    noteOutage(requestId);
  }
  return { title: errorTitle(await currentLocale(), code), requestId };
}

export const errorTitle = (locale: Locale, code: ErrorCode): string => translator(locale, "errors")(code);

async function invalid<T>(
  error: z.ZodError,
  values: Readonly<Record<string, string>>,
): Promise<ActionState<T>> {
  tell("action.ended", { outcome: "invalid", seconds: 0 });
  const t = translator(await currentLocale(), "validation");
  const fields = Object.fromEntries(
    Object.entries(fieldProblems(error)).map(([name, codes]) => [
      name,
      codes.map((code) => t(knownProblem(code))),
    ]),
  );
  return { status: "invalid", fields, values };
}

/** Every problem has a text; one without is said in general. */
const problems = [
  "email",
  "phone",
  "httpsLink",
  "tooLong",
  "required",
  "number",
  "percent",
  "colour",
  "days",
  "invalid",
] as const;
const knownProblem = (code: string) => problems.find((known) => known === code) ?? "invalid";

async function currentLocale(): Promise<Locale> {
  const locale = await getLocale();
  return isLocale(locale) ? locale : "en";
}
