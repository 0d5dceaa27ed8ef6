"use server";

import { revalidatePath } from "next/cache";
import { AnswerRightsRequest, answerRightsRequest } from "#lib/privacy/answer-rights-request.ts";
import { ExtendRightsRequest, extendRightsRequest } from "#lib/privacy/extend-rights-request.ts";
import { RecordRightsRequest, recordRightsRequest } from "#lib/privacy/record-rights-request.ts";
import { formAction } from "#lib/server/action.ts";

const page = "/console/investors/[investor]";

export const recordRequestAction = formAction(
  RecordRightsRequest,
  async (ctx, input) => {
    await recordRightsRequest(ctx, input);
    revalidatePath(page, "page");
    return null;
  },
  { keep: ["kind", "channel", "receivedOn"] },
);

export const answerRequestAction = formAction(AnswerRightsRequest, async (ctx, input) => {
  await answerRightsRequest(ctx, input);
  revalidatePath(page, "page");
  return null;
});

export const extendRequestAction = formAction(ExtendRightsRequest, async (ctx, input) => {
  await extendRightsRequest(ctx, input);
  revalidatePath(page, "page");
  return null;
});
