import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode, Ref } from "react";

export type Tone = "info" | "good" | "caution" | "danger";

const looks = {
  info: { Icon: Info, colour: "border-line-strong", text: "text-ink" },
  good: { Icon: CircleCheck, colour: "border-good", text: "text-good" },
  caution: { Icon: TriangleAlert, colour: "border-caution", text: "text-caution" },
  danger: { Icon: CircleAlert, colour: "border-danger", text: "text-danger" },
} as const satisfies Record<Tone, unknown>;

export interface NoticeProps {
  readonly tone: Tone;
  /** The tone as a word, or what it is about: colour and icon never speak alone. */
  readonly word: string;
  readonly children: ReactNode;
  /** `alert` for what just went wrong, `status` for what just went well; nothing for what stood there before. */
  readonly role?: "alert" | "status";
  readonly ref?: Ref<HTMLDivElement>;
}

export function Notice({ tone, word, children, role, ref }: NoticeProps) {
  const { Icon, colour, text } = looks[tone];
  return (
    <div
      ref={ref}
      role={role}
      tabIndex={ref ? -1 : undefined}
      className={`flex gap-3 rounded-edge border bg-raised px-4 py-3 ${colour}`}
    >
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${text}`} />
      <div className="min-w-0 space-y-1">
        <p className={`font-semibold ${text}`}>{word}</p>
        {children}
      </div>
    </div>
  );
}
