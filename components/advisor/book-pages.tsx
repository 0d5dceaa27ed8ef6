import { useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";
import type { BookView } from "#lib/portfolio/book-view.ts";
import { bookPath } from "./book-path.ts";

/** Which page of the list this is, and those beside it. */
export function BookPages({ book: { asked, page, pages } }: { readonly book: BookView }) {
  const t = useTranslations("book");
  if (pages === 1) return null;
  return (
    <nav aria-label={t("pages")} className="no-print flex flex-wrap items-center gap-x-6 gap-y-3">
      {page > 1 ? <TextLink href={bookPath(asked, { page: page - 1 })}>{t("previous")}</TextLink> : null}
      <span className="text-small">{t("page", { page, pages })}</span>
      {page < pages ? <TextLink href={bookPath(asked, { page: page + 1 })}>{t("next")}</TextLink> : null}
    </nav>
  );
}
