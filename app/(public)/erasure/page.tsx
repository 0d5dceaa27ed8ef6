import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ErasureStandingScreen } from "#components/privacy/erasure-standing-screen.tsx";
import { AppError } from "#lib/kernel/errors.ts";
import { ReadErasureStanding, readErasureStanding } from "#lib/privacy/read-erasure-standing.ts";
import type { ErasureStandingView } from "#lib/privacy/view.ts";
import { visitorContext } from "#lib/server/context.ts";
import { type Query, queryText } from "#lib/server/page.ts";
import { PublicFrame } from "../frame.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy.standing"))("title") };
}

/** Open to whoever has the reference: the person whose data it was cannot sign in any more. */
export default async function ErasurePage({ searchParams }: { readonly searchParams: Query }) {
  const reference = (await queryText(searchParams, "reference"))?.trim() ?? null;
  return (
    <PublicFrame>
      <ErasureStandingScreen asked={reference} erasure={reference === null ? null : await find(reference)} />
    </PublicFrame>
  );
}

async function find(reference: string): Promise<ErasureStandingView | null> {
  const input = ReadErasureStanding.safeParse({ reference });
  if (!input.success) return null;
  try {
    return await readErasureStanding(await visitorContext(), input.data);
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "privacy.erasure_not_found") return null;
    throw refusal;
  }
}
