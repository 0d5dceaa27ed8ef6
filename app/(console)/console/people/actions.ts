"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { ChangeRole, changeRole } from "#lib/identity/change-role.ts";
import { InviteStaff, inviteStaff } from "#lib/identity/invite-staff.ts";
import { DisablePerson, disablePerson, enablePerson } from "#lib/identity/manage-people.ts";
import { ResendStaffInvitation, resendStaffInvitation } from "#lib/identity/resend-staff-invitation.ts";
import { RevokeStaffInvitation, revokeStaffInvitation } from "#lib/identity/revoke-staff-invitation.ts";
import { formAction } from "#lib/server/action.ts";

export const disablePersonAction = formAction(DisablePerson, async (ctx, input) => {
  await disablePerson(ctx, input);
  revalidatePath("/console/people");
  return null;
});

export const enablePersonAction = formAction(DisablePerson, async (ctx, input) => {
  await enablePerson(ctx, input);
  revalidatePath("/console/people");
  return null;
});

export const inviteStaffAction = formAction(
  InviteStaff,
  async (ctx, input): Promise<null> => {
    await inviteStaff(ctx, input);
    redirect("/console/people?invited=yes");
  },
  { keep: ["name", "email", "role", "locale"] },
);

export const revokeStaffInvitationAction = formAction(RevokeStaffInvitation, async (ctx, input) => {
  await revokeStaffInvitation(ctx, input);
  revalidatePath("/console/people");
  return null;
});

export const resendStaffInvitationAction = formAction(ResendStaffInvitation, async (ctx, input) => {
  await resendStaffInvitation(ctx, input);
  revalidatePath("/console/people");
  return null;
});

export const changeRoleAction = formAction(ChangeRole, async (ctx, input): Promise<null> => {
  await changeRole(ctx, input);
  redirect(`/console/people/${input.personId}?changed=yes`);
});
