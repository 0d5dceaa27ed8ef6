import { useLocale, useTranslations } from "next-intl";

import { ConsentText } from "#components/consents/consent-text.tsx";
import type { ShownTextView } from "#lib/consent/view.ts";
import { formatDateTime } from "#lib/kernel/format.ts";

/** Every text that the investor was shown, word for word, the latest first. */
export function TextsShown({ texts }: { readonly texts: readonly ShownTextView[] }) {
  const t = useTranslations("consoleConsents.texts");
  if (texts.length === 0) return <p className="text-quiet">{t("none")}</p>;
  return (
    <>
      <p className="max-w-[42rem] text-quiet">{t("intro")}</p>
      <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
        {texts.map((text) => (
          <li key={text.presentationId}>
            <TextShown text={text} />
          </li>
        ))}
      </ul>
    </>
  );
}

function TextShown({ text: shown }: { readonly text: ShownTextView }) {
  const t = useTranslations("consoleConsents.texts");
  const locale = useLocale();
  const { shownFor, presentedAt, acceptedAt, version, sha256, text } = shown;
  const language = new Intl.DisplayNames(locale, { type: "language" }).of(shown.locale) ?? shown.locale;
  const at = (iso: string) => formatDateTime(locale, iso);
  return (
    <details>
      <summary className="min-h-11 px-4 py-3 sm:px-5">
        <span className="font-semibold">{t(`shownFor.${shownFor}`, { at: at(presentedAt) })}</span>
        <span className="block text-quiet text-small">
          {acceptedAt ? t("agreed", { at: at(acceptedAt) }) : t("notAgreed")}
        </span>
      </summary>
      <div className="space-y-4 border-line border-t px-4 py-4 sm:px-5">
        <ConsentText text={text} locale={shown.locale} />
        <p className="text-quiet text-small">
          {t("version", { version, language })}
          <br />
          <span className="[overflow-wrap:anywhere]">SHA-256: {sha256}</span>
        </p>
      </div>
    </details>
  );
}
