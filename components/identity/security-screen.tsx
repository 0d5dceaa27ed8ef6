import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { PasskeyView, SessionView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { BeginRegistration, FinishRegistration } from "./passkey-actions.ts";
import { PasskeyList } from "./passkey-list.tsx";
import { SessionList } from "./session-list.tsx";

export interface SecurityScreenProps {
  readonly sessions: readonly SessionView[];
  readonly passkeys: readonly PasskeyView[];
  readonly beginRegistration: BeginRegistration;
  readonly finishRegistration: FinishRegistration;
  /** Field: `passkeyId`. */
  readonly removePasskey: FormAction;
  /** Field: `sessionId`. */
  readonly endSession: FormAction;
  readonly endOtherSessions: FormAction;
  /** One sentence in the reader’s language, shown above everything. */
  readonly notice: string | null;
}

export function SecurityScreen(props: SecurityScreenProps) {
  const t = useTranslations("security");
  const common = useTranslations("common");
  return (
    <div className="max-w-[48rem] space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      {props.notice ? (
        <Notice tone="good" word={common("good")} role="status">
          <p>{props.notice}</p>
        </Notice>
      ) : null}
      <SessionList
        sessions={props.sessions}
        endSession={props.endSession}
        endOtherSessions={props.endOtherSessions}
      />
      <PasskeyList
        passkeys={props.passkeys}
        begin={props.beginRegistration}
        finish={props.finishRegistration}
        remove={props.removePasskey}
      />
    </div>
  );
}
