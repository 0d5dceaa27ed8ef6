import { useTranslations } from "next-intl";

import { ConnectionBadge } from "#components/connections/connection-badge.tsx";
import { pathOf } from "#components/connections/paths.ts";
import type { ConnectedBank } from "#components/connections/sitting.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";

/** A bank in a line: how it stands and when it was last read. */
export function BankLine({ connection, bank }: ConnectedBank) {
  const t = useTranslations("connection");
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-4 sm:px-5">
      <h3 className="font-sans text-body [overflow-wrap:anywhere]">
        <TextLink href={pathOf(connection.id)}>{bank}</TextLink>
      </h3>
      <ConnectionBadge connection={connection} />
      {connection.state === "active" ? (
        <p className="w-full text-quiet text-small">
          {connection.lastReadAt ? (
            <>
              {t("lastRead")} <Time iso={connection.lastReadAt} show="moment" />
            </>
          ) : (
            t("neverRead")
          )}
        </p>
      ) : null}
    </li>
  );
}
