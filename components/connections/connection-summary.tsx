import Link from "next/link";
import { useTranslations } from "next-intl";

import { Facts } from "#components/ui/facts.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ConnectionView } from "#lib/connections/view.ts";
import { ConnectionBadge } from "./connection-badge.tsx";
import { pathOf } from "./paths.ts";

/** What becomes of an access at its bank, in a list: how it stands, what is read, and the way to the whole of it. */
export function ConnectionSummary({
  connection,
  bank,
}: {
  readonly connection: ConnectionView;
  readonly bank: string;
}) {
  const t = useTranslations("connection");
  const { id, state, endedReason, endedAt, accounts } = connection;
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <ConnectionBadge connection={connection} />
        {endedAt ? <Time iso={endedAt} show="day" /> : null}
      </p>
      {state === "ended" && endedReason ? <p>{t(`ended.${endedReason}`, { bank })}</p> : null}
      {state === "active" ? (
        <Facts
          facts={[
            { term: t("accounts"), fact: t("accountsRead", { count: accounts.chosen }) },
            ...readingFacts(connection, t),
          ]}
        />
      ) : null}
      {state !== "ended" || accounts.chosen > 0 ? (
        <p>
          <Link
            href={pathOf(id)}
            aria-label={t("openNamed", { bank })}
            className="text-accent underline underline-offset-4 hover:decoration-2"
          >
            {t("open")}
          </Link>
        </p>
      ) : null}
    </div>
  );
}

/** Since when, and when next. */
export function readingFacts(
  { lastReadAt, nextRefreshAt }: Pick<ConnectionView, "lastReadAt" | "nextRefreshAt">,
  t: ReturnType<typeof useTranslations<"connection">>,
) {
  return [
    {
      term: t("lastRead"),
      fact: lastReadAt ? <Time iso={lastReadAt} show="moment" /> : t("neverRead"),
    },
    ...(nextRefreshAt ? [{ term: t("nextRead"), fact: <Time iso={nextRefreshAt} show="moment" /> }] : []),
  ];
}
