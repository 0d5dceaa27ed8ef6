import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SecondFactorScreen } from "#components/identity/second-factor-screen.tsx";
import { readPending } from "#lib/identity/own-profile.ts";
import { safeNextPath } from "#lib/identity/session.ts";
import { contextAs, currentSession } from "#lib/server/context.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { signOutAction } from "../../../shell-actions.ts";
import { PublicFrame } from "../../frame.tsx";
import {
  beginRegistrationAction,
  beginSecondFactorAction,
  finishRegistrationAction,
  finishSecondFactorAction,
} from "../../step-up/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("secondFactor"))("verifyTitle") };
}

export default async function SecondFactorPage({ searchParams }: { readonly searchParams: Query }) {
  const session = await currentSession();
  if (session.kind !== "person") redirect("/sign-in/staff");
  if (session.actor.type !== "pending") redirect("/");
  const pending = await readPending(await contextAs(session.actor));
  const common = {
    person: pending.name,
    signOut: signOutAction,
    next: safeNextPath(await queryText(searchParams, "next")),
  };
  return (
    <PublicFrame>
      {pending.hasPasskey ? (
        <SecondFactorScreen
          {...common}
          mode="verify"
          begin={beginSecondFactorAction}
          finish={finishSecondFactorAction}
        />
      ) : (
        <SecondFactorScreen
          {...common}
          mode="enrol"
          begin={beginRegistrationAction}
          finish={finishRegistrationAction}
        />
      )}
    </PublicFrame>
  );
}
