import { createTranslator, type Messages, type NamespaceKeys, type NestedKeyOf } from "next-intl";
import { displayZone } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import en from "./messages/en.json" with { type: "json" };
import es from "./messages/es.json" with { type: "json" };
import fr from "./messages/fr.json" with { type: "json" };
import pt from "./messages/pt.json" with { type: "json" };

/** Every text in every language. A language that lacks one does not compile. */
export const messages = { en, es, fr, pt } as const satisfies Readonly<Record<Locale, typeof en>>;

/** Texts outside a page: mail, jobs, the border's error titles. */
export function translator<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  locale: Locale,
  namespace: Namespace,
) {
  return createTranslator<Messages, Namespace>({
    locale,
    namespace,
    messages: messages[locale],
    timeZone: displayZone,
  });
}
