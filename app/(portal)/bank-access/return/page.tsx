import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ReturnScreen } from "#components/authorisation/return-screen.tsx";
import { findToChoose } from "#lib/connections/find-to-choose.ts";
import { findReturned, returnedAddress } from "#lib/server/authorisations.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { answerPlainly, answerSealed } from "../[connection]/confirm/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  // What the page loads is not told the address either: it holds what the bank answers.
  return { title: (await getTranslations("confirm"))("return.title"), referrer: "strict-origin" };
}

/** Where a bank sends the browser back to. The address holds what the bank answers: it is in no link and no log of ours. */
export default async function ReturnPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/bank-access/return");
  const state = await queryText(searchParams, "state");
  const authorisation = state ? await findReturned(ctx, state) : null;
  // The bank may have told the worker of the yes before the browser was back: then the person goes on and hands over nothing.
  const isYes = state && !(await queryText(searchParams, "error"));
  const toChoose = isYes && !authorisation ? await findToChoose(ctx) : null;
  if (toChoose) redirect(`/bank-access/${toChoose}/accounts`);
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <ReturnScreen
        authorisation={authorisation}
        address={authorisation ? await returnedAddress(searchParams) : null}
        answerSealed={answerSealed}
        answerPlainly={answerPlainly}
      />
    </PortalFrame>
  );
}
