import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import type { ViewerView } from "#lib/identity/view.ts";
import type { BookView } from "#lib/portfolio/book-view.ts";
import { BookCards } from "./book-cards.tsx";
import { BookFilter } from "./book-filter.tsx";
import { BookPages } from "./book-pages.tsx";
import { bookPath } from "./book-path.ts";
import { BookTable } from "./book-table.tsx";
import { BookTotal } from "./book-total.tsx";

export interface BookScreenProps {
  readonly viewer: ViewerView;
  readonly book: BookView;
}

/** The advisor's book: every client with what they are worth as far as their consents say, and what waits at them. */
export function BookScreen({ viewer, book }: BookScreenProps) {
  const t = useTranslations("book");
  const advisor = useTranslations("advisor");
  if (book.clients === 0) return <EmptyBook firm={viewer.firm.name} />;
  return (
    <div className="space-y-6">
      <PageHeading title={advisor("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <BookTotal book={book} />
      <BookFilter book={book} />
      {book.found > 0 ? (
        <>
          <div className="max-lg:hidden">
            <BookTable book={book} />
          </div>
          <div className="lg:hidden">
            <BookCards book={book} />
          </div>
        </>
      ) : (
        <EmptyState title={t("noneFoundTitle")}>
          <p>{t("noneFoundBody")}</p>
          <p>
            <TextLink href={bookPath(book.asked, { search: "", state: null, todo: null })}>
              {t("all")}
            </TextLink>
          </p>
        </EmptyState>
      )}
      <BookPages book={book} />
      <Exports
        what="book"
        path="/advisor/export"
        carried={{ in: book.base, over: book.asked.over }}
        isNoted
      />
    </div>
  );
}

function EmptyBook({ firm }: { readonly firm: string }) {
  const t = useTranslations("advisor");
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} />
      <EmptyState title={t("emptyTitle")}>
        <p>{t("emptyBody")}</p>
        <p>{t("emptyNext", { firm })}</p>
        <p className="pt-2">
          <LinkButton href="/advisor/invitations/new" variant="primary">
            {t("invite")}
          </LinkButton>
        </p>
      </EmptyState>
    </div>
  );
}
