/** What the browser tests are told of the Licet that runs for them. Plain data: it crosses a process border. */
export interface BrowserStack {
  readonly origin: string;
  /** The same build and databases, served with `proxy.ts` switched off and no reverse proxy believed. */
  readonly proxylessOrigin: string;
  readonly phoneOrigin: string;
  /** Row security binds the owner too, so tests look and plant as the superuser. */
  readonly superuserUrl: string;
  readonly keysSuperuserUrl: string;
  /** Where the logs and the records of the running processes are, and where both databases' files are. */
  readonly stateDirectory: string;
  readonly clusters: string;
  /** Where and with which token the local KMS is made to fail. */
  readonly kmsControl: { readonly port: number; readonly token: string } | null;
  /** Where web's and the worker's metrics are read, and where a test may listen for what they send. */
  readonly telemetry: { readonly web: number; readonly worker: number; readonly collector: number } | null;
  readonly authorityFile: string;
  readonly sessionSecret: string;
  /** Where the production build is, for tests that go through everything it serves. */
  readonly buildDirectory: string;
  readonly chromium: { readonly path: string; readonly env: Readonly<Record<string, string>> };
}

const variable = "LICET_TEST_STACK";

export const browserStackEnvironment = (stack: BrowserStack): Readonly<Record<string, string>> => ({
  [variable]: JSON.stringify(stack),
});

export function browserStack(): BrowserStack {
  const text = process.env[variable];
  if (!text)
    throw new Error("The browser tests need a Licet of their own: start them with npm test -- browser");
  return JSON.parse(text) as BrowserStack;
}
