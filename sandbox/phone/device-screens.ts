import { type Html, html } from "../http/html.ts";
import {
  type ApprovalRequest,
  authenticatorCodes,
  type Phone,
  type PhoneCall,
  type PictureInView,
  type TextMessage,
  type Token,
  tokensOf,
} from "./devices.ts";
import { listPath, phonePath } from "./page.ts";
import type { Scan } from "./picture.ts";

export interface ShownToken {
  readonly from: string;
  readonly code: string;
}

export interface Shown {
  /** What the camera has just seen. */
  readonly scan: Scan | null;
  /** What each bank's token shows for the number just typed. */
  readonly tokenAnswers: readonly ShownToken[];
}

/** One person's phone, what waits for them first. */
export function deviceScreen(phone: Phone, now: number, { scan, tokenAnswers }: Shown): Html {
  const path = phonePath(phone.of);
  const tokens = tokensOf(phone);
  const hasCamera = phone.pairings.some(({ cameraKey }) => cameraKey !== null);
  return html`<div class="bar"><h2>${phone.name}</h2>
<p class="quiet">${phone.number} · signs in as ${phone.of} · <a href="${listPath(phone.mail)}">mail</a></p></div>
<div class="scroller devices" id="device-scroll" data-scroll tabindex="0" role="region" aria-label="What is on the phone">
${waitingPart(phone, path)}
${messagesPart(phone)}
${codesPart(phone, now)}
${tokens.length > 0 && tokenPart(tokens, path, tokenAnswers)}
${hasCamera && cameraPart(phone, path, scan)}
${decidedPart(phone)}
</div>`;
}

function waitingPart(phone: Phone, path: string): Html {
  const calls = phone.calls.filter(({ state }) => state === "ringing" || state === "answered");
  const requests = phone.requests.filter(({ state, callId }) => state === "waiting" && callId === null);
  return html`<section id="waiting" data-live aria-label="Waiting for you">${calls.map((call) => callCard(phone, call, path))}${requests.map(
    (request) => requestCard(request, path),
  )}</section>`;
}

function callCard(phone: Phone, call: PhoneCall, path: string): Html {
  const asked = phone.requests.find(({ callId, state }) => callId === call.id && state === "waiting");
  const head = html`<p class="from"><span>${call.state === "ringing" ? `${call.from} is calling` : `Call from ${call.from}`}</span>${timeOf(call.beganAt)}</p>`;
  if (call.state === "ringing") {
    return html`<article class="card asks" id="call-${call.id}">${head}
<form method="post" action="${path}/calls/${call.id}"><button class="main" id="pick-up-${call.id}" name="act" value="take">Pick up</button><button name="act" value="decline">Decline</button></form></article>`;
  }
  return html`<article class="card" id="call-${call.id}">${head}<p>“${call.spoken}”</p>
${
  asked !== undefined &&
  html`<form method="post" action="${path}/requests/${asked.id}"><button class="main" name="act" value="approve">Press 1</button><button name="act" value="decline">Press 2</button></form>`
}</article>`;
}

function requestCard(request: ApprovalRequest, path: string): Html {
  const label = request.unlockedBy === "a tap" ? "Approve" : `Approve with ${request.unlockedBy}`;
  return html`<article class="card asks" id="request-${request.id}"><p class="from"><span>${request.from}: ${request.title}</span>${timeOf(request.askedAt)}</p>
${request.lines.map((line) => html`<p>${line}</p>`)}
<form method="post" action="${path}/requests/${request.id}"><button class="main" id="approve-${request.id}" name="act" value="approve">${label}</button><button name="act" value="decline">Decline</button></form></article>`;
}

function messagesPart({ messages }: Phone): Html {
  return html`<section id="messages" data-live aria-label="Text messages"><h3>Text messages</h3>${
    messages.length === 0 ? html`<p class="quiet">None yet.</p>` : messages.map(messageCard)
  }</section>`;
}

