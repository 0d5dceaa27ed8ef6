import { expect } from "@playwright/test";

import { stack } from "./stack.ts";

export interface ReceivedMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly links: readonly string[];
}

export async function mailsTo(address: string): Promise<readonly ReceivedMail[]> {
  const answer = await fetch(`${stack.phoneOrigin}/api/mails?${new URLSearchParams({ to: address })}`);
  return (await answer.json()) as ReceivedMail[];
}

/** Waits until that many mails have come to the address. */
export async function waitForMails(address: string, count: number): Promise<readonly ReceivedMail[]> {
  await expect.poll(async () => (await mailsTo(address)).length, { timeout: 20_000 }).toBe(count);
  return mailsTo(address);
}

export function linkIn({ links, subject }: ReceivedMail): string {
  const link = links.find((one) => one.startsWith(`${stack.origin}/sign-in/confirm?token=`));
  if (!link) throw new Error(`The mail "${subject}" has no sign-in link.`);
  return link;
}
