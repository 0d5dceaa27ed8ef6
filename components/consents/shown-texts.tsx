import { useLocale, useTranslations } from "next-intl";

import type { ShownTextView } from "#lib/consent/view.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import { ConsentText } from "./consent-text.tsx";

/** In the words of whoever reads: the investor, or the firm's compliance. */
export interface ShownTextWords {
  readonly intro: string;
  readonly shownFor: (what: ShownTextView["shownFor"], at: string) => string;
  readonly agreed: (at: string) => string;
}

interface ShownTextsProps {
  readonly texts: readonly ShownTextView[];
  readonly words: ShownTextWords;
}

/** Every text that was shown of a consent, word for word, in the language and with the hash that it was shown with. */
export function ShownTexts({ texts, words }: ShownTextsProps) {
  return (
    <>
      <p className="max-w-[42rem] text-quiet">{words.intro}</p>
      <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
        {texts.map((text) => (
          <li key={text.presentationId}>
            <ShownText text={text} words={words} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ShownText({
  text: shown,
  words,
}: Pick<ShownTextsProps, "words"> & { readonly text: ShownTextView }) {
  const t = useTranslations("consents.texts");
  const locale = useLocale();
  const { shownFor, presentedAt, acceptedAt, version, sha256, text } = shown;
  const language = new Intl.DisplayNames(locale, { type: "language" }).of(shown.locale) ?? shown.locale;
  const at = (iso: string) => formatDateTime(locale, iso);
  return (
    <details>
      <summary className="min-h-11 px-4 py-3 sm:px-5">
        <span className="font-semibold">{words.shownFor(shownFor, at(presentedAt))}</span>
        <span className="block text-quiet text-small">
          {acceptedAt ? words.agreed(at(acceptedAt)) : t("notAgreed")}
        </span>
      </summary>
      <div className="space-y-4 border-line border-t px-4 py-4 sm:px-5">
        <ConsentText text={text} locale={shown.locale} />
        <p className="text-quiet text-small">
          {t("version", { version, language })}
          <br />
          SHA-256 <code className="[overflow-wrap:anywhere]">{sha256}</code>
        </p>
      </div>
    </details>
  );
}
