import { useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";

/** The steps from an invitation to the first data, in their order, each with the minutes that it takes most people. */
const steps = [
  ["asks", 1],
  ["choose", 2],
  ["agree", 2],
  ["bank", 1],
  ["access", 1],
  ["confirm", 2],
  ["accounts", 1],
] as const;

/** A bank that is added later has the last of them only. */
const stepsBeforeTheBank = 3;

export type JourneyStepName = (typeof steps)[number][0];

export interface JourneyHeaderProps {
  readonly step: JourneyStepName;
  /** The first bank under a consent is part of answering it; a further one is a journey of its own. */
  readonly isFirst: boolean;
  /** Whether what was done on this page so far is kept. What stands in a form that was not sent is not. */
  readonly keeps?: "all" | "nothingYet";
  readonly back?: { readonly href: string; readonly label: string };
}

/** Where one is in a journey, how long it still takes, and the ways back and out. It stands above the page's heading. */
export function JourneyHeader({ step, isFirst, keeps = "all", back }: JourneyHeaderProps) {
  const t = useTranslations("journey.header");
  const own = isFirst ? steps : steps.slice(stepsBeforeTheBank);
  const at = own.findIndex(([name]) => name === step);
  const minutes = own.slice(at).reduce((sum, [, each]) => sum + each, 0);
  return (
    <div className="space-y-3 text-small">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="font-semibold">
          {t("step", { step: at + 1, steps: own.length, name: t(`names.${step}`) })}
        </p>
        <p className="text-quiet">{t("minutes", { count: minutes })}</p>
      </div>
      <div aria-hidden="true" className="flex gap-1">
        {own.map(([name], index) => (
          <span key={name} className={`h-1 grow rounded-edge ${index <= at ? "bg-accent" : "bg-line"}`} />
        ))}
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        {back ? <TextLink href={back.href}>{back.label}</TextLink> : <span />}
        <p>
          <TextLink href="/home">{t(`later.${keeps}`)}</TextLink>{" "}
          <span className="text-quiet">{t(`laterMeans.${keeps}`)}</span>
        </p>
      </div>
    </div>
  );
}
