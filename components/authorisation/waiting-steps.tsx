import { ExternalLink, Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { buttonClass } from "#components/ui/button-class.ts";
import type { Method, Question } from "./step-actions.ts";

/** Nothing is typed here: the person acts elsewhere, and the page goes on by itself. */
export function ApproveElsewhere({
  method,
  bank,
}: {
  readonly method: Method | null;
  readonly bank: string;
}) {
  const t = useTranslations("confirm.approve");
  const way = method?.kind === "app" || method?.kind === "call" ? method.kind : "other";
  return (
    <Waiting title={t(`${way}.title`)}>
      <p>{t(`${way}.body`, { bank })}</p>
      <p className="text-quiet">{t("noCode")}</p>
    </Waiting>
  );
}

/** Before the bank has asked, and while it looks at what was answered. */
export function Speaking({ bank }: { readonly bank: string }) {
  const t = useTranslations("confirm.speaking");
  return (
    <Waiting title={t("title", { bank })}>
      <p className="text-quiet">{t("body")}</p>
    </Waiting>
  );
}

export function LetIn({ bank }: { readonly bank: string }) {
  const t = useTranslations("confirm.done");
  return (
    <Waiting title={t("title", { bank })}>
      <p className="text-quiet">{t("body")}</p>
    </Waiting>
  );
}

export interface RedirectStepProps {
  readonly question: Extract<Question, { kind: "redirect" }>;
  readonly bank: string;
}

/** Where the person is about to go, in words that can be compared with the address there. */
export function RedirectStep({ question: { url, canPoll }, bank }: RedirectStepProps) {
  const t = useTranslations("confirm.redirect");
  const page = webPage(url);
  return (
    <div className="space-y-4">
      <h2 className="text-title">{t("title")}</h2>
      {page ? (
        <>
          <div className="space-y-2">
            <p>{t("body", { bank })}</p>
            <p className="font-semibold [overflow-wrap:anywhere]">{`${page.protocol}//${page.host}`}</p>
          </div>
          <p className="text-quiet">
            {t("after")} {canPoll ? t("polls") : null}
          </p>
          <a href={page.href} rel="noreferrer" data-first="" className={buttonClass("primary")}>
            {t("go", { bank })}
            <ExternalLink aria-hidden="true" className="size-4 shrink-0" />
          </a>
        </>
      ) : (
        <p className="text-danger">{t("unsafe")}</p>
      )}
    </div>
  );
}

/** An address that a browser opens as a page; anything else is never put into a link. */
function webPage(url: string): URL | null {
  const page = URL.canParse(url) ? new URL(url) : null;
  return page?.protocol === "https:" || page?.protocol === "http:" ? page : null;
}

function Waiting({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <Hourglass aria-hidden="true" className="mt-1 size-6 shrink-0 text-accent" />
      <div className="min-w-0 space-y-2">
        <h2 className="text-balance text-title">{title}</h2>
        {children}
      </div>
    </div>
  );
}
