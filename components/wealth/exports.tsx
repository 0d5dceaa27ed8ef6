import { useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";

/** What a file is of; the pages have their own words for it. */
export type ExportedKind = "holdings" | "entries" | "performance" | "book";

export interface ExportsProps {
  readonly what: ExportedKind;
  /** Where files of whoever's pages these are come from. */
  readonly path: string;
  /** How the page is asked for: the currency, and the period. */
  readonly carried: Readonly<Record<string, string | null>>;
  /** For an advisor: that the client reads of it. */
  readonly isNoted?: boolean;
}

/** The page's figures as files. Thousands of lines are not printed. */
export function Exports({ what, path, carried, isNoted = false }: ExportsProps) {
  const t = useTranslations("wealthExport");
  const forms = what === "entries" ? (["csv", "xlsx"] as const) : (["pdf", "xlsx", "csv"] as const);
  const hrefOf = (form: string): string => {
    const told = Object.entries({ what, as: form, ...carried }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value]],
    );
    return `${path}?${new URLSearchParams(told)}`;
  };
  return (
    <div className="print:hidden">
      <Section title={t("title")}>
        <div className="max-w-[42rem] space-y-2">
          <p>{t(what === "book" ? "introBook" : "intro")}</p>
          <ul className="list-disc ps-5">
            {forms.map((form) => (
              <li key={form}>
                {/* Not a link of the router's, which would fetch it, and note it, before anybody has asked. */}
                <a
                  href={hrefOf(form)}
                  className="text-accent underline underline-offset-4 hover:decoration-2"
                >
                  {t(`as.${form}`, { what: t(`what.${what}`) })}
                </a>
              </li>
            ))}
          </ul>
          {isNoted ? (
            <p className="text-quiet text-small">{t(what === "book" ? "isNotedBook" : "isNoted")}</p>
          ) : null}
          <p className="text-quiet text-small">{t("confirmFirst")}</p>
        </div>
      </Section>
    </div>
  );
}
