import { useTranslations } from "next-intl";

import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { DemoNote } from "./demo-note.tsx";

export interface LandingScreenProps {
  readonly demo: { readonly phoneUrl: string } | null;
}

const promises = ["who", "what", "long", "access", "stop"] as const;

export function LandingScreen({ demo }: LandingScreenProps) {
  const t = useTranslations("landing");
  return (
    <div className="space-y-12">
      <div className="space-y-8">
        <PageHeading title={t("title")}>
          <p>{t("lead")}</p>
        </PageHeading>
        <LinkButton href="/sign-in" variant="primary">
          {t("signIn")}
        </LinkButton>
      </div>
      <Section title={t("promises")}>
        <dl className="divide-y divide-line border-line border-y">
          {promises.map((name) => (
            <div key={name} className="grid gap-x-6 gap-y-1 py-4 sm:grid-cols-[11rem_1fr]">
              <dt className="font-semibold">{t(`${name}Term`)}</dt>
              <dd>{t(name)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {demo ? <DemoNote demo={demo}>{t("demo")}</DemoNote> : null}
    </div>
  );
}
