import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmMailLinkScreen } from "#components/identity/confirm-mail-link-screen.tsx";
import { LinkInvalidScreen } from "#components/identity/link-invalid-screen.tsx";
import { readMailLink } from "#lib/identity/read-mail-link.ts";
import { tokenSchema } from "#lib/identity/token.ts";
import type { MailLinkView } from "#lib/identity/view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { PublicFrame } from "../../frame.tsx";
import { confirmMailLinkAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function ConfirmPage({ searchParams }: { readonly searchParams: Query }) {
  const token = await queryText(searchParams, "token");
  const link = token ? await readLink(token) : null;
  return (
    <PublicFrame firm={link?.firm}>
      {link && token ? (
        <ConfirmMailLinkScreen link={link} token={token} confirm={confirmMailLinkAction} />
      ) : (
        <LinkInvalidScreen />
      )}
    </PublicFrame>
  );
}

async function readLink(text: string): Promise<MailLinkView | null> {
  const token = tokenSchema.safeParse(text);
  if (!token.success) return null;
  try {
    return await readMailLink(await visitorContext(), await currentVisit(), token.data);
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "auth.link_invalid") return null;
    throw refusal;
  }
}
