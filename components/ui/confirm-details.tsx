import type { ReactNode } from "react";

import { buttonClass } from "./button-class.ts";

export interface ConfirmDetailsProps {
  readonly label: string;
  /** The label with its object, for whoever hears it out of its row. Begins with the label. */
  readonly fullLabel: string;
  /** What the act means, and the button that does it. */
  readonly children: ReactNode;
}

/** An act with consequences is asked about where it stands. It opens without script. */
export function ConfirmDetails({ label, fullLabel, children }: ConfirmDetailsProps) {
  return (
    <details>
      <summary aria-label={fullLabel} className={`${buttonClass("quiet", "dense")} flex w-fit list-none`}>
        {label}
      </summary>
      <div className="w-max max-w-[min(26rem,75vw)] space-y-2 whitespace-normal px-2 py-2 text-small">
        {children}
      </div>
    </details>
  );
}
