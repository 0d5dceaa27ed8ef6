import { CircleAlert, CircleCheck, CircleDashed, Clock } from "lucide-react";
import type { ReactNode } from "react";

const looks = {
  good: { Icon: CircleCheck, text: "text-good" },
  caution: { Icon: Clock, text: "text-caution" },
  danger: { Icon: CircleAlert, text: "text-danger" },
  neutral: { Icon: CircleDashed, text: "text-quiet" },
} as const;

export interface BadgeProps {
  readonly tone: keyof typeof looks;
  readonly children: ReactNode;
}

/** A state in a word, with an icon: colour never speaks alone. */
export function Badge({ tone, children }: BadgeProps) {
  const { Icon, text } = looks[tone];
  return (
    <span className={`inline-flex items-center whitespace-nowrap gap-1.5 font-semibold text-small ${text}`}>
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {children}
    </span>
  );
}
