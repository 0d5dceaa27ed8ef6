import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StaffSignInScreen } from "#components/identity/staff-sign-in-screen.tsx";
import { safeNextPath } from "#lib/identity/session.ts";
import { knownOidcNotice } from "#lib/server/oidc-refusal.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { PublicFrame } from "../../frame.tsx";
import { beginPasskeyAction, finishPasskeyAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staffSignIn"))("title") };
}

export default async function StaffSignInPage({ searchParams }: { readonly searchParams: Query }) {
  return (
    <PublicFrame>
      <StaffSignInScreen
        startOidcHref="/api/auth/signin/oidc"
        beginPasskey={beginPasskeyAction}
        finishPasskey={finishPasskeyAction}
        notice={knownOidcNotice(await queryText(searchParams, "notice"))}
        next={safeNextPath(await queryText(searchParams, "next"))}
      />
    </PublicFrame>
  );
}
