import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ReceiptScreen } from "#components/console-receipts/receipt-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { readReceiptOfFirm } from "#lib/server/receipts.ts";

interface Params {
  readonly params: Promise<{ readonly receipt: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consoleReceipt"))("title") };
}

export default async function ReceiptOfFirmPage({ params }: Params) {
  const { receipt: given } = await params;
  const path = `/console/receipts/${given}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const receiptId = idInAddress("rcp", given);
  const receipt = await orStepUp(ctx, path, () => readReceiptOfFirm(ctx, receiptId, locale));
  return (
    <ConsoleShell
      viewer={viewer}
      current={receipt.subjectId.startsWith("crd_") ? "/console/credentials" : "/console/consents"}
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ReceiptScreen receiptId={receiptId} {...receipt} />
    </ConsoleShell>
  );
}
