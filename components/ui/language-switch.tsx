"use client";

import type { FormAction } from "#lib/kernel/action-state.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import { useFormAction } from "./use-form-action.ts";

/** Every language is named in itself, for whoever cannot read the page that it stands on. */
const ownNames: Readonly<Record<Locale, string>> = {
  en: "English",
  es: "Español",
  fr: "Français",
  pt: "Português",
};

export interface LanguageSwitchProps {
  readonly action: FormAction;
  readonly locale: Locale;
  readonly label: string;
  readonly unreachable: string;
}

export function LanguageSwitch({ action, locale, label, unreachable }: LanguageSwitchProps) {
  const { state, formAction, send } = useFormAction(action, unreachable);
  return (
    <form
      action={formAction}
      aria-label={label}
      className="-ms-2 flex flex-wrap items-center gap-x-1"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter));
      }}
    >
      {locales.map((code) => (
        <button
          key={code}
          type="submit"
          name="locale"
          value={code}
          lang={code}
          aria-current={code === locale ? "true" : undefined}
          className="min-h-11 rounded-edge px-2 text-small text-quiet underline-offset-4 hover:text-ink hover:underline
            aria-current:font-semibold aria-current:text-ink aria-current:underline"
        >
          {ownNames[code]}
        </button>
      ))}
      <span role="status" className="text-small text-danger">
        {state.status === "failed" ? state.title : null}
      </span>
    </form>
  );
}
