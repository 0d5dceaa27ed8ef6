import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ActionForm } from "#components/ui/action-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { Locale } from "#lib/kernel/locale.ts";

interface EraseScreenProps {
  readonly firm: string;
  readonly locale: Locale;
  readonly backups: { readonly keyDays: number; readonly dataDays: number };
  /** Fields: `word`, `locale`. */
  readonly erase: FormAction;
}

/** What will happen, what is kept and why, and only then the act. */
export function EraseScreen({ firm, locale, backups, erase }: EraseScreenProps) {
  const t = useTranslations("privacy.erase");
  const common = useTranslations("common");
  const texts = useFormTexts();
  return (
    <div className="max-w-[40rem] space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("lead")}</p>
      </PageHeading>
      <Section title={t("nowTitle")}>
        <List items={[t("now.consents", { firm }), t("now.signIn")]} />
      </Section>
      <Section title={t("thenTitle")}>
        <List items={[t("then.banks"), t("then.passwords"), t("then.records"), t("then.person")]} />
      </Section>
      <Section title={t("keptTitle")}>
        <List
          items={[
            t("kept.proof", { firm }),
            t("kept.log"),
            t("kept.keyBackups", { days: backups.keyDays }),
            t("kept.dataBackups", { days: backups.dataDays }),
          ]}
        />
        <Notice tone="info" word={common("info")}>
          <p>{t("firmNotice", { firm })}</p>
        </Notice>
      </Section>
      <Section title={t("confirmTitle")}>
        <p>
          <TextLink href="/your-data">{t("copyFirst")}</TextLink>
        </p>
        <ActionForm
          action={erase}
          fields={[
            {
              name: "word",
              label: t("field"),
              type: "text",
              autoComplete: "off",
              required: true,
              maxLength: 100,
            },
          ]}
          hidden={{ locale }}
          submit={t("button")}
          variant="danger"
          texts={texts}
        />
        <p>
          <TextLink href="/your-data">{t("back")}</TextLink>
        </p>
      </Section>
    </div>
  );
}

function List({ items }: { readonly items: readonly ReactNode[] }) {
  return (
    <ul className="max-w-prose list-disc space-y-2 ps-5 marker:text-quiet">
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of sentences
        <li key={at}>{item}</li>
      ))}
    </ul>
  );
}
