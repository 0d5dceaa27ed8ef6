import { type Html, html, type Renderable } from "../http/html.ts";
import { pageAnswer } from "../http/page.ts";
import type { Mailbox } from "../mail/inbox.ts";
import { liveScript } from "./script.ts";

export interface PhoneView {
  readonly title: string;
  readonly mailboxes: readonly Mailbox[];
  /** The mailbox being looked at, or `null` for all of them. */
  readonly to: string | null;
  /** While something is read on a small screen, the mailboxes make room for it. */
  readonly isReading: boolean;
  readonly screen: Renderable;
}

/** The phone: what the demo's people would hold in their hands, whichever of their messages is on screen. */
export function phonePage(view: PhoneView, status = 200): Response {
  return pageAnswer({
    title: `${view.title} · Licet demo phone`,
    styles: ["/theme.css", "/phone.css"],
    bodyClass: view.isReading ? "reading" : "browsing",
    formTargets: [],
    script: liveScript,
    status,
    body: html`
<header class="about">
<p class="mark">Demo only</p>
<h1>The phone</h1>
<p class="long">Everything that Licet sends to people in this demo arrives here, as it would on their own devices. Nothing leaves this computer.</p>
<noscript><p class="quiet">This page cannot update by itself without JavaScript. <a href="">Look for new messages</a></p></noscript>
${mailboxList(view)}
</header>
<main class="phone"><div class="screen">${view.screen}</div></main>
<p class="arrivals" id="arrivals" role="status"></p>`,
  });
}

function mailboxList({ mailboxes, to }: PhoneView): Html {
  const total = mailboxes.reduce((sum, mailbox) => sum + mailbox.count, 0);
  return html`<nav class="mailboxes" id="mailboxes" data-live aria-label="Mailboxes">${
    mailboxes.length > 0 &&
    html`<h2>Mailboxes</h2>
<ul id="mailbox-scroll" data-scroll>
${mailboxLink("mailbox-all", "/", "Everyone", total, to === null)}
${mailboxes.map(({ address, count }) => mailboxLink(`mailbox-${address}`, listPath(address), address, count, address === to))}
</ul>`
  }</nav>`;
}

function mailboxLink(id: string, path: string, name: string, count: number, isCurrent: boolean): Html {
  return html`<li><a id="${id}" href="${path}"${isCurrent && html` aria-current="page"`}><span class="address">${name}</span><span class="count">${count}</span></a></li>
`;
}

export function listPath(to: string | null): string {
  return to === null ? "/" : `/?${new URLSearchParams({ to })}`;
}
