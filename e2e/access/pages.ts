import { eventOfCast } from "../support/audit-states.ts";
import { keptCredential } from "../support/bank-access.ts";
import { choosingAt, overAt, pictureAt } from "../support/confirmations.ts";
import { consentInForce } from "../support/consent-states.ts";
import { clientOfCast, householdOfCast } from "../support/disclosures.ts";
import { connectedConsent, openRequest, shownRenewal } from "../support/journey-states.ts";
import { actOfCast } from "../support/oversight-states.ts";
import { assetOfCast } from "../support/own-assets.ts";
import { deletionReceipt } from "../support/receipts.ts";
import { colleagueOfCast } from "../support/staff.ts";
import { chosenAccount } from "../support/wealth.ts";
import type { Caller } from "./cast.ts";

/** `shown`, `hidden` (as if there were no such page), a status, or where the caller is sent. */
export type Outcome = string;
type Row = Readonly<Record<Caller, Outcome>>;

const everyone = (outcome: Outcome): Row => ({
  anonymous: outcome,
  pending: outcome,
  investor: outcome,
  advisor: outcome,
  compliance: outcome,
  admin: outcome,
});

const hiddenExceptFrom = (...shownTo: readonly Caller[]): Row => ({
  ...everyone("hidden"),
  anonymous: "→ /sign-in",
  pending: "→ /sign-in/second-factor",
  ...Object.fromEntries(shownTo.map((caller) => [caller, "shown"])),
});

