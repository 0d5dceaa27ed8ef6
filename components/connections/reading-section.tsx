import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ConnectionDetailView } from "#lib/connections/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { readingFacts } from "./connection-summary.tsx";
import { LookAgain } from "./look-again.tsx";

export interface ReadingSectionProps {
  readonly connection: ConnectionDetailView;
  readonly bank: string;
  readonly firm: string;
  readonly refreshNow: FormAction;
}

const lookAgainMs = 2_000;

export const isRunning = ({ lastSync }: ConnectionDetailView): boolean => lastSync?.outcome === "running";

/** When the bank was read and will be, how far a reading is, and what the bank allows. */
export function ReadingSection({ connection, bank, firm, refreshNow }: ReadingSectionProps) {
  const t = useTranslations("connection");
  const texts = useFormTexts();
  const { budget, confirmBefore } = connection;
  return (
    <Section title={t("refresh.title")}>
      {isRunning(connection) ? (
        <Progress connection={connection} bank={bank} />
      ) : (
        <LastReading {...{ connection, bank, firm }} />
      )}
      <Facts
        facts={[
          ...readingFacts(connection, t),
          ...(confirmBefore
            ? [{ term: t("confirmBefore"), fact: <Time iso={confirmBefore} show="day" /> }]
            : []),
        ]}
      />
      <div className="max-w-[42rem] space-y-2 text-quiet text-small">
        <p>{t("refresh.auto")}</p>
        {budget ? (
          <p>{t("refresh.budget", { bank, perDay: budget.perDay, used: budget.usedToday })}</p>
        ) : null}
      </div>
      {isRunning(connection) || connection.needs ? null : (
        <ActionButton
          variant="secondary"
          action={refreshNow}
          hidden={{ connectionId: connection.id }}
          texts={texts}
        >
          {t("refresh.now")}
        </ActionButton>
      )}
    </Section>
  );
}

function Progress({ connection, bank }: Pick<ReadingSectionProps, "connection" | "bank">) {
  const t = useTranslations("connection.progress");
  const { products, lastSync } = connection;
  // What was tried since the reading began is done, whatever became of it.
  const done = products.filter(({ attemptedAt }) => attemptedAt && attemptedAt >= (lastSync?.beganAt ?? ""));
  return (
    <Notice tone="info" word={t("title", { bank })}>
      <p role="status">
        {products.length === 0 ? t("waiting") : t("running", { done: done.length, total: products.length })}
      </p>
      <progress
        aria-hidden="true"
        value={done.length}
        max={Math.max(1, products.length)}
        className={`block h-1 w-full max-w-80 appearance-none overflow-hidden rounded-edge bg-line
          [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line
          [&::-webkit-progress-value]:bg-accent`}
      />
      <LookAgain everyMs={lookAgainMs} reload="4" />
    </Notice>
  );
}

/** How the last reading went, where it did not bring all. */
function LastReading({ connection, bank, firm }: Pick<ReadingSectionProps, "connection" | "bank" | "firm">) {
  const t = useTranslations("connection.refresh");
  const reasons = useTranslations("confirm.reasons");
  const { outcome, reason } = connection.lastSync ?? {};
  if (outcome === "partial" || outcome === "stopped") {
    return <p className="text-caution">{t(outcome)}</p>;
  }
  if (outcome !== "failed") return null;
  return (
    <Notice tone="danger" word={t("failed")}>
      {reason ? <p>{reasons(`${reason}.title`, { bank, firm })}</p> : null}
    </Notice>
  );
}