const messageCard = ({ id, from, text, receivedAt }: TextMessage): Html =>
  html`<article class="card" id="message-${id}"><p class="from"><span>${from}</span>${timeOf(receivedAt)}</p><p>${text}</p></article>`;

/** The page looks again when a code runs out. */
function codesPart(phone: Phone, now: number): Html {
  const codes = authenticatorCodes(phone, now);
  return html`<section id="codes" data-live aria-label="Authenticator app">${
    codes.length > 0 &&
    html`<h3>Authenticator app</h3>${codes.map(
      ({ from, code, until }) =>
        html`<article class="card" data-until="${until.getTime()}"><p class="from"><span>${from}</span><span class="quiet">until ${timeOf(until, "medium")}</span></p><p class="code">${code}</p></article>`,
    )}`
  }</section>`;
}

function tokenPart(tokens: readonly Token[], path: string, answers: readonly ShownToken[]): Html {
  return html`<section aria-label="Chip token"><h3>Chip token of ${tokens.map(({ from }) => from).join(", ")}</h3>
${answers.map(({ from, code }) => html`<article class="card"><p>The token${answers.length > 1 && ` of ${from}`} shows</p><p class="code">${code}</p></article>`)}
<form method="get" action="${path}"><label>Start number<input type="text" name="start" inputmode="numeric" autocomplete="off" maxlength="16" required></label><button>Show the code</button></form></section>`;
}

const seen: Readonly<Record<Exclude<Scan["kind"], "note">, string>> = {
  notForThisPhone: "This picture is meant for another phone.",
  nothing: "There is no code in this picture.",
  notAPicture: "This is not a PNG picture, or it is too large.",
};

function cameraPart({ pictures }: Phone, path: string, scan: Scan | null): Html {
  return html`<section aria-label="Camera"><h3>Camera</h3>
${
  scan &&
  html`<article class="card" role="status">${
    scan.kind === "note"
      ? html`<p>${scan.note.text}</p><p class="code">${scan.note.code}</p>`
      : html`<p>${seen[scan.kind]}</p>`
  }</article>`
}
<form method="post" action="${path}/scan" enctype="multipart/form-data"><label>Paste, drop or choose the picture on the screen<input type="file" id="picture" name="picture" accept="image/png"></label><button>Scan</button></form>
<div id="pictures" data-live>${pictures.slice(0, 3).map((picture) => pictureCard(picture, path))}</div></section>`;
}

const pictureCard = ({ id, from, png, shownAt }: PictureInView, path: string): Html =>
  html`<form class="card" method="post" action="${path}/pictures/${id}"><p class="from"><span>On the screen: ${from}</span>${timeOf(shownAt)}</p><img src="data:image/png;base64,${png.toString("base64")}" alt="Picture to scan"><button id="scan-${id}">Scan this one</button></form>`;

function decidedPart({ requests, calls }: Phone): Html {
  const decided = requests.filter(({ state }) => state !== "waiting");
  const missed = calls.filter(({ state }) => state === "missed" || state === "declined");
  return html`<section id="decided" data-live aria-label="Earlier">${
    decided.length + missed.length > 0 &&
    html`<h3>Earlier</h3>
${decided.map(({ title, state, askedAt }) => html`<p class="quiet">${title}: ${state}, ${timeOf(askedAt)}</p>`)}
${missed.map(({ from, state, beganAt }) => html`<p class="quiet">Call from ${from}: ${state}, ${timeOf(beganAt)}</p>`)}`
  }</section>`;
}

export const phoneGoneScreen = (): Html =>
  html`<section aria-label="Phone"><div class="empty"><h2>There is no such phone</h2>
<p class="quiet">A phone appears when its owner first signs in at the bank. <a href="/">See all mail</a></p></div></section>`;

function timeOf(at: Date, timeStyle: "short" | "medium" = "short"): Html {
  return html`<time class="quiet" datetime="${at.toISOString()}">${new Intl.DateTimeFormat("en-GB", { timeStyle }).format(at)}</time>`;
}
