import { type Html, html } from "../http/html.ts";
import type { Mail } from "../mail/inbox.ts";
import { piecesOf } from "../mail/links.ts";
import { listPath } from "./page.ts";

const envelope = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.25" aria-hidden="true"><rect x="2.5" y="5" width="19" height="14" rx="2"/><path d="m3 6.5 9 6.5 9-6.5"/></svg>`;

export function mailListScreen(mails: readonly Mail[], to: string | null): Html {
  return html`<section id="mails" data-live aria-label="Mail">${
    mails.length === 0
      ? html`<div class="empty">${envelope}<h2>No mail${to !== null && " for this address"} yet</h2>
<p class="quiet">${to === null ? "Sign-in links and other messages" : `What is sent to ${to}`} will appear here by ${to === null ? "themselves" : "itself"}.</p></div>`
      : html`<div class="bar"><h2>Mail</h2></div>
<div class="scroller" id="mail-scroll" data-scroll><ul class="list">${mails.map((mail) => listItem(mail, to))}</ul></div>`
  }</section>`;
}

function listItem(mail: Mail, to: string | null): Html {
  return html`<li><a id="mail-${mail.id}" href="${mailPath(mail, to)}">
<span class="subject">${mail.subject}</span> ${timeOf(mail.receivedAt)}
<span class="row">${to === null ? `To ${mail.to}` : `From ${mail.from}`}</span>
<span class="preview">${mail.text.slice(0, 160)}</span>
</a></li>
`;
}

export function mailScreen(mail: Mail, to: string | null, asText: boolean): Html {
  return html`<article aria-labelledby="subject">
<div class="bar"><a class="back" href="${listPath(to)}"><span aria-hidden="true">‹</span> All mail${to !== null && html` for ${to}`}</a>
<h2 id="subject">${mail.subject}</h2>
<dl class="facts"><dt>From</dt><dd>${mail.from}</dd><dt>To</dt><dd>${mail.to}</dd><dt>Received</dt><dd>${timeOf(mail.receivedAt)}</dd></dl>
${mail.html !== null && viewSwitch(mail, to, asText)}</div>
${mail.html !== null && !asText ? designedLetter(mail) : textLetter(mail)}
</article>`;
}

/** The frame has no scripts, no forms and an origin of its own; its links open a new tab that cannot reach back. */
function designedLetter(mail: Mail): Html {
  return html`<iframe class="letter" title="The mail as it was designed" src="/mails/${mail.id}/body" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>`;
}

function textLetter(mail: Mail): Html {
  const pieces = piecesOf(mail.text).map(({ text, isLink }) =>
    isLink ? html`<a href="${text}" target="_blank" rel="noopener noreferrer">${text}</a>` : html`${text}`,
  );
  return html`<div class="letter text" tabindex="0" role="region" aria-label="Text of the mail">${pieces}</div>`;
}

function viewSwitch(mail: Mail, to: string | null, asText: boolean): Html {
  const path = mailPath(mail, to);
  const other = asText ? path : `${path}${path.includes("?") ? "&" : "?"}view=text`;
  return html`<p class="views"><a href="${other}">${asText ? "Show as designed" : "Show as plain text"}</a></p>`;
}

export function mailGoneScreen(): Html {
  return html`<section aria-label="Mail"><div class="empty">${envelope}<h2>This mail is no longer here</h2>
<p class="quiet">The phone keeps the newest 500 mails until the demo stops. <a href="/">See all mail</a></p></div></section>`;
}

function mailPath(mail: Mail, to: string | null): string {
  return `/mails/${mail.id}${to === null ? "" : `?${new URLSearchParams({ to })}`}`;
}

function timeOf(at: Date): Html {
  const isToday = at.toDateString() === new Date().toDateString();
  const format = new Intl.DateTimeFormat("en-GB", {
    timeStyle: "short",
    ...(isToday ? {} : { dateStyle: "medium" }),
  });
  return html`<time class="quiet" datetime="${at.toISOString()}">${format.format(at)}</time>`;
}
