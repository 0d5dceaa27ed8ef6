import { useLocale, useTranslations } from "next-intl";

import { buttonClass } from "#components/ui/button-class.ts";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Section } from "#components/ui/section.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { ClientNotesView, NoteView } from "#lib/notes/view.ts";
import { ClientFrame } from "./client-frame.tsx";
import { NoteForm } from "./note-form.tsx";

export interface NoteActions {
  readonly write: FormAction;
  readonly change: FormAction;
  readonly remove: FormAction;
}

export interface ClientNotesScreenProps {
  readonly view: ClientNotesView;
  readonly actions: NoteActions;
}

/** What an advisor wrote down of a client, with who else comes to read it. */
export function ClientNotesScreen({ view, actions }: ClientNotesScreenProps) {
  const t = useTranslations("clientNotes");
  const { client, isShared } = view;
  return (
    <ClientFrame client={{ ...client, isNoted: false, hiddenAccounts: 0 }} page="notes" base={null}>
      {isShared ? (
        <Notes view={view} actions={actions} />
      ) : (
        <EmptyState title={t("notSharedTitle")}>
          <p>{t("notShared")}</p>
        </EmptyState>
      )}
    </ClientFrame>
  );
}

function Notes({ view: { client, notes, nextId, longest }, actions }: ClientNotesScreenProps) {
  const t = useTranslations("clientNotes");
  const texts = useFormTexts();
  const words = { ...texts, label: t("text"), hint: t("textHint", { longest }) };
  return (
    <>
      <Section title={t("title")}>
        <div className="max-w-[42rem] space-y-3">
          <p>{t("intro")}</p>
          <p>{t("copy")}</p>
        </div>
        <NoteForm
          // What was written is gone from the field once it stands below.
          key={nextId}
          action={actions.write}
          hidden={{ investorId: client.id, noteId: nextId }}
          longest={longest}
          variant="primary"
          texts={{ ...words, submit: t("write") }}
        />
      </Section>
      <Section title={t("all")}>
        {notes.length === 0 ? (
          <p className="text-quiet">{t("none")}</p>
        ) : (
          <ul className="max-w-[48rem] divide-y divide-line rounded-edge border border-line bg-raised">
            {notes.map((note) => (
              <OneNote
                key={`${note.id} ${note.version}`}
                note={note}
                investorId={client.id}
                longest={longest}
                actions={actions}
              />
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

interface OneNoteProps {
  readonly note: NoteView;
  readonly investorId: string;
  readonly longest: number;
  readonly actions: NoteActions;
}

function OneNote({ note, investorId, longest, actions }: OneNoteProps) {
  const t = useTranslations("clientNotes");
  const locale = useLocale();
  const texts = useFormTexts();
  const at = formatDateTime(locale, note.writtenAt);
  const seen = { investorId, noteId: note.id, version: String(note.version) };
  const changed = note.changedAt && t("changed", { at: formatDateTime(locale, note.changedAt) });
  return (
    <li className="space-y-2 px-4 py-4 sm:px-5">
      <p className="text-quiet text-small">
        <time dateTime={note.writtenAt}>{t("written", { at })}</time>
        {changed ? <>, {changed}</> : null}
      </p>
      <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{note.text}</p>
      <div className="no-print -ms-3 flex flex-wrap items-start gap-x-4 gap-y-2">
        <details>
          <summary
            aria-label={t("changeFull", { at })}
            className={`${buttonClass("quiet", "dense")} flex w-fit list-none`}
          >
            {t("change")}
          </summary>
          <div className="w-[min(30rem,80vw)] py-3 ps-3">
            <NoteForm
              action={actions.change}
              hidden={seen}
              text={note.text}
              longest={longest}
              variant="secondary"
              texts={{
                ...texts,
                label: t("text"),
                hint: t("textHint", { longest }),
                submit: t("changeSubmit"),
              }}
            />
          </div>
        </details>
        <ConfirmAction
          label={t("remove")}
          fullLabel={t("removeFull", { at })}
          action={actions.remove}
          hidden={seen}
          texts={texts}
        >
          <p>{t("removeMeans")}</p>
        </ConfirmAction>
      </div>
    </li>
  );
}
