import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckReceiptScreen } from "#components/receipts/check-receipt-screen.tsx";
import { PublicFrame } from "../frame.tsx";
import { checkReceiptAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("receipt.check"))("title") };
}

export default function CheckReceiptPage() {
  return (
    <PublicFrame>
      <CheckReceiptScreen check={checkReceiptAction} />
    </PublicFrame>
  );
}
