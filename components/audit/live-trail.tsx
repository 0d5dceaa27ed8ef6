"use client";

import { useEffect, useRef, useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { LiveEntry } from "#lib/audit/view.ts";

export interface LiveTrailTexts {
  readonly caption: string;
  readonly time: string;
  readonly event: string;
  readonly actor: string;
  readonly subject: string;
  readonly facts: string;
  readonly pause: string;
  readonly goOn: string;
  readonly live: string;
  readonly paused: string;
  readonly lost: string;
  readonly empty: string;
}

export interface LiveTrailProps {
  readonly first: readonly LiveEntry[];
  /** Where the stream is, but for the place from which it is to go on. */
  readonly eventsHref: string;
  readonly place: number;
  readonly texts: LiveTrailTexts;
}

type State = "live" | "paused" | "lost";

/** What a page keeps at the most; all of it can be searched. */
const kept = 200;

/** New entries above the others as they come, until it is paused. Going on takes what came meanwhile. */
export function LiveTrail({ first, eventsHref, place, texts }: LiveTrailProps) {
  const [entries, setEntries] = useState(first);
  const reached = useRef(place);
  const [state, setState] = useState<State>("live");

  useEffect(() => {
    if (state !== "live") return;
    const source = new EventSource(`${eventsHref}&after=${reached.current}`);
    source.addEventListener("entries", (event: MessageEvent<string>) => {
      const added = JSON.parse(event.data) as {
        readonly entries: readonly LiveEntry[];
        readonly place: number;
      };
      reached.current = added.place;
      setEntries((before) => withNew(before, added.entries));
    });
    source.addEventListener("signedOut", () => window.location.reload());
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setState("lost");
    });
    return () => source.close();
  }, [state, eventsHref]);

  const toggle = (): void => {
    // The server refuses to go on from what is too long ago; the page read anew goes on from now.
    if (state === "lost") window.location.reload();
    else setState(state === "live" ? "paused" : "live");
  };
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <p role="status">{texts[state]}</p>
        <Button type="button" variant="secondary" size="dense" onClick={toggle}>
          {state === "live" ? texts.pause : texts.goOn}
        </Button>
      </div>
      {entries.length === 0 ? (
        <p className="text-quiet">{texts.empty}</p>
      ) : (
        <Table
          caption={texts.caption}
          columns={(["time", "event", "actor", "subject", "facts"] as const).map((key) => ({
            key,
            header: texts[key],
          }))}
          rows={entries.map((entry) => ({
            key: entry.eventId,
            cells: [
              <TextLink key="at" href={`/console/audit/${entry.eventId}`}>
                <time dateTime={entry.at} className="whitespace-nowrap">
                  {entry.time}
                </time>
              </TextLink>,
              <span key="label" className="block min-w-40 whitespace-normal">
                {entry.label}
              </span>,
              <Short key="actor" text={entry.actor} />,
              <Short key="subject" text={entry.subject} />,
              <Short key="facts" text={entry.facts} />,
            ],
          }))}
        />
      )}
    </div>
  );
}

function Short({ text }: { readonly text: string }) {
  return (
    <bdi className="line-clamp-2 max-w-md whitespace-normal break-words" title={text}>
      {text}
    </bdi>
  );
}

/** Each entry once, whatever a stream that began anew has sent again. */
function withNew(before: readonly LiveEntry[], added: readonly LiveEntry[]): readonly LiveEntry[] {
  const known = new Set(before.map(({ eventId }) => eventId));
  return [...added.filter(({ eventId }) => !known.has(eventId)), ...before].slice(0, kept);
}
