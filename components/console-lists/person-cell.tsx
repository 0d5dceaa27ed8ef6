import { useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";

interface PersonCellProps {
  readonly personId: string;
  /** `undefined` where there is no such person any more. */
  readonly person: { readonly name: string; readonly email: string } | undefined;
}

/** An investor by name, with the way to their page. Who was erased has no name left and is known by identifier. */
export function PersonCell({ personId, person }: PersonCellProps) {
  const t = useTranslations("consoleLists");
  return (
    <TextLink href={`/console/investors/${personId}`}>
      {person?.name ? (
        <bdi className="inline-block min-w-32 max-w-56 whitespace-normal [overflow-wrap:anywhere]">
          {person.name}
        </bdi>
      ) : (
        <>
          {t("unknownPerson")} <code>{shortId(personId)}</code>
        </>
      )}
    </TextLink>
  );
}

/** Enough of an identifier to tell two lines of a list apart; the whole of it stands on the thing's own page. */
export const shortId = (id: string): string => id.slice(0, 12);
