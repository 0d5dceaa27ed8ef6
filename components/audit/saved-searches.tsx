import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { SavedSearchView } from "#lib/audit/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface SavedSearchesProps {
  readonly saved: readonly SavedSearchView[];
  /** What is looked for now, as an address has it; `null` where it is nothing to keep. */
  readonly query: string | null;
  readonly save: FormAction;
  readonly remove: FormAction;
}

/** The searches that a person keeps, and the way to keep this one. */
export function SavedSearches({ saved, query, save, remove }: SavedSearchesProps) {
  const t = useTranslations("trail");
  const texts = useFormTexts();
  return (
    <>
      {saved.length === 0 ? null : (
        <details>
          <summary className="w-fit cursor-pointer">{t("savedCount", { count: saved.length })}</summary>
          <ul className="mt-2 divide-y divide-line rounded-edge border border-line bg-raised px-4">
            {saved.map(({ id, name, query: kept }) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2">
                <TextLink href={`/console/audit${kept}`}>
                  <bdi className="break-words">{name}</bdi>
                </TextLink>
                <ActionButton
                  action={remove}
                  hidden={{ searchId: id }}
                  texts={texts}
                  variant="quiet"
                  size="dense"
                  aria-label={t("removeNamed", { name })}
                >
                  {t("remove")}
                </ActionButton>
              </li>
            ))}
          </ul>
        </details>
      )}
      {query === null ? null : (
        <details>
          <summary className="w-fit cursor-pointer">{t("save")}</summary>
          <div className="mt-2 max-w-md rounded-edge border border-line bg-raised p-4">
            <ActionForm
              action={save}
              hidden={{ query }}
              fields={[{ name: "name", label: t("saveName"), type: "text", autoComplete: "off" }]}
              submit={t("saveButton")}
              texts={texts}
            />
          </div>
        </details>
      )}
    </>
  );
}
