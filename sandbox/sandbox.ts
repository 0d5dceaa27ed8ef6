import { type Bank, createBank } from "./bank/bank.ts";
import { createCallLog } from "./bank/call-log.ts";
import { controlRoutes } from "./bank/control.ts";
import { retailBank } from "./bank/names.ts";
import { createOAuth } from "./bank/oauth/grants.ts";
import { apiRoutes, pageRoutes } from "./bank/routes.ts";
import { refuseCall } from "./bank/xs2a/api.ts";
import type { SandboxConfig } from "./config.ts";
import { fontRoutes, stylesheetRoute } from "./http/assets.ts";
import { type Close, httpListener, httpsListener, listenOnLoopback } from "./http/loopback.ts";
import { route } from "./http/routes.ts";
import { serve } from "./http/serve.ts";
import { themeStyle } from "./http/theme.ts";
import { authorizeRoutes } from "./idp/authorize.ts";
import { backChannelRoutes } from "./idp/back-channel.ts";
import { faultRoutes } from "./idp/fault.ts";
import { createSigningKey } from "./idp/id-token.ts";
import { once, type Provider } from "./idp/provider.ts";
import { signInStyle } from "./idp/style.ts";
import { createInbox, type Inbox } from "./mail/inbox.ts";
import { createSmtpServer } from "./mail/smtp.ts";
import { deviceRoutes } from "./phone/device-routes.ts";
import { deviceStyle } from "./phone/device-style.ts";
import { createPhones, type Phones } from "./phone/devices.ts";
import { createPhoneEvents } from "./phone/events.ts";
import { mailRoutes } from "./phone/mail-routes.ts";
import { phoneStyle } from "./phone/style.ts";

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
  const { phonePort, smtp, oidc, retail, tls } = config;
  let bankAheadMs = 0;
  const bankNow = () => now() + bankAheadMs;
  const phones = createPhones(events, bankNow);
  const bank = createRetailBank(config, inbox, phones, bankNow);

  const phone = [
    ...mailRoutes(inbox, phones),
    ...deviceRoutes(inbox, phones),
    ...controlRoutes(bank, "retail", (ms) => {
      bankAheadMs += ms;
    }),
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
    () => listenOnLoopback(retail.pagePort, httpListener(serve("http", retail.pagePort, pageRoutes(bank)))),
    () => {
      const options = { watch: bank.log.watch, refuse: refuseCall };
      const handle = serve("https", retail.apiPort, apiRoutes(bank), options);
      return listenOnLoopback(retail.apiPort, httpsListener(handle, tls.cert, tls.key, true));
    },
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

function createRetailBank({ retail }: SandboxConfig, inbox: Inbox, phones: Phones, now: () => number): Bank {
  const place = {
    ...retailBank,
    apiOrigin: `https://localhost:${retail.apiPort}`,
    pageOrigin: `http://localhost:${retail.pagePort}`,
  };
  return createBank({ place, phones, inbox, log: createCallLog(), oauth: createOAuth(now), now });
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
