import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { ActView } from "#lib/oversight/view.ts";

/** Field of each: `actId`. */
export interface ActActions {
  readonly approve: FormAction;
  readonly turnDown: FormAction;
  readonly stop: FormAction;
  readonly resume: FormAction;
}

/** What the reader can say of an act as it stands: whoever proposed it is not offered to agree to it. */
export function DecideAct({ act, ...actions }: ActActions & { readonly act: ActView }) {
  const t = useTranslations("oversight.act");
  const texts = useFormTexts();
  const shared = { hidden: { actId: act.id }, texts };
  if (act.state === "proposed") {
    const name = act.proposed.by.name ?? act.proposed.by.id;
    return (
      <>
        <Notice tone="info" word={act.isOwn ? t("ownTitle") : t("otherTitle", { name })}>
          <p>{act.isOwn ? t("own") : t("other")}</p>
        </Notice>
        <div className="flex flex-wrap gap-4">
          {act.isOwn ? null : (
            <ActionButton {...shared} action={actions.approve} variant="danger">
              {t("approve")}
            </ActionButton>
          )}
          <ActionButton {...shared} action={actions.turnDown} variant="secondary">
            {act.isOwn ? t("takeBack") : t("refuse")}
          </ActionButton>
        </div>
      </>
    );
  }
  if (act.state === "running")
    return (
      <div className="space-y-2">
        <ActionButton {...shared} action={actions.stop} variant="secondary">
          {t("stop")}
        </ActionButton>
        <p className="text-quiet text-small">{t("stopMeans")}</p>
      </div>
    );
  if (act.state === "lapsed" && act.stopped)
    return (
      <Notice tone="caution" word={t("leftTitle")}>
        <p>{t("left", { count: act.counts.open })}</p>
      </Notice>
    );
  if (act.state === "stopped" && !act.mayResume)
    return (
      <Notice tone="info" word={t("ownTitle")}>
        <p>{t("ownStopped")}</p>
      </Notice>
    );
  if (act.state === "stopped")
    return (
      <ActionButton {...shared} action={actions.resume} variant="danger">
        {t("resume", { count: act.counts.open })}
      </ActionButton>
    );
  return null;
}
