import { useTranslations } from "next-intl";

export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#content"
      className="no-print absolute top-2 left-2 z-20 -translate-y-20 rounded-edge border border-accent bg-raised px-4 py-2 font-semibold text-accent focus:translate-y-0"
    >
      {t("skip")}
    </a>
  );
}
