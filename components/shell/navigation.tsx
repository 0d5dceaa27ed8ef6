import Link from "next/link";
import { useTranslations } from "next-intl";

import { PendingMark } from "./pending-mark.tsx";

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
}

export interface NavigationProps {
  readonly items: readonly NavigationItem[];
  readonly current: string;
  readonly direction: "row" | "column";
}

/** The pages of one face. The one that is shown is marked by its line and its weight, and told to a screen reader. */
export function Navigation({ items, current, direction }: NavigationProps) {
  const t = useTranslations("shell");
  return (
    <nav aria-label={t("navigation")}>
      <ul className={`flex flex-wrap ${direction === "column" ? "gap-x-1 lg:flex-col" : "gap-x-1"}`}>
        {items.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? "page" : undefined}
              className={`relative flex min-h-11 items-center px-3 text-quiet hover:text-ink aria-[current=page]:font-semibold
                aria-[current=page]:text-ink before:absolute before:bg-transparent aria-[current=page]:before:bg-accent
                before:inset-x-3 before:bottom-0 before:h-0.5
                ${direction === "column" ? "lg:min-h-9 lg:before:inset-x-auto lg:before:inset-y-1.5 lg:before:left-0 lg:before:h-auto lg:before:w-0.5" : ""}`}
            >
              {label}
              <PendingMark label={t("loading")} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
