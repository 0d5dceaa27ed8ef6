import type { Person } from "../config.ts";
import { type Html, html } from "../http/html.ts";
import { pageAnswer } from "../http/page.ts";
import type { AuthorizeRequest, Provider } from "./provider.ts";

/** Asks who to be. The request travels through the form and is judged again when it comes back. */
export function choicePage(
  provider: Provider,
  request: AuthorizeRequest,
  parameters: URLSearchParams,
): Response {
  const target = new URL(request.redirectUri);
  const firms = Map.groupBy(provider.people, (person) => person.firm);
  return pageAnswer({
    title: "Choose who to sign in as · demo identity provider",
    styles: ["/theme.css", "/idp/style.css"],
    bodyClass: "sign-in",
    // Chromium holds the redirect that answers a form to this list as well.
    formTargets: ["'self'", target.origin],
    body: html`
<main>
<header>
<p class="mark">Demo only</p>
<h1>Stand-in for your firm’s sign-in</h1>
<p>In production, staff sign in on a page like this at their own firm’s identity provider. Here no password is asked: choose who to be.</p>
<p class="quiet">You are signing in to <strong>${target.host}</strong>.</p>
</header>
<form method="post" action="/idp/authorize">
${[...parameters].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${[...firms].map(([firm, people]) => firmGroup(firm, people))}
<button class="cancel" name="subject" value="">Cancel</button>
</form>
</main>`,
  });
}

function firmGroup(firm: string, people: readonly Person[]): Html {
  return html`<fieldset>
<legend>${firm}</legend>
${people.map(
  (person) => html`<button class="person" name="subject" value="${person.subject}">
<span class="name">Continue as ${person.name}</span>
<span class="quiet">${person.role} · ${person.email}</span>
</button>
`,
)}</fieldset>
`;
}

export function refusalPage(reason: string): Response {
  return pageAnswer({
    title: "This sign-in request cannot be answered · demo identity provider",
    styles: ["/theme.css", "/idp/style.css"],
    bodyClass: "sign-in",
    formTargets: [],
    status: 400,
    body: html`
<main>
<header>
<p class="mark">Demo only</p>
<h1>This sign-in request cannot be answered</h1>
<p>${reason} Nobody was signed in. Go back to the application and start again.</p>
</header>
</main>`,
  });
}
