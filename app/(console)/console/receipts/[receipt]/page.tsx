import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ReceiptScreen } from "#components/console-receipts/receipt-screen.tsx";
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
    <ConsoleFrame
      viewer={viewer}
      current={receipt.subjectId.startsWith("crd_") ? "/console/credentials" : "/console/consents"}
      locale={locale}
    >
      <ReceiptScreen receiptId={receiptId} {...receipt} />
    </ConsoleFrame>
  );
}
