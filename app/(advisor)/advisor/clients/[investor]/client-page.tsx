import type { ReactNode } from "react";
import { AdvisorFrame } from "#app/(advisor)/advisor-frame.tsx";
import type { PersonId } from "#lib/kernel/id.ts";
import { enterPage, idInAddress, orNotFound, type PageOf, type Query } from "#lib/server/page.ts";

export interface ClientAddress {
  readonly params: Promise<{ readonly investor: string }>;
  readonly searchParams: Query;
}

type Asking = PageOf["ctx"];

/** A page of one client, `under` their address. Whose data the advisor may not see has none. */
export async function clientPage(
  params: ClientAddress["params"],
  under: "" | `/${string}`,
  draw: (ctx: Asking, investorId: PersonId) => Promise<ReactNode>,
) {
  const { investor: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/clients/${given}${under}`);
  const investorId = idInAddress("per", given);
  return (
    <AdvisorFrame viewer={viewer} current="/advisor" locale={locale}>
      {await orNotFound(ctx, () => draw(ctx, investorId))}
    </AdvisorFrame>
  );
}
