import Link from "next/link";
import type { ReactNode } from "react";

import { type ButtonVariant, buttonClass } from "./button-class.ts";

/** A link that is the main thing to do on a page. */
export function LinkButton(props: {
  readonly href: string;
  readonly variant: ButtonVariant;
  readonly children: ReactNode;
}) {
  return (
    <Link href={props.href} className={buttonClass(props.variant)}>
      {props.children}
    </Link>
  );
}
