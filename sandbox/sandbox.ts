import { type Bank, type BankParts, createBank } from "./bank/bank.ts";
import { createCallLog } from "./bank/call-log.ts";
import { controlRoutes } from "./bank/control.ts";
import { createOAuth } from "./bank/oauth/grants.ts";
import type { BankProfile } from "./bank/profile.ts";
import { retailBank } from "./bank/retail.ts";
import { cashApiRoutes, pageRoutes } from "./bank/routes.ts";
import { refuseCall } from "./bank/xs2a/api.ts";
import type { BankPorts, SandboxConfig } from "./config.ts";
import { fontRoutes, stylesheetRoute } from "./http/assets.ts";
import { type Close, httpListener, httpsListener, listenOnLoopback } from "./http/loopback.ts";
import { type Route, route } from "./http/routes.ts";
import { type ServeOptions, serve } from "./http/serve.ts";
import { themeStyle } from "./http/theme.ts";
import { authorizeRoutes } from "./idp/authorize.ts";
import { backChannelRoutes } from "./idp/back-channel.ts";
import { faultRoutes } from "./idp/fault.ts";
import { createSigningKey } from "./idp/id-token.ts";
import { once, type Provider } from "./idp/provider.ts";
import { signInStyle } from "./idp/style.ts";
import { createInbox } from "./mail/inbox.ts";
import { createSmtpServer } from "./mail/smtp.ts";
import { deviceRoutes } from "./phone/device-routes.ts";
import { deviceStyle } from "./phone/device-style.ts";
import { createPhones } from "./phone/devices.ts";
import { createPhoneEvents } from "./phone/events.ts";
import { mailRoutes } from "./phone/mail-routes.ts";
import { phoneStyle } from "./phone/style.ts";
import { refuseCustody } from "./private-bank/openwealth/api.ts";
import { privateBank } from "./private-bank/private-bank.ts";
import { custodyApiRoutes } from "./private-bank/routes.ts";
import { ratesRoutes } from "./rates/publisher.ts";

const mailsKept = 500;
const codeLifetimeMs = 60_000;
/** A screenshot with a picture to scan in it. */
const largestPictureBytes = 8 * 1024 * 1024;

/** Starts every server of the sandbox, or none. Resolves once all of them listen. */
export async function startSandbox(config: SandboxConfig, now: () => number = Date.now): Promise<Close> {
  const events = createPhoneEvents();
  const inbox = createInbox(
    mailsKept,
    (mail) => events.publish({ kind: "mail", to: mail.to, title: mail.subject }),
    () => events.publish({ kind: "cleared" }),
  );
  const provider = await createProvider(config, now);
  const { phonePort, ratesPort, smtp, oidc, tls } = config;
  let bankAheadMs = 0;
  const bankNow = () => now() + bankAheadMs;
  const phones = createPhones(events, bankNow);
  const passMs = (ms: number) => {
    bankAheadMs += ms;
  };
  const place = { phones, inbox, now: bankNow };
  const retail = createBankAt(retailBank, config.retail, place);
  const custodian = createBankAt(privateBank, config.privateBank, place);

  const phone = [
    ...mailRoutes(inbox, phones),
    ...deviceRoutes(inbox, phones),
    ...controlRoutes(retail, "retail", passMs),
    ...controlRoutes(custodian, "private", passMs),
    ...authorizeRoutes(provider),
    ...faultRoutes(provider),
    ...fontRoutes(),
    stylesheetRoute("/theme.css", themeStyle),
    stylesheetRoute("/phone.css", phoneStyle),
    stylesheetRoute("/devices.css", deviceStyle),
    stylesheetRoute("/idp/style.css", signInStyle),
    route(
      "GET",
      "/events",
      () => new Response(events.stream(), { headers: { "content-type": "text/event-stream" } }),
    ),
  ];
  const openings = [
    () => {
      const options = { bodyLimitBytes: largestPictureBytes };
      return listenOnLoopback(phonePort, httpListener(serve("http", phonePort, phone, options)));
    },
    ...bankOpenings(config.retail, tls, pageRoutes(retail), cashApiRoutes(retail), {
      watch: retail.log.watch,
      refuse: refuseCall,
    }),
    ...bankOpenings(config.privateBank, tls, pageRoutes(custodian), custodyApiRoutes(custodian), {
      watch: custodian.log.watch,
      refuse: refuseCustody,
    }),
    // By the machine's own clock: nobody publishes rates of tomorrow because a bank's clock was moved.
    () =>
      listenOnLoopback(
        ratesPort,
        httpsListener(serve("https", ratesPort, ratesRoutes(now)), tls.cert, tls.key),
      ),
    () => listenOnLoopback(smtp.port, () => createSmtpServer({ ...tls, ...smtp, inbox })),
    () =>
      listenOnLoopback(
        oidc.port,
        httpsListener(serve("https", oidc.port, backChannelRoutes(provider)), tls.cert, tls.key),
      ),
  ];

  const closers: Close[] = [];
  const close = async () => {
    events.close();
    await Promise.all(closers.map((closeOne) => closeOne()));
  };
  try {
    for (const open of openings) closers.push(await open());
  } catch (cause) {
    await close();
    throw cause;
  }
  return close;
}

/** The banks share one clock with the phone. */
function createBankAt(
  profile: BankProfile,
  { apiPort, pagePort }: BankPorts,
  parts: Pick<BankParts, "phones" | "inbox" | "now">,
): Bank {
  const place = {
    ...profile,
    apiOrigin: `https://localhost:${apiPort}`,
    pageOrigin: `http://localhost:${pagePort}`,
  };
  const oauth = createOAuth(parts.now);
  return createBank({ place, log: createCallLog(oauth.consentOf), oauth, ...parts });
}

function bankOpenings(
  { apiPort, pagePort }: BankPorts,
  tls: SandboxConfig["tls"],
  pages: readonly Route[],
  api: readonly Route[],
  options: ServeOptions,
): (() => Promise<Close>)[] {
  return [
    () => listenOnLoopback(pagePort, httpListener(serve("http", pagePort, pages))),
    () =>
      listenOnLoopback(
        apiPort,
        httpsListener(serve("https", apiPort, api, options), tls.cert, tls.key, true),
      ),
  ];
}

async function createProvider({ oidc, phonePort }: SandboxConfig, now: () => number): Promise<Provider> {
  return {
    issuer: `https://localhost:${oidc.port}`,
    browserOrigin: `http://localhost:${phonePort}`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    redirects: oidc.redirects,
    people: oidc.people,
    key: await createSigningKey(),
    codes: once(codeLifetimeMs, now),
    accessTokens: new Map(),
    nextFaults: new Map(),
    now,
  };
}
