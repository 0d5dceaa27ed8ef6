import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignInScreen } from "#components/identity/sign-in-screen.tsx";
import { safeNextPath } from "#lib/identity/session.ts";
import { listPersonas } from "#lib/identity/sign-in-as-persona.ts";
import { visitorContext } from "#lib/server/context.ts";
import { demo } from "#lib/server/demo.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { PublicFrame } from "../frame.tsx";
import {
  beginPasskeyAction,
  finishPasskeyAction,
  requestMailAction,
  signInAsPersonaAction,
} from "./actions.ts";

const notices = ["signedOut", "expired", "linkInvalid"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage({ searchParams }: { readonly searchParams: Query }) {
  const notice = await queryText(searchParams, "notice");
  return (
    <PublicFrame>
      <SignInScreen
        requestMail={requestMailAction}
        beginPasskey={beginPasskeyAction}
        finishPasskey={finishPasskeyAction}
        personas={demo() ? await listPersonas(await visitorContext()) : []}
        signInAsPersona={signInAsPersonaAction}
        demo={demo()}
        notice={notices.find((known) => known === notice) ?? null}
        next={safeNextPath(await queryText(searchParams, "next"))}
      />
    </PublicFrame>
  );
}
