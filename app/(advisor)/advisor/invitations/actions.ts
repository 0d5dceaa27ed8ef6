"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { InvitationForm, toInvitation } from "#lib/invitations/invitation-form.ts";
import { inviteInvestor } from "#lib/invitations/invite-investor.ts";
import { ResendInvitation, resendInvitation } from "#lib/invitations/resend-invitation.ts";
import { RevokeInvitation, revokeInvitation } from "#lib/invitations/revoke-invitation.ts";
import { formAction } from "#lib/server/action.ts";
import { institutions } from "#lib/server/institutions.ts";

export const inviteAction = formAction(
  InvitationForm,
  async (ctx, form): Promise<null> => {
    const { invitationId } = await inviteInvestor(ctx, institutions(), toInvitation(ctx, form));
    redirect(`/advisor/invitations?${new URLSearchParams({ invited: invitationId })}`);
  },
  { keep: Object.keys(InvitationForm.shape) },
);

export const resendAction = formAction(ResendInvitation, async (ctx, input): Promise<null> => {
  await resendInvitation(ctx, input);
  revalidatePath("/advisor/invitations");
  return null;
});

export const takeBackAction = formAction(RevokeInvitation, async (ctx, input): Promise<null> => {
  await revokeInvitation(ctx, input);
  revalidatePath("/advisor/invitations");
  return null;
});
