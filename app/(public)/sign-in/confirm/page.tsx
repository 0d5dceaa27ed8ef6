import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmMailLinkScreen } from "#components/identity/confirm-mail-link-screen.tsx";
import { LinkInvalidScreen } from "#components/identity/link-invalid-screen.tsx";
import { ErrorScreen } from "#components/shell/error-screen.tsx";
import { readMailLink } from "#lib/identity/read-mail-link.ts";
import { tokenSchema } from "#lib/identity/token.ts";
import type { MailLinkView } from "#lib/identity/view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { contextAs, currentSession, currentVisit, visitorContext } from "#lib/server/context.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { PublicFrame } from "../../frame.tsx";
import { confirmMailLinkAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function ConfirmPage({ searchParams }: { readonly searchParams: Query }) {
  const token = await queryText(searchParams, "token");
  const link = await readLink(token ?? "");
  if (typeof link === "string") {
    const screen =
      link === "auth.link_invalid" ? (
        <LinkInvalidScreen />
      ) : (
        <ErrorScreen code={link} title={null} requestId={null} />
      );
    return <PublicFrame>{screen}</PublicFrame>;
  }
  return (
    <PublicFrame firm={link.firm}>
      <ConfirmMailLinkScreen link={link} token={token ?? ""} confirm={confirmMailLinkAction} />
    </PublicFrame>
  );
}

async function readLink(
  text: string,
): Promise<MailLinkView | "auth.link_invalid" | "auth.too_many_attempts"> {
  const token = tokenSchema.safeParse(text);
  if (!token.success) return "auth.link_invalid";
  try {
    const session = await currentSession();
    const signedIn = session.kind === "person" ? await contextAs(session.actor) : null;
    return await readMailLink(await visitorContext(), await currentVisit(), token.data, signedIn);
  } catch (refusal) {
    if (!(refusal instanceof AppError)) throw refusal;
    if (refusal.code === "auth.link_invalid" || refusal.code === "auth.too_many_attempts")
      return refusal.code;
    throw refusal;
  }
}
