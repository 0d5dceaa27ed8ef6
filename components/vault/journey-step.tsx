import { useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";

export interface JourneyStepProps {
  readonly step: number;
  readonly steps: number;
  readonly backHref: string;
  readonly back: string;
}

/** Where one is in a journey, and the way back. It stands above the page's heading. */
export function JourneyStep({ step, steps, backHref, back }: JourneyStepProps) {
  const t = useTranslations("bankAccess");
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-small">
      <p className="text-quiet">{t("step", { step, steps })}</p>
      <TextLink href={backHref}>{back}</TextLink>
    </div>
  );
}
