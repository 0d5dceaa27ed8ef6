import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";

import { Badge, type BadgeProps } from "#components/ui/badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { KeyState, KeyStep, KeyVersionView } from "#lib/installation/view.ts";
import { useKeyPurpose } from "./key-purpose.ts";

const stateTones: Readonly<Record<KeyState, BadgeProps["tone"]>> = {
  preActivation: "neutral",
  active: "good",
  suspended: "caution",
  deactivated: "neutral",
  compromised: "danger",
  destroyed: "neutral",
};

/** Steps that cannot wait: data depends on a version that is going away, is gone, or is in other hands. */
const urgent: ReadonlySet<KeyStep> = new Set(["enable", "restore", "replace", "lost"]);

export function KeyVersionsTable({ versions }: { readonly versions: readonly KeyVersionView[] }) {
  const t = useTranslations("keys");
  const purposeLabel = useKeyPurpose();
  const columns = ["keyVersion", "state", "nextStep", "inUse", "owner", "algorithm", "created"] as const;
  return (
    <Table
      caption={t("inventory")}
      columns={columns.map((key) => ({ key, header: t(key) }))}
      rows={versions.map((version) => ({
        key: version.name,
        cells: [
          <Pair
            key="name"
            code={`${version.key} / ${version.version}`}
            text={purposeLabel(version.purpose)}
          />,
          <State key="state" version={version} />,
          <Step key="step" step={version.nextStep} />,
          version.inUse === null ? t("notCounted") : t("number", { count: version.inUse }),
          <Pair key="owner" code={version.owner} text={version.region} />,
          <Pair key="algorithm" code={version.algorithm} text={version.protectionLevel} />,
          version.createdAt ? <Time key="created" iso={version.createdAt} show="day" /> : "–",
        ],
      }))}
    />
  );
}

/** A name as the KMS spells it, and under it what goes with it. */
function Pair({ code, text }: { readonly code: string; readonly text: string | null }) {
  return (
    <>
      <code className="block">{code}</code>
      {text ? <span className="block font-normal text-quiet">{text}</span> : null}
    </>
  );
}

function State({ version }: { readonly version: KeyVersionView }) {
  const t = useTranslations("keys");
  const { state, kmsState, destroysAt } = version;
  return (
    <>
      <Badge tone={stateTones[state]}>{t(`states.${state}`)}</Badge>
      {kmsState === "DESTROY_SCHEDULED" && destroysAt ? (
        <span className="block text-quiet">
          {t("destroysAt")} <Time iso={destroysAt} show="day" />
        </span>
      ) : null}
    </>
  );
}

function Step({ step }: { readonly step: KeyStep }) {
  const t = useTranslations("keys.steps");
  if (!urgent.has(step)) return <span className={step === "none" ? "text-quiet" : undefined}>{t(step)}</span>;
  return (
    <span className="flex items-start gap-1.5 font-semibold text-danger">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {t(step)}
    </span>
  );
}
