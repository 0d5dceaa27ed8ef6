import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StepUpScreen } from "#components/identity/step-up-screen.tsx";
import { readStepUpMethods } from "#lib/identity/own-profile.ts";
import { safeNextPath } from "#lib/identity/session.ts";
import { demo } from "#lib/server/demo.ts";
import { knownOidcNotice } from "#lib/server/oidc-refusal.ts";
import { type Query, queryText, requireSignedIn } from "#lib/server/page.ts";
import { PublicFrame } from "../frame.tsx";
import { beginStepUpAction, finishStepUpAction, stepUpMailAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stepUp"))("title") };
}

export default async function StepUpPage({ searchParams }: { readonly searchParams: Query }) {
  const ctx = await requireSignedIn("/step-up");
  const { methods, firm } = await readStepUpMethods(ctx);
  return (
    <PublicFrame firm={firm}>
      <StepUpScreen
        methods={methods}
        begin={beginStepUpAction}
        finish={finishStepUpAction}
        requestMail={stepUpMailAction}
        startOidcHref="/api/auth/signin/oidc?prompt=login"
        demo={demo()}
        notice={knownOidcNotice(await queryText(searchParams, "notice"))}
        next={safeNextPath(await queryText(searchParams, "next"))}
      />
    </PublicFrame>
  );
}