/** What each caller gets of each page and route. One that is not named here fails the test. */
export const pages: Readonly<Record<string, Row>> = {
  "/": {
    anonymous: "shown",
    pending: "→ /sign-in/second-factor",
    investor: "→ /home",
    advisor: "→ /advisor",
    compliance: "→ /console",
    admin: "→ /console",
  },
  "/home": hiddenExceptFrom("investor"),
  "/wealth": hiddenExceptFrom("investor"),
  "/wealth/accounts/[account]": hiddenExceptFrom("investor"),
  "/wealth/assets": hiddenExceptFrom("investor"),
  "/wealth/assets/[asset]": hiddenExceptFrom("investor"),
  "/wealth/entries": hiddenExceptFrom("investor"),
  "/wealth/performance": hiddenExceptFrom("investor"),
  "/wealth/export": hiddenExceptFrom("investor"),
  "/who-saw-it": hiddenExceptFrom("investor"),
  "/security": hiddenExceptFrom("investor"),
  "/consents": hiddenExceptFrom("investor"),
  "/consents/[consent]": hiddenExceptFrom("investor"),
  "/consents/[consent]/withdraw": hiddenExceptFrom("investor"),
  "/consents/[consent]/answer": hiddenExceptFrom("investor"),
  "/consents/[consent]/answer/choose": hiddenExceptFrom("investor"),
  "/consents/[consent]/agree": hiddenExceptFrom("investor"),
  "/consents/[consent]/change": hiddenExceptFrom("investor"),
  "/consents/[consent]/renew": hiddenExceptFrom("investor"),
  "/consents/[consent]/done": hiddenExceptFrom("investor"),
  "/bank-access": hiddenExceptFrom("investor"),
  "/bank-access/add": hiddenExceptFrom("investor"),
  "/bank-access/add/[institution]": hiddenExceptFrom("investor"),
  "/bank-access/connect/[credential]": hiddenExceptFrom("investor"),
  "/bank-access/return": hiddenExceptFrom("investor"),
  "/bank-access/[connection]": hiddenExceptFrom("investor"),
  "/bank-access/[connection]/accounts": hiddenExceptFrom("investor"),
  "/bank-access/[connection]/confirm": hiddenExceptFrom("investor"),
  "/bank-access/[connection]/confirm/events": hiddenExceptFrom("investor"),
  "/bank-access/[connection]/confirm/image": hiddenExceptFrom("investor"),
  "/receipts/[receipt]": hiddenExceptFrom("investor"),
  "/receipts/[receipt]/pdf": hiddenExceptFrom("investor"),
  "/your-data": hiddenExceptFrom("investor"),
  "/your-data/download": hiddenExceptFrom("investor"),
  "/your-data/erase": hiddenExceptFrom("investor"),
  "/advisor": hiddenExceptFrom("advisor"),
  "/advisor/export": hiddenExceptFrom("advisor"),
  "/advisor/invitations": hiddenExceptFrom("advisor"),
  "/advisor/invitations/new": hiddenExceptFrom("advisor"),
  "/advisor/clients/[investor]": hiddenExceptFrom("advisor"),
  "/advisor/clients/[investor]/export": hiddenExceptFrom("advisor"),
  "/advisor/clients/[investor]/ask": hiddenExceptFrom("advisor"),
  "/advisor/clients/[investor]/entries": hiddenExceptFrom("advisor"),
  "/advisor/clients/[investor]/notes": hiddenExceptFrom("advisor"),
  "/advisor/clients/[investor]/performance": hiddenExceptFrom("advisor"),
  "/advisor/households": hiddenExceptFrom("advisor"),
  "/advisor/households/[household]": hiddenExceptFrom("advisor"),
  "/advisor/security": hiddenExceptFrom("advisor"),
  "/console": hiddenExceptFrom("compliance", "admin"),
  "/console/people": hiddenExceptFrom("compliance", "admin"),
  "/console/people/export": hiddenExceptFrom("compliance", "admin"),
  "/console/people/invite": hiddenExceptFrom("admin"),
  "/console/people/[person]": hiddenExceptFrom("compliance", "admin"),
  "/console/people/[person]/export": hiddenExceptFrom("compliance", "admin"),
  "/console/people/[person]/role": hiddenExceptFrom("admin"),
  "/console/firm": hiddenExceptFrom("compliance", "admin"),
  "/console/firm/change": hiddenExceptFrom("admin"),
  "/console/firm/brand": hiddenExceptFrom("admin"),
  "/console/firm/retention": hiddenExceptFrom("admin"),
  "/console/firm/texts": hiddenExceptFrom("compliance", "admin"),
  "/console/firm/register": hiddenExceptFrom("compliance", "admin"),
  "/console/audit": hiddenExceptFrom("compliance"),
  "/console/audit/[event]": hiddenExceptFrom("compliance"),
  "/console/audit/[event]/proof": hiddenExceptFrom("compliance"),
  "/console/audit/export": hiddenExceptFrom("compliance"),
  "/console/audit/live": hiddenExceptFrom("compliance"),
  // A stream that goes on is not waited for: without a place to begin at, there is none.
  "/console/audit/live/events": { ...hiddenExceptFrom("compliance"), compliance: "400" },
  "/console/acts": hiddenExceptFrom("compliance"),
  "/console/acts/export": hiddenExceptFrom("compliance"),
  "/console/acts/new": hiddenExceptFrom("compliance"),
  "/console/acts/[act]": hiddenExceptFrom("compliance"),
  "/console/permissions": hiddenExceptFrom("compliance", "admin"),
  "/console/consents": hiddenExceptFrom("compliance"),
  "/console/consents/[consent]": hiddenExceptFrom("compliance"),
  "/console/consents/export": hiddenExceptFrom("compliance"),
  "/console/credentials": hiddenExceptFrom("compliance"),
  "/console/credentials/[credential]": hiddenExceptFrom("compliance"),
  "/console/credentials/export": hiddenExceptFrom("compliance"),
  "/console/receipts/[receipt]": hiddenExceptFrom("compliance"),
  "/console/receipts/[receipt]/file": hiddenExceptFrom("compliance"),
  "/console/receipts/[receipt]/pdf": hiddenExceptFrom("compliance"),
  "/console/evidence": hiddenExceptFrom("compliance"),
  "/console/evidence/pack": hiddenExceptFrom("compliance"),
  "/console/keys": hiddenExceptFrom("compliance", "admin"),
  "/console/investors": hiddenExceptFrom("compliance"),
  "/console/investors/export": hiddenExceptFrom("compliance"),
  "/console/investors/rights": hiddenExceptFrom("compliance"),
  "/console/investors/rights/export": hiddenExceptFrom("compliance"),
  "/console/investors/[investor]": hiddenExceptFrom("compliance"),
  "/console/investors/[investor]/who-saw-it": hiddenExceptFrom("compliance"),
  "/console/investors/[investor]/who-saw-it/export": hiddenExceptFrom("compliance"),
  "/console/institutions": hiddenExceptFrom("compliance", "admin"),
  "/console/institutions/export": hiddenExceptFrom("compliance", "admin"),
  "/console/institutions/[institution]": hiddenExceptFrom("compliance", "admin"),
  "/console/institutions/[institution]/banner": hiddenExceptFrom("compliance", "admin"),
  "/console/security": hiddenExceptFrom("compliance", "admin"),
  "/sign-in": everyone("shown"),
  "/sign-in/staff": everyone("shown"),
  "/sign-in/confirm": everyone("shown"),
  "/sign-in/second-factor": { ...everyone("→ /"), anonymous: "→ /sign-in/staff", pending: "shown" },
  "/step-up": { ...everyone("shown"), anonymous: "→ /sign-in", pending: "→ /sign-in/second-factor" },
  "/invitation": everyone("shown"),
  "/staff-invitation": everyone("shown"),
  "/check-receipt": everyone("shown"),
  "/erasure": everyone("shown"),
  "/erasure/begun": everyone("→ /erasure"),
  "/help": everyone("shown"),
  "/signed-out": everyone("→ /sign-in"),
  "/api/health": everyone("shown"),
  "/api/ready": everyone("shown"),
  "/api/keys": everyone("shown"),
  "/audit/checkpoint": everyone("shown"),
  "/audit/key": everyone("shown"),
  "/audit/consistency/[size]": everyone("shown"),
  "/api/auth/signin/oidc": everyone("405"),
  "/api/auth/callback/oidc": everyone("→ /sign-in/staff"),
  "/brand/[accent]": everyone("shown"),
  "/_not-found": everyone("hidden"),
  "/_global-error": everyone("hidden"),
};

