import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { SessionView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface SessionListProps {
  readonly sessions: readonly SessionView[];
  readonly endSession: FormAction;
  readonly endOtherSessions: FormAction;
}

export function SessionList({ sessions, endSession, endOtherSessions }: SessionListProps) {
  const t = useTranslations("security");
  const methods = useTranslations("methods");
  const texts = useFormTexts();
  return (
    <Section title={t("sessions")}>
      <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
        {sessions.map(({ id, current, method, startedAt, lastSeenAt, ...session }) => {
          const device = session.device ?? t("deviceUnknown");
          return (
            <li key={id} className="space-y-3 px-4 py-4 sm:px-5">
              <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
                <p className="font-semibold">{device}</p>
                {current ? (
                  <Badge tone="good">{t("current")}</Badge>
                ) : (
                  <div className="-mx-2">
                    <ActionButton
                      action={endSession}
                      hidden={{ sessionId: id }}
                      variant="quiet"
                      size="dense"
                      aria-label={t("endNamed", { device })}
                      texts={texts}
                    >
                      {t("end")}
                    </ActionButton>
                  </div>
                )}
              </div>
              <Facts
                facts={[
                  { term: t("method"), fact: methods(method) },
                  { term: t("started"), fact: <Time iso={startedAt} show="moment" /> },
                  { term: t("lastSeen"), fact: <Time iso={lastSeenAt} show="moment" /> },
                ]}
              />
            </li>
          );
        })}
      </ul>
      {sessions.some(({ current }) => !current) ? (
        <ActionButton action={endOtherSessions} variant="secondary" texts={texts}>
          {t("endOthers")}
        </ActionButton>
      ) : null}
    </Section>
  );
}
