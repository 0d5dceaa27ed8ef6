import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { useEventLabel } from "#components/console/event-label.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { FactView, NamedEntry } from "#lib/audit/view.ts";

export type TrailCell = "at" | "type" | "actor" | "subject" | "facts" | "request" | "event" | "index";

export const entryAddress = (eventId: string): string => `/console/audit/${eventId}`;
const searchAddress = (filter: string, value: string): string =>
  `/console/audit?${new URLSearchParams({ [filter]: value })}`;

/** What each column of the trail says of an entry. */
export function useTrailCells(): (entry: NamedEntry) => Readonly<Record<TrailCell, ReactNode>> {
  const eventLabel = useEventLabel();
  const t = useTranslations("trail");
  return (entry) => ({
    at: <Time key="at" iso={entry.at} show="moment" />,
    type: (
      <span key="type" className="block min-w-40 whitespace-normal">
        {eventLabel(entry.type)}
      </span>
    ),
    actor: (
      <Party
        key="actor"
        id={entry.actorId}
        name={entry.actorName}
        otherwise={t(`actors.${entry.actorType}` as "actors.system")}
        filter="actor"
      />
    ),
    subject: entry.subjectId ? (
      <Party key="subject" id={entry.subjectId} name={entry.subjectName} otherwise={null} filter="subject" />
    ) : (
      "–"
    ),
    facts: <FactLine key="facts" facts={entry.facts} />,
    request: (
      <TextLink key="request" href={searchAddress("request", entry.requestId)}>
        <Id text={entry.requestId} />
      </TextLink>
    ),
    event: <Id key="event" text={entry.eventId} />,
    index: entry.index === null ? t("noPlace") : entry.index,
  });
}

/** Somebody or something by name where there is one, and always by identifier, which leads to what else is said of it. */
function Party(props: {
  readonly id: string | null;
  readonly name: string | null;
  readonly otherwise: string | null;
  readonly filter: "actor" | "subject";
}) {
  const { id, name, otherwise, filter } = props;
  const first = name ?? otherwise;
  return (
    <span className="block max-w-56 py-1">
      {first ? <bdi className="line-clamp-2 whitespace-normal break-words">{first}</bdi> : null}
      {id ? (
        <TextLink href={searchAddress(filter, id)}>
          <Id text={id} />
        </TextLink>
      ) : null}
    </span>
  );
}

/** An identifier to its first characters; whoever hears or copies it has all of it. */
export function Id({ text }: { readonly text: string }) {
  return (
    <code title={text} className="inline-block max-w-32 truncate align-bottom">
      {text}
    </code>
  );
}

export function FactLine({ facts }: { readonly facts: Readonly<Record<string, FactView>> }) {
  const entries = Object.entries(facts);
  if (entries.length === 0) return "–";
  return (
    <ul className="flex max-w-md flex-wrap gap-x-3 py-1 text-quiet">
      {entries.map(([name, value]) => (
        <li key={name} className="whitespace-nowrap">
          {name} <FactValue value={value} />
        </li>
      ))}
    </ul>
  );
}

const shownOfMany = 3;

/** A fact as it is recorded: a code is a code here, and nothing stands for what is not there. */
export function FactValue({ value, whole = false }: { readonly value: FactView; readonly whole?: boolean }) {
  const all = [value].flat().map((one) => String(one));
  if (all.length === 0) return "–";
  const shown = whole ? all : all.slice(0, shownOfMany);
  return (
    <code className={`text-ink ${whole ? "break-all" : "inline-block max-w-32 truncate align-bottom"}`}>
      {shown.join(", ")}
      {shown.length < all.length ? ` … ${all.length}` : ""}
    </code>
  );
}