/** Of a confirmation that is over, since the stream of one that goes on has no end, and of one that has a picture. */
const confirmations: Readonly<Record<string, string>> = {
  "/console/evidence/pack": `/console/evidence/pack?consent=${consentInForce}`,
  "/wealth/export": "/wealth/export?what=holdings&as=xlsx",
  "/advisor/export": "/advisor/export?as=xlsx",
  "/advisor/clients/[investor]/export": "/advisor/clients/[investor]/export?what=holdings&as=xlsx",
  "/consents/[consent]/answer": `/consents/${openRequest}/answer`,
  "/consents/[consent]/answer/choose": `/consents/${openRequest}/answer/choose`,
  "/consents/[consent]/agree": `/consents/${consentInForce}/agree?shown=${shownRenewal}`,
  "/consents/[consent]/done": `/consents/${connectedConsent}/done`,
  "/bank-access/[connection]/accounts": `/bank-access/${choosingAt}/accounts`,
  "/bank-access/[connection]/confirm/events": `/bank-access/${overAt.connectionId}/confirm/events?authorisation=${overAt.authorisationId}`,
  "/bank-access/[connection]/confirm/image": `/bank-access/${pictureAt.connectionId}/confirm/image?authorisation=${pictureAt.authorisationId}&step=2`,
};

/** An address of the page. */
export const addressOf = (page: string): string =>
  (confirmations[page] ?? page)
    .replace("[accent]", "7a1f3d")
    .replace("[size]", "1")
    .replace("[institution]", "sandbox-retail")
    .replace("[account]", chosenAccount)
    .replace("[asset]", assetOfCast)
    .replace("[act]", actOfCast)
    .replace("[investor]", clientOfCast)
    .replace("[person]", colleagueOfCast)
    .replace("[household]", householdOfCast)
    .replace("[event]", eventOfCast)
    .replace("[connection]", pictureAt.connectionId)
    .replace("[consent]", consentInForce)
    .replace("[credential]", keptCredential)
    .replace("[receipt]", deletionReceipt);

