import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import type { AspspSession, Reading } from "#lib/aspsp/session.ts";
import { createXs2aConnector } from "#lib/connectors/xs2a/xs2a-connector.ts";
import type { Xs2aInstitution, Xs2aSettings } from "#lib/connectors/xs2a/xs2a-institution.ts";
import { usualLimits } from "#lib/egress/egress-policy.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { demoPassword } from "#sandbox/bank/family/people.ts";
import { startTpp, type Tpp } from "#sandbox/bank/tpp-for-test.ts";
import { allOf } from "./all-of.ts";

export type Asked<Kind extends DialogStep["kind"]> = Extract<DialogStep, { kind: Kind }>;

/** What the bank saw of a call. */
export interface SeenCall {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly psuPresent: boolean;
}

export interface RetailBank {
  readonly tpp: Tpp;
  /** How the bank is reached, behaving as the words of its path say. */
  institution(words?: string, entry?: Partial<Xs2aInstitution>): Xs2aInstitution;
  /** The same as a connector. Closed with the bank. */
  connector(words?: string, entry?: Partial<Xs2aInstitution>, settings?: Partial<Xs2aSettings>): Connector;
  seen(): Promise<readonly SeenCall[]>;
  /** From nothing to a grant, as a person with one typed method or none. */
  link(connector: Connector, userName: string, more?: Partial<LinkRequest>): Promise<AccessGrant>;
  /** The code that is on its way to the person. */
  codeFor(userName: string, step: DialogStep): Promise<Secret<string>>;
  /** Decides what waits on the person's phone. */
  decide(userName: string, act: "approve" | "decline"): Promise<void>;
  close(): Promise<void>;
}

export const returnTo = { uri: "https://licet.example/bank/return", state: "state-of-this-dialog" };

export const linkRequest = (userName: string, more: Partial<LinkRequest> = {}): LinkRequest => ({
  credentials: { userId: new Secret(userName), pin: new Secret(demoPassword) },
  person: { ipAddress: "203.0.113.7", userAgent: "Mozilla/5.0", language: "pt" },
  withHolders: true,
  validUntil: "2099-12-31",
  isRecurring: true,
  readsPerDay: 4,
  returnTo,
  ...more,
});

/** Nobody is there, nothing is refused, and no tokens are expected. */
export const reading = (more: Partial<Reading> = {}): Reading => ({
  person: linkRequest("").person,
  whileWriting: (write) => write(null),
  keepTokens: async () => {},
  signal: AbortSignal.timeout(60_000),
  ...more,
});

export const within = (ms = 20_000): AbortSignal => AbortSignal.timeout(ms);

export function expectStep<Kind extends DialogStep["kind"]>(step: DialogStep, kind: Kind): Asked<Kind> {
  if (step.kind !== kind) throw new Error(`expected ${kind}, got ${JSON.stringify(step)}`);
  return step as Asked<Kind>;
}

export async function firstAccount(session: AspspSession) {
  const [account] = await allOf(session.accounts());
  if (!account) throw new Error("no account");
  return account;
}

export async function startRetailBank(): Promise<RetailBank> {
  const tpp = await startTpp();
  const { retailApi, retailPage, config } = tpp.sandbox;
  const port = new URL(retailApi).port;
  const open: Connector[] = [];

  const institution: RetailBank["institution"] = (words = "", entry = {}) => ({
    id: "sandbox-retail",
    baseUrl: `${retailApi}/psd2${words === "" ? "" : `.${words}`}`,
    allowedHosts: [`localhost:${port}`, `127.0.0.1:${port}`],
    pageHosts: [new URL(retailPage).host],
    isSandbox: true,
    tls: null,
    certificateAuthorities: [config.tls.cert],
    approach: "embedded",
    credentialRoles: { userId: "userId", password: "pin", corporateId: null },
    oauthClientId: "PSDES-EXAMPLE-1",
    access: "allAccounts",
    hasCardAccounts: true,
    readsChanges: true,
    pollMs: 1_000,
    limits: usualLimits,
    ...entry,
  });

  const connector: RetailBank["connector"] = (words, entry, settings = {}) => {
    const made = createXs2aConnector(institution(words, entry), {
      now: () => new Date(),
      sign: null,
      ...settings,
    });
    open.push(made);
    return made;
  };

  const codeFor: RetailBank["codeFor"] = async (userName, step) => {
    if (step.kind !== "enterCode" && step.kind !== "scanImage") throw new Error(`no code in ${step.kind}`);
    const image = step.kind === "scanImage" ? Buffer.from(step.image.bytes).toString("base64") : undefined;
    const chosenScaMethod = { authenticationMethodId: step.method?.id };
    return new Secret(
      await tpp.codeFor(userName, { chosenScaMethod, challengeData: { image, data: step.data } }),
    );
  };

  return {
    tpp,
    institution,
    connector,
    codeFor,
    async seen() {
      const answer = await fetch(`${tpp.sandbox.phone}/banks/retail/log`);
      return ((await answer.json()) as { calls: SeenCall[] }).calls;
    },
    async link(using, userName, more) {
      const first = await using.begin(linkRequest(userName, more), within());
      if (first.kind === "done") return first.grant;
      if (first.kind !== "enterCode" && first.kind !== "scanImage")
        throw new Error(`cannot answer ${JSON.stringify(first)}`);
      const code = await codeFor(userName, first);
      return expectStep(await using.resume(first.dialog, { kind: "code", code }, within()), "done").grant;
    },
    async decide(userName, act) {
      const { calls, requests } = await tpp.phone(userName);
      const waiting = requests.find(({ state }) => state === "waiting");
      const call = calls.find(({ id }) => id === waiting?.callId);
      if (call) await tpp.act(userName, `/calls/${call.id}`, "take");
      await tpp.act(userName, `/requests/${waiting?.id}`, act);
    },
    async close() {
      await Promise.all(open.map((one) => one.close()));
      await tpp.close();
    },
  };
}
