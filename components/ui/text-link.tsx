import Link from "next/link";
import type { ReactNode } from "react";

export function TextLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className="text-accent underline underline-offset-4 hover:decoration-2">
      {children}
    </Link>
  );
}
