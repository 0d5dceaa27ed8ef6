import Link from "next/link";

export interface ChoiceLinksProps {
  readonly label: string;
  readonly choices: readonly { readonly key: string; readonly href: string; readonly label: string }[];
  readonly chosen: string | null;
}

/** One of several ways to look at the same thing. The one that is shown is marked, and told to a screen reader. */
export function ChoiceLinks({ label, choices, chosen }: ChoiceLinksProps) {
  return (
    <nav aria-label={label} className="-mx-2 sm:-mx-3">
      <ul className="flex flex-wrap gap-x-1">
        {choices.map(({ key, href, label }) => (
          <li key={key}>
            <Link
              href={href}
              scroll={false}
              aria-current={key === chosen ? "true" : undefined}
              className="inline-flex min-h-11 items-center border-transparent border-b-2 px-2 text-quiet hover:text-ink aria-[current=true]:border-accent aria-[current=true]:font-semibold aria-[current=true]:text-ink sm:px-3"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
