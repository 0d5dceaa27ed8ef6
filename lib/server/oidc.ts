import "server-only";

import { createHash, randomBytes } from "node:crypto";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { type WebConfig, webConfig } from "#lib/config/web-config.ts";
import { acceptStaffInvitation } from "#lib/identity/accept-staff-invitation.ts";
import { OidcSubject, refuseOidcAnswer, signInWithOidc } from "#lib/identity/sign-in-with-oidc.ts";
import type { NewSession } from "#lib/identity/start-session.ts";
import { tokenSchema } from "#lib/identity/token.ts";
import { AppError, type ErrorCode } from "#lib/kernel/errors.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { currentVisit, visitorContext } from "./context.ts";
import { log } from "./log.ts";
import { cookieOptions, sessionClaims, sessionCookieName } from "./session-cookie.ts";

export interface OidcAnswer {
  readonly location: string | null;
  readonly setCookies: readonly string[];
}

type Oidc = NonNullable<WebConfig["oidc"]>;

/** Sends the browser to the identity provider, with PKCE, state and nonce kept in this browser's cookies. */
export async function startOidc(
  origin: string,
  returnTo: string,
  forceLogin: boolean,
  invitation: Secret<string> | null = null,
): Promise<OidcAnswer & { readonly location: string }> {
  const { sessionSecret } = webConfig();
  // next-auth wants its double-submit token with a POST. The front has refused other sites already, so it is supplied here.
  const token = randomBytes(32).toString("hex");
  const hash = createHash("sha256").update(`${token}${sessionSecret.reveal()}`).digest("hex");
  const answer = await callNextAuth(origin, optionsFor(requireOidc(), forceLogin, rejectAnswer), {
    method: "POST",
    query: { nextauth: ["signin", "oidc"] },
    body: { csrfToken: token, callbackUrl: `${origin}${returnTo}` },
    cookies: { [cookieName("csrf")]: `${token}|${hash}` },
  });
  const { location, setCookies } = answer;
  // A provider that cannot be reached makes next-auth lead back to us instead of to it.
  if (!location || new URL(location, origin).origin === origin) throw new AppError("system.unavailable");
  return { location, setCookies: [...setCookies, invitationCookie(invitation)] };
}

const invitationName = "__Host-licet.staff";

/** Which invitation of staff this browser has gone to the provider with; none takes away what an earlier attempt left. */
const invitationCookie = (token: Secret<string> | null): string =>
  `${invitationName}=${token?.reveal() ?? ""}; Path=/; Max-Age=${token ? 900 : 0}; HttpOnly; Secure; SameSite=Lax`;

/** Takes the provider's answer: next-auth verifies it, our use case decides whose it is and begins the session. */
export async function finishOidc(
  origin: string,
  query: Record<string, string>,
  cookies: Record<string, string>,
): Promise<OidcAnswer & { readonly session: NewSession | null; readonly refusal: ErrorCode | null }> {
  let session: NewSession | null = null;
  let refusal: ErrorCode | null = null;
  const invitation = tokenSchema.safeParse(cookies[invitationName]).data;
  let verified = false;
  let failure: unknown = null;
  const options = optionsFor(requireOidc(), false, async (subject) => {
    verified = true;
    try {
      const [ctx, visit] = [await visitorContext(), await currentVisit()];
      session = invitation
        ? await acceptStaffInvitation(ctx, visit, invitation, subject)
        : await signInWithOidc(ctx, visit, subject);
      return session;
    } catch (cause) {
      if (cause instanceof AppError) refusal = cause.code;
      // next-auth makes a refusal of whatever is thrown here. That our own database is away is none.
      if (!(cause instanceof AppError) || cause.code === "system.unavailable") failure = cause;
      throw cause;
    }
  });
  const answer = await callNextAuth(origin, options, {
    method: "GET",
    query: { ...query, nextauth: ["callback", "oidc"] },
    body: {},
    cookies,
  });
  if (failure) throw failure;
  if (!verified) await refuseOidcAnswer(await visitorContext());
  const setCookies = [...answer.setCookies, invitationCookie(null)];
  return { ...answer, setCookies, session, refusal };
}

function requireOidc(): Oidc {
  const { oidc } = webConfig();
  if (!oidc) throw new AppError("request.not_found");
  return oidc;
}

const cookieName = (name: string) => `__Host-licet.${name}`;

type SignIn = (subject: OidcSubject) => Promise<NewSession>;

/** A start takes no answer. */
const rejectAnswer: SignIn = async () => {
  throw new AppError("auth.provider_rejected");
};

function optionsFor(oidc: Oidc, forceLogin: boolean, signIn: SignIn): NextAuthOptions {
  const cookie = (name: string) => ({ name, options: cookieOptions });
  const shortLived = (name: string) => ({
    name: cookieName(name),
    options: { ...cookieOptions, maxAge: 900 },
  });
  return {
    secret: webConfig().sessionSecret.reveal(),
    useSecureCookies: true,
    session: { strategy: "jwt", maxAge: 12 * 60 * 60 },
    pages: { signIn: "/sign-in/staff", error: "/sign-in/staff" },
    cookies: {
      sessionToken: cookie(sessionCookieName),
      csrfToken: cookie(cookieName("csrf")),
      callbackUrl: shortLived("return"),
      pkceCodeVerifier: shortLived("pkce"),
      state: shortLived("state"),
      nonce: shortLived("nonce"),
    },
    logger: { error: (code) => log().warn({ code }, "oidc.refused"), warn: () => {}, debug: () => {} },
    providers: [
      {
        id: "oidc",
        name: "oidc",
        type: "oauth",
        wellKnown: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
        issuer: oidc.issuer,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret.reveal(),
        idToken: true,
        checks: ["pkce", "state", "nonce"],
        authorization: {
          params: { scope: "openid", ...(forceLogin ? { prompt: "login", max_age: 0 } : {}) },
        },
        profile: ({ sub }: { sub: string }) => ({ id: sub }),
      },
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => (url.startsWith(`${baseUrl}/`) ? url : baseUrl),
      jwt: async ({ account, profile }) => {
        if (!account) throw new AppError("auth.provider_rejected");
        const { auth_time: authenticatedAt } = (profile ?? {}) as { auth_time?: unknown };
        const subject = OidcSubject.parse({
          issuer: oidc.issuer,
          subject: account.providerAccountId,
          authenticatedAt,
        });
        return sessionClaims((await signIn(subject)).token);
      },
    },
  };
}

interface Call {
  readonly method: "GET" | "POST";
  readonly query: Record<string, string | string[]>;
  readonly body: Record<string, string>;
  readonly cookies: Record<string, string>;
}

/** next-auth's handler for plain requests, so that its own routes (session, csrf, signout, …) are not exposed. */
async function callNextAuth(origin: string, options: NextAuthOptions, call: Call): Promise<OidcAnswer> {
  const { host, protocol } = new URL(origin);
  const headers = { host, "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) };
  const kept: { location: string | null; setCookies: string[] } = { location: null, setCookies: [] };
  const response = {
    getHeader: () => kept.setCookies,
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() === "set-cookie") kept.setCookies = [value].flat();
      if (name.toLowerCase() === "location") kept.location = [value].flat()[0] ?? null;
      return response;
    },
    status: () => response,
    send: () => {},
    json: () => {},
    end: () => {},
  };
  await NextAuth(
    { ...call, headers } as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    options,
  );
  return kept;
}
