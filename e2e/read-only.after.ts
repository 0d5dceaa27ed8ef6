import { expect, test } from "@playwright/test";

import { callsAt } from "./support/bank-calls.ts";

/** Consent, its authorisation and its end; and reads. No other verb, and nowhere else. */
const asked = [
  /^POST \/(psd2|openwealth)\/v1\/consents$/,
  /^(GET|DELETE) \/(psd2|openwealth)\/v1\/consents\/…$/,
  /^GET \/(psd2|openwealth)\/v1\/consents\/…\/status$/,
  /^(GET|POST) \/(psd2|openwealth)\/v1\/consents\/…\/authorisations$/,
  /^(GET|PUT) \/(psd2|openwealth)\/v1\/consents\/…\/authorisations\/…$/,
  /^GET \/psd2\/v1\/(accounts|card-accounts)(\/…(\/(balances|transactions|transactions\/…|files\/…))?)?$/,
  /^GET \/openwealth\/v3\/(customers|customers\/…\/(accounts|positions|transactions)|accounts\/…\/(positions|transactions))$/,
  /^GET \/(psd2|openwealth)\/(v1\/password-keys|pictures\/…)$/,
  /^GET \/\.well-known\/oauth-authorization-server/,
];

// Whatever of the browser tests ran before: by the banks' own logs.
for (const bank of ["retail", "private"] as const) {
  test(`the ${bank} bank was asked for access, its authorisation and reads, and for nothing else`, async () => {
    const calls = await callsAt(bank);
    const others = calls.filter(
      ({ method, path }) => !asked.some((known) => known.test(`${method} ${path}`)),
    );
    expect(others).toEqual([]);
  });
}
