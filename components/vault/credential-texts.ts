import { useTranslations } from "next-intl";

import type { FormTexts } from "#components/ui/form-texts.ts";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FieldProblem, FieldView } from "#lib/institutions/field-view.ts";

/** The texts that the form takes along to the browser. */
export interface CredentialTexts extends FormTexts {
  readonly working: string;
  readonly show: string;
  readonly hide: string;
  readonly capsLock: string;
  readonly submit: string;
  readonly stuck: string;
  readonly locked: {
    readonly title: string;
    readonly body: string;
    readonly again: string;
    readonly retype: string;
  };
  /** Refusals that the browser finds out itself. */
  readonly keyUntrusted: string;
  readonly browserUnsupported: string;
}

/** A field with what is said when it is wrong. */
export interface FieldWithTexts extends FieldView {
  readonly problems: Readonly<Record<FieldProblem, string>>;
  readonly showNamed: string;
  readonly hideNamed: string;
}

export function useCredentialTexts(): CredentialTexts {
  const t = useTranslations("bankAccess");
  const errors = useTranslations("errors.vault");
  return {
    ...useFormTexts(),
    working: t("working"),
    show: t("show"),
    hide: t("hide"),
    capsLock: t("capsLock"),
    submit: t("submit"),
    stuck: t("stuck"),
    locked: {
      title: t("lockedTitle"),
      body: t("lockedBody"),
      again: t("again"),
      retype: t("retype"),
    },
    keyUntrusted: errors("key_untrusted"),
    browserUnsupported: errors("browser_unsupported"),
  };
}

export function useFieldTexts(fields: readonly FieldView[]): readonly FieldWithTexts[] {
  const t = useTranslations("bankAccess");
  const validation = useTranslations("validation");
  return fields.map((field) => ({
    ...field,
    problems: {
      required: validation("required"),
      tooShort: t("problems.tooShort", { count: field.minLength }),
      tooLong: t("problems.tooLong", { count: field.maxLength }),
      notDigits: t("problems.notDigits"),
      notAlphanumeric: t("problems.notAlphanumeric"),
    },
    showNamed: t("showNamed", { field: field.label }),
    hideNamed: t("hideNamed", { field: field.label }),
  }));
}
