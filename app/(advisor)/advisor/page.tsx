import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { BookScreen } from "#components/advisor/book-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { readOwnBook } from "#lib/server/book.ts";
import { enterPage, type Query } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("advisor"))("title") };
}

export default async function Page({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor");
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <BookScreen viewer={viewer} book={await readOwnBook(ctx, searchParams)} />
    </AdvisorShell>
  );
}
