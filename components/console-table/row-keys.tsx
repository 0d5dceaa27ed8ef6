"use client";

import type { KeyboardEvent, ReactNode } from "react";

/** The arrows go from row to row over the links of the rows' names, Home and End to the first and the last. */
export function RowKeys({ children }: { readonly children: ReactNode }) {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("tbody th a[href]")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    const link = to === undefined ? undefined : links[to];
    if (!link) return;
    event.preventDefault();
    link.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it adds ways between the links inside, which work without it.
    <div onKeyDown={move}>{children}</div>
  );
}
