import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdvisorFrame } from "#app/(advisor)/advisor-frame.tsx";
import { BookScreen } from "#components/advisor/book-screen.tsx";
import { readOwnBook } from "#lib/server/book.ts";
import { enterPage, type Query } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("advisor"))("title") };
}

export default async function Page({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor");
  return (
    <AdvisorFrame viewer={viewer} current="/advisor" locale={locale}>
      <BookScreen viewer={viewer} book={await readOwnBook(ctx, searchParams)} />
    </AdvisorFrame>
  );
}
