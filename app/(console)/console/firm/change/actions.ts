"use server";

import { redirect } from "next/navigation";
import { changeFirmContacts } from "#lib/parties/change-firm-contacts.ts";
import { ChangeFirmContacts, contactFields } from "#lib/parties/firm-contacts.ts";
import { formAction } from "#lib/server/action.ts";

export const changeFirmContactsAction = formAction(
  ChangeFirmContacts,
  async (ctx, input): Promise<null> => {
    await changeFirmContacts(ctx, input);
    redirect("/console/firm?saved=yes");
  },
  { keep: contactFields },
);
