import { type Html, html, type Renderable } from "../http/html.ts";
import { pageAnswer } from "../http/page.ts";
import type { Mailbox } from "../mail/inbox.ts";
import type { PhoneOwner } from "./devices.ts";
import { liveScript } from "./script.ts";

/** Which list is being looked at: mail of one address or of all (`null`), or one person's phone. */
export type Place =
  | { readonly kind: "mail"; readonly to: string | null }
  | { readonly kind: "phone"; readonly of: string };

export interface PhoneView {
  readonly title: string;
  readonly mailboxes: readonly Mailbox[];
  readonly phones: readonly PhoneOwner[];
  readonly place: Place;
  /** While something is read on a small screen, the lists make room for it. */
  readonly isReading: boolean;
  readonly screen: Renderable;
}

/** The phone: what the demo's people would hold in their hands, whichever of their messages is on screen. */
export function phonePage(view: PhoneView, status = 200): Response {
  return pageAnswer({
    title: `${view.title} · Licet demo phone`,
    styles: ["/theme.css", "/phone.css", "/devices.css"],
    bodyClass: view.isReading ? "reading" : "browsing",
    formTargets: ["'self'"],
    script: liveScript,
    status,
    body: html`
<header class="about">
<p class="mark">Demo only</p>
<h1>The phone</h1>
<p class="long">Everything that reaches people in this demo arrives here, as it would on their own devices. Nothing leaves this computer.</p>
<noscript><p class="quiet">This page cannot update by itself without JavaScript. <a href="">Look for new messages</a></p></noscript>
${mailboxList(view)}
${phoneList(view)}
</header>
<main class="phone"><div class="screen">${view.screen}</div></main>
<p class="arrivals" id="arrivals" role="status"></p>`,
  });
}

function mailboxList({ mailboxes, place }: PhoneView): Html {
  const total = mailboxes.reduce((sum, mailbox) => sum + mailbox.count, 0);
  const isCurrent = (to: string | null) => place.kind === "mail" && place.to === to;
  return html`<nav class="mailboxes" id="mailboxes" data-live aria-label="Mailboxes">${
    mailboxes.length > 0 &&
    html`<h2>Mailboxes</h2>
<ul id="mailbox-scroll" data-scroll>
${listLink("mailbox-all", "/", "Everyone", total, isCurrent(null))}
${mailboxes.map(({ address, count }) => listLink(`mailbox-${address}`, listPath(address), address, count, isCurrent(address)))}
</ul>`
  }</nav>`;
}

const phonesListed = 40;

function phoneList({ phones, place }: PhoneView): Html {
  return html`<nav class="mailboxes" id="phones" data-live aria-label="Phones of the banks’ customers">${
    phones.length > 0 &&
    html`<h2>Phones of the banks’ customers</h2>
<ul id="phone-scroll" data-scroll>
${phones.slice(0, phonesListed).map(({ of, name }) => listLink(`phone-${of}`, phonePath(of), name, of, place.kind === "phone" && place.of === of))}
</ul>`
  }</nav>`;
}

function listLink(id: string, path: string, name: string, aside: number | string, isCurrent: boolean): Html {
  return html`<li><a id="${id}" href="${path}"${isCurrent && html` aria-current="page"`}><span class="address">${name}</span><span class="count">${aside}</span></a></li>
`;
}

export function listPath(to: string | null): string {
  return to === null ? "/" : `/?${new URLSearchParams({ to })}`;
}

export const phonePath = (of: string): string => `/phones/${encodeURIComponent(of)}`;
