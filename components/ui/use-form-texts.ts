import { useTranslations } from "next-intl";

import type { FormTexts } from "./form-texts.ts";

/** Reads, on the server, the texts that a form takes along to the browser. */
export function useFormTexts(): FormTexts {
  const common = useTranslations("common");
  const validation = useTranslations("validation");
  return {
    pending: common("pending"),
    danger: common("danger"),
    formInvalid: common("formInvalid"),
    unreachable: common("unreachable"),
    support: common.raw("support"),
    required: validation("required"),
    email: validation("email"),
    tooLong: validation("tooLong"),
    tooShort: validation("tooShort"),
    invalid: validation("invalid"),
  };
}
