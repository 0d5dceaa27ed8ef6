import { useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { type RightsRequestView, rightsChannels, rightsKinds } from "#lib/privacy/rights-view.ts";
import { RightsAnswer } from "./rights-answer.tsx";
import { RightsDue, RightsOutcome } from "./rights-cells.tsx";

interface InvestorRightsProps {
  readonly investorId: string;
  readonly requests: readonly RightsRequestView[];
  readonly record: FormAction;
  readonly answer: FormAction;
  readonly extend: FormAction;
}

/** What one investor asked for by right, what is still to be answered, and a form for what came by letter. */
export function InvestorRights({ investorId, requests, record, answer, extend }: InvestorRightsProps) {
  const t = useTranslations("rights");
  const open = requests.filter(({ isOurs, closedAt }) => isOurs && closedAt === null);
  const columns = ["kind", "channel", "received", "due", "outcome", "request"] as const;
  return (
    <>
      <Section title={t("title")}>
        {requests.length === 0 ? (
          <p className="text-quiet">{t("noneHere")}</p>
        ) : (
          <Table
            caption={t("title")}
            columns={columns.map((key) => ({ key, header: t(`columns.${key}`) }))}
            rows={requests.map((request) => ({
              key: request.id,
              cells: [
                t(`kinds.${request.kind}`),
                t(`channels.${request.channel}`),
                <Time key="received" iso={request.receivedOn} show="day" />,
                <RightsDue key="due" request={request} />,
                <RightsOutcome key="outcome" request={request} />,
                <code key="id">{`${request.id.slice(0, 12)}…`}</code>,
              ],
            }))}
          />
        )}
        {open.map((request) => (
          <RightsAnswer key={request.id} request={request} answer={answer} extend={extend} />
        ))}
      </Section>
      <Section title={t("record.title")}>
        <RecordForm investorId={investorId} record={record} />
      </Section>
    </>
  );
}

function RecordForm({ investorId, record }: Pick<InvestorRightsProps, "investorId" | "record">) {
  const t = useTranslations("rights");
  const texts = useFormTexts();
  const byStaff = rightsChannels.filter((channel) => channel !== "selfService");
  return (
    <div className="no-print max-w-journey space-y-4">
      <p>{t("record.intro")}</p>
      <ActionForm
        action={record}
        hidden={{ investorId }}
        fields={[
          {
            ...{ name: "kind", label: t("kind"), type: "text" },
            options: rightsKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
          },
          {
            ...{ name: "channel", label: t("channel"), type: "text" },
            options: byStaff.map((value) => ({ value, label: t(`channels.${value}`) })),
          },
          { name: "receivedOn", label: t("record.receivedOn"), type: "date", required: true },
        ]}
        submit={t("record.submit")}
        variant="secondary"
        texts={texts}
      />
    </div>
  );
}
