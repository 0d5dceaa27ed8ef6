import { useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { ActPreviewView } from "#lib/oversight/view.ts";
import { kindKey, useReason } from "./labels.ts";
import { PlannedTable, StayingTable } from "./planned-tables.tsx";

export interface PreviewScreenProps {
  readonly preview: ActPreviewView;
  /** Of the banks that stand on this page, by identifier. */
  readonly banks: Readonly<Record<string, string>>;
  readonly propose: FormAction;
  /** Whether it was refused a moment ago, because something had changed. */
  readonly isChanged: boolean;
}

/** What would happen, to how many and to whom, and the one button that has it done. */
export function PreviewScreen({ preview, banks, propose, isChanged }: PreviewScreenProps) {
  const t = useTranslations("oversight.preview");
  const { kind, count, over, advisor, institutionId } = preview;
  const name = advisor?.name ?? advisor?.id ?? "";
  const title = {
    "consents.terminate": t("terminate", { count }),
    "credentials.delete": t("delete", { count }),
    "advisor.offboard": t("offboard", { name }),
  }[kind];
  const means = {
    "consents.terminate": t("meansTerminate", { count }),
    "credentials.delete": t("meansDelete", { count }),
    "advisor.offboard": t("meansOffboard", { name }),
  }[kind];
  return (
    <div className="space-y-8">
      <PageHeading title={title}>
        {institutionId ? <p>{t("allOf", { bank: banks[institutionId] ?? institutionId })}</p> : null}
        <p>{means}</p>
      </PageHeading>
      {isChanged ? (
        <div className="max-w-[42rem]">
          <Notice tone="caution" word={t("changedTitle")} role="alert">
            <p>{t("changed")}</p>
          </Notice>
        </div>
      ) : null}
      {over > 0 ? <p className="max-w-[42rem]">{t("over", { count: over })}</p> : null}
      {advisor ? <WhoGoesOn preview={preview} /> : <PlannedTable preview={preview} banks={banks} />}
      <div className="max-w-[42rem] space-y-5">
        <Decide preview={preview} propose={propose} />
        <p>
          <TextLink href="/console/acts/new">{t("back")}</TextLink>
        </p>
      </div>
    </div>
  );
}

function WhoGoesOn({ preview }: Pick<PreviewScreenProps, "preview">) {
  const t = useTranslations("oversight.preview");
  const { count, stayingCount, forWholeTeam, successor } = preview;
  return (
    <>
      <Section title={t("ends", { count })}>
        <PlannedTable preview={preview} banks={{}} />
      </Section>
      {stayingCount > 0 ? (
        <Section title={t("stays", { count: stayingCount })}>
          <StayingTable preview={preview} />
        </Section>
      ) : null}
      {forWholeTeam > 0 ? (
        <p className="max-w-[42rem]">
          {t("team", { count: forWholeTeam })}{" "}
          {successor ? t("teamSuccessor", { name: successor.name ?? successor.id }) : null}
        </p>
      ) : null}
    </>
  );
}

function Decide({ preview, propose }: Pick<PreviewScreenProps, "preview" | "propose">) {
  const t = useTranslations("oversight.preview");
  const label = useTranslations("oversight")("reason");
  const reason = useReason();
  const texts = useFormTexts();
  const { kind, count, second, advisor, reasons, fields } = preview;
  if (advisor?.isActive) {
    const name = advisor.name ?? advisor.id;
    return (
      <Notice tone="caution" word={t("activeTitle", { name })}>
        <p>{t("activeMeans", { name })}</p>
        <p>
          <TextLink href="/console/people">{t("people")}</TextLink>
        </p>
      </Notice>
    );
  }
  if (count === 0)
    return (
      <Notice tone="info" word={t("nothingTitle")}>
        <p>{t("nothing")}</p>
      </Notice>
    );
  const now = kindKey[kind] === "delete" ? t("submitDelete", { count }) : t("submitTerminate", { count });
  return (
    <>
      <Notice tone={second ? "info" : "caution"} word={second ? t("secondTitle") : t("aloneTitle")}>
        {second ? <p>{t(second)}</p> : null}
        <p>{second ? t("secondMeans") : t("aloneMeans")}</p>
      </Notice>
      <ActionForm
        action={propose}
        hidden={fields}
        fields={[
          {
            ...{ name: "reason", label, type: "text" },
            options: reasons.map((value) => ({ value, label: reason(value) })),
          },
        ]}
        submit={second ? t("submitSecond", { count }) : now}
        variant={second ? "primary" : "danger"}
        texts={texts}
      />
    </>
  );
}
