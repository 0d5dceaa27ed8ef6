import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StaffInvitationScreen } from "#components/identity/staff-invitation-screen.tsx";
import { ErrorScreen } from "#components/shell/error-screen.tsx";
import { readStaffInvitation } from "#lib/identity/read-staff-invitation.ts";
import { tokenSchema } from "#lib/identity/token.ts";
import type { StaffLinkView } from "#lib/identity/view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { PublicFrame } from "../frame.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staffInvitation"))("pageTitle"), robots: { index: false } };
}

export default async function StaffInvitationPage({ searchParams }: { readonly searchParams: Query }) {
  const token = (await queryText(searchParams, "token")) ?? "";
  const link = await readLink(token);
  if (link === "auth.too_many_attempts") {
    return (
      <PublicFrame>
        <ErrorScreen code={link} title={null} requestId={null} />
      </PublicFrame>
    );
  }
  return (
    <PublicFrame firm={link?.firm}>
      <StaffInvitationScreen link={link} token={token} startOidcHref="/api/auth/signin/oidc" />
    </PublicFrame>
  );
}

async function readLink(text: string): Promise<StaffLinkView | null | "auth.too_many_attempts"> {
  const token = tokenSchema.safeParse(text);
  if (!token.success) return null;
  try {
    return await readStaffInvitation(await visitorContext(), await currentVisit(), token.data);
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "auth.too_many_attempts") return refusal.code;
    throw refusal;
  }
}
