"use client";

import { CircleAlert } from "lucide-react";
import { useId, useRef } from "react";

import { Button } from "#components/ui/button.tsx";
import type { Question, QuestionOption } from "./question.ts";

export interface Answers {
  /** The answers of an attempt that was refused, one a line; a question that is not there is as it was. */
  readonly values: Readonly<Record<string, string>> | null;
  readonly missing: Readonly<Record<string, unknown>>;
}

interface QuestionFieldProps {
  readonly question: Question;
  readonly answers: Answers;
}

/** A question with its options, its problem read out with it. */
export function QuestionField({ question, answers }: QuestionFieldProps) {
  const { legend, hint, options, all } = question;
  const id = useId();
  const field = useRef<HTMLFieldSetElement>(null);
  const isMissing = question.name in answers.missing;
  const tickAll = () => {
    for (const box of field.current?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? [])
      box.checked = true;
  };
  return (
    <fieldset
      ref={field}
      aria-describedby={
        [hint ? `${id}-hint` : "", isMissing ? `${id}-missing` : ""].join(" ").trim() || undefined
      }
      className="min-w-0 space-y-3"
    >
      <legend>
        <h2 className="text-title">{legend}</h2>
      </legend>
      {hint ? (
        <div id={`${id}-hint`} className="space-y-2 text-quiet">
          {hint}
        </div>
      ) : null}
      {isMissing ? <Missing id={`${id}-missing`} text={question.missing} /> : null}
      {all ? (
        <div className="needs-script -ml-2">
          <Button type="button" variant="quiet" size="dense" onClick={tickAll}>
            <span className="block text-start">{all}</span>
          </Button>
        </div>
      ) : null}
      <ul
        className={`divide-y divide-line rounded-edge border bg-raised ${isMissing ? "border-2 border-danger" : "border-line"}`}
      >
        {options.map((option) => (
          <li key={option.value} className="space-y-2 px-4 py-4 sm:px-5">
            <Option option={option} question={question} answers={answers} />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

interface OptionProps extends QuestionFieldProps {
  readonly option: QuestionOption;
}

function Option({ option, question, answers }: OptionProps) {
  const { value, label, note, more, further } = option;
  return (
    <>
      <Choice {...{ option, question, answers }}>
        <span className="font-semibold">{label}</span>
        {note ? <span className="block text-quiet text-small">{note}</span> : null}
      </Choice>
      {further ? <Further key={value} question={further} answers={answers} /> : null}
      {more ? (
        <details className="pl-9 text-small">
          <summary className="w-fit py-1 text-accent underline underline-offset-4">{more.summary}</summary>
          <div className="pt-1">{more.content}</div>
        </details>
      ) : null}
    </>
  );
}

function Further({ question, answers }: QuestionFieldProps) {
  const id = useId();
  const isMissing = question.name in answers.missing;
  return (
    <fieldset aria-describedby={isMissing ? id : undefined} className="space-y-1 pl-9">
      <legend className="pb-1 text-small">{question.legend}</legend>
      {isMissing ? <Missing id={id} text={question.missing} /> : null}
      {question.options.map((option) => (
        <Choice key={option.value} {...{ option, question, answers }}>
          {option.label}
        </Choice>
      ))}
    </fieldset>
  );
}

function Choice({
  option: { value },
  question: { name, kind, chosen },
  answers,
  children,
}: OptionProps & { readonly children: React.ReactNode }) {
  const given = answers.values === null ? chosen : (answers.values[name] ?? "").split("\n");
  return (
    <label className="flex min-h-9 cursor-pointer items-start gap-4">
      <input
        type={kind === "one" ? "radio" : "checkbox"}
        name={name}
        value={value}
        defaultChecked={given.includes(value)}
        aria-invalid={name in answers.missing || undefined}
        className="mt-0.5 size-5 shrink-0"
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </label>
  );
}

function Missing({ id, text }: { readonly id: string; readonly text: string }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-danger text-small">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {text}
    </p>
  );
}
