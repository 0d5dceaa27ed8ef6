import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export interface ContactFact {
  readonly term: string;
  readonly fact: ReactNode;
}

/** How somebody is reached. What they have not said is not in the list, and no empty line stands for it. */
export function ContactFacts({ facts }: { readonly facts: readonly (ContactFact | null)[] }) {
  const said = facts.filter((fact) => fact !== null);
  if (said.length === 0) return null;
  return (
    <dl className="max-w-[42rem] divide-y divide-line rounded-edge border border-line bg-raised">
      {said.map(({ term, fact }) => (
        <div key={term} className="gap-x-6 px-5 py-3 sm:grid sm:grid-cols-[13rem_minmax(0,1fr)]">
          <dt className="text-quiet text-small sm:pt-0.5">{term}</dt>
          <dd className="[overflow-wrap:anywhere]">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

const linkClass = "text-accent underline underline-offset-4 hover:decoration-2";

export function MailLink({ address }: { readonly address: string }) {
  return (
    <a href={`mailto:${address}`} className={linkClass}>
      {address}
    </a>
  );
}

export function PhoneLink({ number }: { readonly number: string }) {
  return (
    <a href={`tel:${number.replace(/[^+\d]/g, "")}`} className={linkClass}>
      {number}
    </a>
  );
}

/** To a page of somebody else, who is not told from where. */
export function OutsideLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} rel="noreferrer" className={linkClass}>
      {children}
    </a>
  );
}

/** One or two ways to say the same thing, one below the other. */
export function Lines({ lines }: { readonly lines: readonly ReactNode[] }) {
  return lines
    .filter((line) => line !== null)
    .map((line, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places.
      <span key={at} className="block">
        {line}
      </span>
    ));
}

export function Complaints({ mail, page }: { readonly mail: string | null; readonly page: string | null }) {
  const t = useTranslations("help");
  return (
    <Lines
      lines={[
        mail && <MailLink address={mail} />,
        page && <OutsideLink href={page}>{t("complaintsPage")}</OutsideLink>,
      ]}
    />
  );
}