/** The pages that are not the same for everyone, and are therefore tried in every way there is. */
export const privatePages = Object.keys(pages).filter(
  (page) => new Set(Object.values(pages[page] ?? {})).size > 1 && page !== "/",
);

/** What says by codes and hashes what there is, of whom nothing happened yet nothing, and of banks what is the same for all firms. */
export const namelessPages = [
  "/console/people/[person]/export",
  "/console/audit/[event]/proof",
  "/console/institutions/export",
];

/** What arrives packed: what it holds cannot be seen from outside. */
export const packedPages = [
  "/your-data/download",
  "/wealth/export",
  "/advisor/clients/[investor]/export",
  "/advisor/export",
  "/console/evidence/pack",
];

interface Variant {
  readonly path?: (path: string) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

const tree = (...segments: readonly string[]): string =>
  encodeURIComponent(
    JSON.stringify(
      segments.reduceRight<unknown[]>((inner, segment) => [segment, { children: inner }], ["__PAGE__", {}]),
    ),
  );
const five = (name: string): string => Array(5).fill(name).join(":");

/** Ways to ask for a page that have once led past a check which stood in front of it. */
export const variants: Readonly<Record<string, Variant>> = {
  "data for the router": { headers: { rsc: "1" } },
  "a prefetch": { headers: { rsc: "1", "next-router-prefetch": "1" } },
  "a full prefetch": { headers: { rsc: "1", "next-router-prefetch": "2" } },
  "a prefetch of the tree": {
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  },
  "a prefetch of the page’s segment": {
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/__PAGE__" },
  },
  "data with the frame said to be there": {
    headers: { rsc: "1", "next-router-state-tree": tree("", "(console)", "console") },
  },
  "data of the old kind": { path: (path) => `${path}?__nextDataReq=1`, headers: { "x-nextjs-data": "1" } },
  "data at its old address": {
    path: (path) => `/_next/data/build${path}.json`,
    headers: { "x-nextjs-data": "1" },
  },
  "an ending": { path: (path) => `${path}.rsc` },
  "a segment’s address": { path: (path) => `${path}.segments/_tree.segment.rsc` },
  "the page’s segment’s address": {
    path: (path) => `${path}.segments/__PAGE__.segment.rsc`,
    headers: { rsc: "1" },
  },
  "a parameter of the router’s": { path: (path) => `${path}?nxtPaccent=7a1f3d&nextInternalLocale=en` },
  "a request said to be inner": { headers: { "x-middleware-subrequest": five("proxy") } },
  "a request said to be inner to the older file": {
    headers: { "x-middleware-subrequest": five("src/middleware") },
  },
  "a proxy said to have let it pass": { headers: { "x-middleware-next": "1", "x-middleware-invoke": "1" } },
  "a rewrite said to have been": {
    headers: { "x-middleware-rewrite": "/console/people", "x-nextjs-rewrite": "/console/people" },
  },
  "a route said to match": {
    headers: {
      "x-invoke-path": "/console/people",
      "x-invoke-output": "/console/people",
      "x-matched-path": "/console",
    },
  },
  "a status said to be": { headers: { "x-invoke-status": "200", "x-invoke-error": "{}" } },
  "a malformed bearer": { headers: { authorization: "Bearer %00.x" } },
  "a preview said to be on": { headers: { "x-prerender-revalidate": "1", purpose: "prefetch" } },
  "a slash too many": { path: (path) => `${path}/` },
  capitals: { path: (path) => path.toUpperCase() },
  "an escaped letter": {
    path: (path) => path.replace(/[a-z]/, (one) => `%${one.charCodeAt(0).toString(16)}`),
  },
  dots: { path: (path) => `/sign-in/..${path}` },
};
