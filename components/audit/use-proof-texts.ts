import { useTranslations } from "next-intl";

import type { ProofCheckTexts } from "./proof-check.tsx";

/** What the check says, for the part of the page that runs in the browser. */
export function useProofTexts(): ProofCheckTexts {
  const t = useTranslations("trail.proof");
  return {
    ...{ check: t("check"), again: t("again"), checking: t("checking") },
    inclusion: { right: t("included"), wrong: t("notIncluded") },
    signature: { right: t("signed"), wrong: t("notSigned"), unknown: t("noEd25519") },
    ...{ failed: t("failed"), notYet: t("notYet"), place: t("place"), size: t("size") },
    ...{ leafHash: t("leafHash"), root: t("root"), key: t("key"), compare: t("compare") },
  };
}
