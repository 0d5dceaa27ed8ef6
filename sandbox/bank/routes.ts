import { fontRoutes, stylesheetRoute } from "../http/assets.ts";
import { type Route, route } from "../http/routes.ts";
import { themeStyle } from "../http/theme.ts";
import type { Bank } from "./bank.ts";
import { authorizeRoute, oauthApiRoutes } from "./oauth/routes.ts";
import { accessRoutes } from "./pages/access-routes.ts";
import { confirmRoutes } from "./pages/confirm-routes.ts";
import { homeRoute } from "./pages/home-page.ts";
import { bankStyle } from "./pages/style.ts";
import { accountRoutes } from "./xs2a/accounts.ts";
import { authorisationRoutes } from "./xs2a/authorisations.ts";
import { consentRoutes } from "./xs2a/consents.ts";
import { transactionRoutes } from "./xs2a/transactions.ts";

/** What machines may ask of every bank before they read. */
export const accessApiRoutes = (bank: Bank): Route[] => [
  ...consentRoutes(bank),
  ...authorisationRoutes(bank),
  ...oauthApiRoutes(bank),
  route("GET", "/pictures/:name.png", ({ path }) => {
    const png = bank.linkedPictures.get(path.name ?? "");
    return png
      ? new Response(new Uint8Array(png), { headers: { "content-type": "image/png" } })
      : new Response(null, { status: 404 });
  }),
];

/** What machines may ask of the retail bank. */
export const cashApiRoutes = (bank: Bank): Route[] => [
  ...accessApiRoutes(bank),
  ...accountRoutes(bank),
  ...transactionRoutes(bank),
];

/** What people see of a bank. */
export const pageRoutes = (bank: Bank): Route[] => [
  homeRoute(bank),
  ...accessRoutes(bank),
  ...confirmRoutes(bank),
  authorizeRoute(bank),
  ...fontRoutes(),
  stylesheetRoute("/theme.css", themeStyle),
  stylesheetRoute("/bank.css", bankStyle(bank.hue)),
];
