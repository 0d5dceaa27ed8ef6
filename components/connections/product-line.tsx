import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import type { ProductStateView } from "#lib/connections/view.ts";
import { formatDateTime } from "#lib/kernel/format.ts";

const tones = { pending: "neutral", ok: "good", empty: "good", failed: "danger" } as const;

export interface ProductLineProps {
  readonly product: ProductStateView;
  readonly bank: string;
  readonly firm: string;
}

/** One kind of data of one account: not read, none there and could not be read are three things. */
export function ProductLine({ product, bank, firm }: ProductLineProps) {
  const t = useTranslations("connection.product");
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  const { cluster, state, asOf } = product;
  // How many facts there are about who holds an account tells nobody anything.
  const isCounted = cluster !== "identity";
  return (
    <div className="grid gap-x-6 gap-y-0.5 py-2 sm:grid-cols-2">
      <dt>{receipt(`categories.${cluster}`)}</dt>
      <dd className="sm:text-end">
        <Badge tone={tones[state]}>
          {state === "ok" ? t("ok", { count: isCounted ? (product.records ?? 0) : 0 }) : t(state)}
        </Badge>
        {asOf && state !== "failed" ? (
          <span className="block text-quiet text-small">
            {t("asOf", { date: formatDateTime(locale, asOf) })}
          </span>
        ) : null}
        {state === "failed" ? <Failed product={product} bank={bank} firm={firm} /> : null}
      </dd>
    </div>
  );
}

function Failed({ product, bank, firm }: ProductLineProps) {
  const t = useTranslations("connection.product");
  const reasons = useTranslations("confirm.reasons");
  const locale = useLocale();
  const { reason, asOf } = product;
  return (
    <span className="block text-quiet text-small">
      {reason ? `${reasons(`${reason}.title`, { bank, firm })}. ` : null}
      {asOf ? t("kept", { date: formatDateTime(locale, asOf) }) : t("nothingKept")}
    </span>
  );
}
