import { htmlAnswer, jsonAnswer } from "../http/answer.ts";
import { Html, html } from "../http/html.ts";
import { type Call, type Route, route } from "../http/routes.ts";
import { canonicalAddress } from "../mail/address.ts";
import type { Inbox, Mail } from "../mail/inbox.ts";
import type { Phones } from "./devices.ts";
import { mailGoneScreen, mailListScreen, mailScreen } from "./mail-screens.ts";
import { phonePage } from "./page.ts";

// `sandbox` without allow-scripts also stops meta refresh, so a mail can show itself and do nothing else.
const inertMail = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** Mail on the phone: the list, an opened mail, its inert body, and the same as JSON for tests. */
export function mailRoutes(inbox: Inbox, phones: Phones): Route[] {
  return [
    route("GET", "/", ({ url }) => {
      const to = chosenMailbox(url);
      const screen = mailListScreen(inbox.list(to ?? undefined), to);
      return phonePage({ title: "Mail", ...around(inbox, phones, to), isReading: false, screen });
    }),
    route("GET", "/mails/:id", (call) => openedMail(inbox, phones, call)),
    route("GET", "/mails/:id/body", ({ path }) => {
      const body = inbox.find(path.id ?? "")?.html ?? null;
      return body === null
        ? jsonAnswer({ error: "not_found" }, 404)
        : htmlAnswer(inertDocument(body), inertMail);
    }),
    route("GET", "/api/mails", ({ url }) =>
      jsonAnswer(inbox.list(chosenMailbox(url) ?? undefined).map(toJson)),
    ),
    route("DELETE", "/api/mails", () => {
      inbox.clear();
      return new Response(null, { status: 204 });
    }),
  ];
}

const around = (inbox: Inbox, phones: Phones, to: string | null) => ({
  mailboxes: inbox.mailboxes(),
  phones: phones.all(),
  place: { kind: "mail", to } as const,
});

function openedMail(inbox: Inbox, phones: Phones, { url, path }: Call): Response {
  const mail = inbox.find(path.id ?? "");
  const to = chosenMailbox(url);
  const view = { ...around(inbox, phones, to), isReading: true };
  if (!mail) return phonePage({ ...view, title: "Mail not found", screen: mailGoneScreen() }, 404);
  const screen = mailScreen(mail, to, url.searchParams.get("view") === "text");
  return phonePage({ ...view, title: mail.subject, screen });
}

/** The mail's own markup unchanged. The first `base` decides, so its links open outside the frame. */
function inertDocument(body: string): Html {
  return html`<!doctype html><meta charset="utf-8"><base target="_blank">${new Html(body)}`;
}

function chosenMailbox(url: URL): string | null {
  const to = url.searchParams.get("to")?.trim();
  return to ? canonicalAddress(to) : null;
}

const toJson = (mail: Mail) => ({
  id: mail.id,
  to: mail.to,
  subject: mail.subject,
  text: mail.text,
  links: mail.links,
  receivedAt: mail.receivedAt.toISOString(),
});
