import {
  Calculator,
  KeyRound,
  Mail,
  MessageSquareText,
  Phone,
  ScanLine,
  ShieldCheck,
  Smartphone,
} from "lucide-react";
import { useTranslations } from "next-intl";

import type { Method, MethodKind } from "./step-actions.ts";

const icons = {
  sms: MessageSquareText,
  call: Phone,
  mail: Mail,
  totp: ShieldCheck,
  token: Calculator,
  picture: ScanLine,
  app: Smartphone,
  other: KeyRound,
} as const satisfies Record<MethodKind, unknown>;

/** A way of confirming: its icon, what it is, and the bank's own name for it with the destination masked by the bank. */
export function MethodMark({ method }: { readonly method: Method | null }) {
  const t = useTranslations("confirm");
  const Icon = icons[method?.kind ?? "other"];
  return (
    <span className="flex items-center gap-3">
      <Icon aria-hidden="true" className="size-6 shrink-0 text-accent" />
      <span className="min-w-0">
        <span className="block text-quiet text-small">
          {method ? t(`methods.${method.kind}`) : t("methodUnnamed")}
        </span>
        {method ? <span className="block font-semibold [overflow-wrap:anywhere]">{method.name}</span> : null}
      </span>
    </span>
  );
}
