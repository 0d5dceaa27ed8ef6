import { useTranslations } from "next-intl";

import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { NoScriptNotice } from "#components/ui/no-script-notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { PasskeyView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { BeginRegistration, FinishRegistration } from "./passkey-actions.ts";
import { usePasskeyTexts } from "./passkey-texts.ts";
import { RegisterPasskey } from "./register-passkey.tsx";

export interface PasskeyListProps {
  readonly passkeys: readonly PasskeyView[];
  readonly begin: BeginRegistration;
  readonly finish: FinishRegistration;
  readonly remove: FormAction;
}

export function PasskeyList({ passkeys, begin, finish, remove }: PasskeyListProps) {
  const t = useTranslations("security");
  const passkey = useTranslations("passkey");
  return (
    <Section title={t("passkeys")}>
      {passkeys.length === 0 ? (
        <EmptyState title={t("noPasskeys")}>
          <p>{t("noPasskeysBody")}</p>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
          {passkeys.map((one) => (
            <PasskeyItem key={one.id} passkey={one} remove={remove} />
          ))}
        </ul>
      )}
      <div className="max-w-[26rem] space-y-4 pt-4">
        <h3 className="text-lead">{t("add")}</h3>
        <NoScriptNotice />
        <RegisterPasskey
          key={passkeys.length}
          begin={begin}
          finish={finish}
          label={t("addButton")}
          nameLabel={passkey("name")}
          nameHint={passkey("nameHint")}
          suggestion={passkey("suggestion", { number: passkeys.length + 1 })}
          variant="secondary"
          texts={usePasskeyTexts()}
        />
      </div>
    </Section>
  );
}

function PasskeyItem({ passkey, remove }: { readonly passkey: PasskeyView; readonly remove: FormAction }) {
  const t = useTranslations("security");
  const { id, name, createdAt, lastUsedAt } = passkey;
  return (
    <li className="space-y-3 px-4 py-4 sm:px-5">
      <p className="font-semibold [overflow-wrap:anywhere]">{name}</p>
      <Facts
        facts={[
          { term: t("created"), fact: <Time iso={createdAt} show="day" /> },
          { term: t("lastUsed"), fact: lastUsedAt ? <Time iso={lastUsedAt} show="day" /> : t("never") },
        ]}
      />
      <div className="-ms-2">
        <ConfirmAction
          label={t("remove")}
          fullLabel={t("removeNamed", { name })}
          action={remove}
          hidden={{ passkeyId: id }}
          texts={useFormTexts()}
        >
          <p>{t("removeWarning", { name })}</p>
        </ConfirmAction>
      </div>
    </li>
  );
}
