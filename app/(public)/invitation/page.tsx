import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeadInvitationScreen } from "#components/invitations/dead-invitation-screen.tsx";
import { InvitationScreen } from "#components/invitations/invitation-screen.tsx";
import { ErrorScreen } from "#components/shell/error-screen.tsx";
import { tokenSchema } from "#lib/identity/token.ts";
import { readInvitation } from "#lib/invitations/read-invitation.ts";
import type { InvitationLinkView } from "#lib/invitations/view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { contextAs, currentSession, currentVisit, visitorContext } from "#lib/server/context.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { PublicFrame } from "../frame.tsx";
import { acceptInvitationAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("methods"))("invitation"), robots: { index: false } };
}

export default async function InvitationPage({ searchParams }: { readonly searchParams: Query }) {
  const token = (await queryText(searchParams, "token")) ?? "";
  const link = await readLink(token);
  if (link === "auth.too_many_attempts") {
    return (
      <PublicFrame>
        <ErrorScreen code={link} title={null} requestId={null} />
      </PublicFrame>
    );
  }
  if (link === "invitation.link_unknown") {
    return (
      <PublicFrame>
        <DeadInvitationScreen link={null} />
      </PublicFrame>
    );
  }
  return (
    <PublicFrame firm={link.firm}>
      {link.open ? (
        <InvitationScreen link={link} open={link.open} token={token} accept={acceptInvitationAction} />
      ) : (
        <DeadInvitationScreen link={link} />
      )}
    </PublicFrame>
  );
}

async function readLink(
  text: string,
): Promise<InvitationLinkView | "invitation.link_unknown" | "auth.too_many_attempts"> {
  const token = tokenSchema.safeParse(text);
  if (!token.success) return "invitation.link_unknown";
  try {
    const session = await currentSession();
    const signedIn = session.kind === "person" ? await contextAs(session.actor) : null;
    return await readInvitation(await visitorContext(), await currentVisit(), token.data, signedIn);
  } catch (refusal) {
    if (!(refusal instanceof AppError)) throw refusal;
    if (refusal.code === "invitation.link_unknown" || refusal.code === "auth.too_many_attempts") {
      return refusal.code;
    }
    throw refusal;
  }
}
