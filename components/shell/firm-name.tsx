import Link from "next/link";

import { Mark } from "#components/brand/mark.tsx";

export interface FirmNameProps {
  readonly href: string;
  readonly name: string;
  readonly logo: string | null;
  /** Which of the three faces this is, where the name alone does not say it. */
  readonly line: string | null;
}

export function FirmName({ href, name, logo, line }: FirmNameProps) {
  return (
    <Link href={href} className="flex min-w-0 items-center gap-3 rounded-edge">
      <Mark of="firm" name={name} logo={logo} />
      <span className="min-w-0 leading-tight">
        <span className="line-clamp-2 font-serif font-semibold text-body leading-tight">{name}</span>
        {line ? <span className="block text-quiet text-small">{line}</span> : null}
      </span>
    </Link>
  );
}
