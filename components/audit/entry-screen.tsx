import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { useEventLabel } from "#components/console/event-label.ts";
import { NoScriptNotice } from "#components/ui/no-script-notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { NamedEntry } from "#lib/audit/view.ts";
import { FactsOfEntry } from "./facts-of-entry.tsx";
import { ProofCheckButton } from "./proof-check.tsx";
import { recordAddress } from "./record-address.ts";
import { entryAddress, type TrailCell, useTrailCells } from "./trail-cells.tsx";
import { useProofTexts } from "./use-proof-texts.ts";

export interface EntryScreenProps {
  readonly entry: NamedEntry;
  /** The entry's own bytes, which the log hashes. */
  readonly bytes: string;
  readonly ofRequest: readonly NamedEntry[];
  readonly ofSubject: readonly NamedEntry[];
}

/** One entry: who, what, why and what stands around it, and its proof, which the browser checks. */
export function EntryScreen({ entry, bytes, ofRequest, ofSubject }: EntryScreenProps) {
  const t = useTranslations("trail");
  const proofTexts = useProofTexts();
  const eventLabel = useEventLabel();
  return (
    <div className="space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/audit">{t("back")}</TextLink>
      </p>
      <PageHeading title={eventLabel(entry.type)}>
        <p>
          <Time iso={entry.at} show="moment" />
        </p>
      </PageHeading>
      <WhoAndWhat entry={entry} />
      <Section title={t("factsTitle")}>
        <FactsOfEntry facts={entry.facts} />
      </Section>
      <Section title={t("proofTitle")}>
        <p className="max-w-[42rem]">{t("proofIntro")}</p>
        <NoScriptNotice />
        <ProofCheckButton
          entry={bytes}
          proofHref={`${entryAddress(entry.eventId)}/proof`}
          keysHref="/audit/key"
          texts={proofTexts}
        />
        <details>
          <summary className="w-fit cursor-pointer">{t("bytes")}</summary>
          <pre className="mt-2 overflow-x-auto whitespace-pre-wrap break-all rounded-edge border border-line bg-raised p-4 text-small">
            {bytes}
          </pre>
        </details>
      </Section>
      <Related
        title={t("ofRequest")}
        entries={ofRequest}
        all={`/console/audit?${new URLSearchParams({ request: entry.requestId })}`}
      />
      {entry.subjectId ? (
        <Related
          title={t("ofSubject")}
          entries={ofSubject}
          all={`/console/audit?${new URLSearchParams({ subject: entry.subjectId })}`}
        />
      ) : null}
    </div>
  );
}

function WhoAndWhat({ entry }: { readonly entry: NamedEntry }) {
  const t = useTranslations("trail");
  const { actorType, actorId, actorName, subjectId, subjectName, sessionId, requestId, type, eventId } =
    entry;
  const record = subjectId ? recordAddress(subjectId) : null;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t("columns.actor"),
      <Said key="actor" name={actorName ?? t(`actors.${actorType}` as "actors.system")} id={actorId} />,
    ],
    ...(actorName ? [[t("role"), t(`actors.${actorType}` as "actors.system")] as const] : []),
    ...(sessionId ? [[t("session"), <Searched key="session" filter="id" value={sessionId} />] as const] : []),
    [
      t("columns.subject"),
      subjectId ? <Said key="subject" name={subjectName} id={subjectId} href={record} /> : "–",
    ],
    [t("columns.type"), <code key="type">{type}</code>],
    [t("columns.request"), <Searched key="request" filter="request" value={requestId} />],
    [
      t("columns.event"),
      <code key="event" className="break-all">
        {eventId}
      </code>,
    ],
    [t("columns.index"), entry.index === null ? t("noPlace") : String(entry.index)],
  ];
  return (
    <dl className="grid gap-x-8 rounded-edge border border-line bg-raised p-4 text-small sm:gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
      {facts.map(([term, fact]) => (
        <div key={term} className="contents">
          <dt className="text-quiet">{term}</dt>
          <dd className="min-w-0 break-words max-sm:pb-2">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function Said(props: {
  readonly name: string | null;
  readonly id: string | null;
  readonly href?: string | null;
}) {
  const { name, id, href } = props;
  const code = id ? <code className="break-all">{id}</code> : null;
  return (
    <>
      {name ? <bdi className="line-clamp-2">{name}</bdi> : null}{" "}
      {href && code ? <TextLink href={href}>{code}</TextLink> : code}
    </>
  );
}

function Searched({ filter, value }: { readonly filter: "id" | "request"; readonly value: string }) {
  return (
    <TextLink href={`/console/audit?${new URLSearchParams({ [filter]: value })}`}>
      <code className="break-all">{value}</code>
    </TextLink>
  );
}

const relatedColumns = ["at", "type", "actor", "subject"] as const satisfies readonly TrailCell[];

function Related(props: {
  readonly title: string;
  readonly entries: readonly NamedEntry[];
  readonly all: string;
}) {
  const { title, entries, all } = props;
  const t = useTranslations("trail");
  const cells = useTrailCells();
  return (
    <Section title={title}>
      {entries.length === 0 ? (
        <p className="text-quiet">{t("nothingElse")}</p>
      ) : (
        <>
          <Table
            caption={title}
            columns={relatedColumns.map((key) => ({ key, header: t(`columns.${key}`) }))}
            rows={entries.map((entry) => {
              const { at, type, actor, subject } = cells(entry);
              const name = (
                <TextLink key="at" href={entryAddress(entry.eventId)}>
                  {at}
                </TextLink>
              );
              return { key: entry.eventId, cells: [name, type, actor, subject] };
            })}
          />
          <p>
            <TextLink href={all}>{t("allOfThese")}</TextLink>
          </p>
        </>
      )}
    </Section>
  );
}
