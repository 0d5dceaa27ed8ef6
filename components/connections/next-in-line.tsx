import { useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { ConnectedBank } from "./sitting.ts";
import { TodoList } from "./todo-list.tsx";

export interface NextInLineProps {
  readonly next: ConnectedBank;
  /** How many wait, this one among them. */
  readonly count: number;
  readonly firm: string;
  /** Field: `connectionId`. */
  readonly confirmAgain: FormAction;
}

/** Once one bank is settled: the next, so that several are done in one sitting. */
export function NextInLine({ next, count, firm, confirmAgain }: NextInLineProps) {
  const t = useTranslations("portal");
  return (
    <Section title={t("nextInLine", { count })}>
      <TodoList connection={next.connection} bank={next.bank} firm={firm} confirmAgain={confirmAgain} />
    </Section>
  );
}
