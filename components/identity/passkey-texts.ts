import { useTranslations } from "next-intl";

import type { FormTexts } from "#components/ui/form-texts.ts";
import { useFormTexts } from "#components/ui/use-form-texts.ts";

/** The texts that a passkey's button needs in the browser. */
export interface PasskeyTexts extends FormTexts {
  readonly waiting: string;
  readonly cancelled: string;
  readonly known: string;
}

/** Reads them on the server. */
export function usePasskeyTexts(): PasskeyTexts {
  const t = useTranslations("passkey");
  return { ...useFormTexts(), waiting: t("waiting"), cancelled: t("cancelled"), known: t("known") };
}
