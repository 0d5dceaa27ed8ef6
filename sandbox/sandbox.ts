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
import { createInbox } from "./mail/inbox.ts";
import { createSmtpServer } from "./mail/smtp.ts";
import { createPhoneEvents } from "./phone/events.ts";
import { mailRoutes } from "./phone/mail-routes.ts";
import { phoneStyle } from "./phone/style.ts";

const mailsKept = 500;
const codeLifetimeMs = 60_000;

/** Starts every server of the sandbox, or none. Resolves once all of them listen. */
export async function startSandbox(config: SandboxConfig, now: () => number = Date.now): Promise<Close> {
  const events = createPhoneEvents();
  const inbox = createInbox(
    mailsKept,
    (mail) => events.publish({ kind: "mail", to: mail.to, title: mail.subject }),
    () => events.publish({ kind: "cleared" }),
  );
  const provider = await createProvider(config, now);
  const { phonePort, smtp, oidc, tls } = config;

  const phone = [
    ...mailRoutes(inbox),
    ...authorizeRoutes(provider),
    ...faultRoutes(provider),
    ...fontRoutes(),
    stylesheetRoute("/theme.css", themeStyle),
    stylesheetRoute("/phone.css", phoneStyle),
    stylesheetRoute("/idp/style.css", signInStyle),
    route(
      "GET",
      "/events",
      () => new Response(events.stream(), { headers: { "content-type": "text/event-stream" } }),
    ),
  ];
  const openings = [
    () => listenOnLoopback(phonePort, httpListener(serve("http", phonePort, phone))),
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
