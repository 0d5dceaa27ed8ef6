import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { BankAccess, BankAnswer, ReadCall } from "#lib/aspsp/bank-access.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import { custodyReads } from "#lib/connectors/openwealth/allowed-calls.ts";
import { createOpenWealthConnector } from "#lib/connectors/openwealth/openwealth-connector.ts";
import type { OpenWealthInstitution } from "#lib/connectors/openwealth/openwealth-institution.ts";
import { accessCalls } from "#lib/connectors/xs2a/allowed-calls.ts";
import { createXs2aAccess } from "#lib/connectors/xs2a/xs2a-access.ts";
import type { AccessInstitution } from "#lib/connectors/xs2a/xs2a-institution.ts";
import { usualLimits } from "#lib/egress/egress-policy.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { type Custodian, cardFor, startCustodian } from "#sandbox/private-bank/custodian-for-test.ts";
import { privatePassword } from "#sandbox/private-bank/private-bank.ts";
import { expectStep, linkRequest, type SeenCall, within } from "./retail-bank.ts";
import type { StubBank } from "./stub-bank.ts";

type Entry = AccessInstitution & OpenWealthInstitution;

export interface PrivateBank {
  readonly custodian: Custodian;
  /** Behaving as the words of its path say. Closed with the bank. */
  connector(words?: string, entry?: Partial<Entry>, now?: () => Date): Connector;
  seen(): Promise<readonly SeenCall[]>;
  /** From nothing to a grant, as a person with one typed method or none. */
  link(connector: Connector, contract: string, more?: Partial<LinkRequest>): Promise<AccessGrant>;
  codeFor(contract: string, step: DialogStep): Promise<Secret<string>>;
  /** Decides what waits on the person's phone. */
  decide(contract: string, act: "approve" | "decline"): Promise<void>;
  close(): Promise<void>;
}

/** What somebody types at the private bank. */
export const custodyRequest = (contract: string, more: Partial<LinkRequest> = {}): LinkRequest =>
  linkRequest(contract, {
    credentials: {
      contract: new Secret(contract),
      password: new Secret(privatePassword),
      card: new Secret(cardFor(contract)),
    },
    ...more,
  });

/** All that may leave to a custodian. */
export const custodyCalls = [...accessCalls, ...custodyReads];

type Address = Pick<Entry, "id" | "baseUrl" | "custodyUrl" | "allowedHosts" | "certificateAuthorities">;

/** Sees what is read, with what was asked. */
type Watch = (asked: ReadCall, answer: BankAnswer) => void;

const watched = (access: BankAccess, watch: Watch): BankAccess => ({
  ...access,
  reader: (...granted) => {
    const { read } = access.reader(...granted);
    return {
      async read(asked) {
        const answer = await read(asked);
        watch(asked, answer);
        return answer;
      },
    };
  },
});

/** Access and custody put together as for the demo's bank, at another address. */
export function createCustodian({
  now = () => new Date(),
  watch = null,
  ...more
}: Address & Partial<Entry> & { readonly now?: () => Date; readonly watch?: Watch | null }): Connector {
  const entry: Entry = {
    pageHosts: [],
    isSandbox: true,
    tls: null,
    approach: "embedded",
    credentialRoles: { userId: "contract", password: "password", corporateId: "card" },
    oauthClientId: "PSDCH-EXAMPLE-1",
    access: "allAccounts",
    readsDayRanges: true,
    pollMs: 1_000,
    limits: usualLimits,
    ...more,
  };
  const access = createXs2aAccess(entry, { now, sign: null }, custodyCalls);
  return createOpenWealthConnector(entry, { now }, watch ? watched(access, watch) : access);
}

/** A custodian of a test's own making. What fails there fails at once. */
export const custodianAt = (
  { origin, host, certificate }: StubBank,
  more: Partial<Entry> & { readonly now?: () => Date },
): Connector =>
  createCustodian({
    id: "stub",
    baseUrl: origin,
    custodyUrl: `${origin}/v3`,
    allowedHosts: [host],
    certificateAuthorities: [certificate],
    limits: { ...usualLimits, attempts: 1 },
    ...more,
  });

export async function startPrivateBank(watch: Watch | null = null): Promise<PrivateBank> {
  const custodian = await startCustodian();
  const { privateApi, privatePage, phone, config } = custodian.sandbox;
  const port = new URL(privateApi).port;
  const open: Connector[] = [];

  const connector: PrivateBank["connector"] = (words = "", more = {}, now = () => new Date()) => {
    const base = `${privateApi}/openwealth${words === "" ? "" : `.${words}`}`;
    const made = createCustodian({
      id: "sandbox-private",
      baseUrl: base,
      custodyUrl: `${base}/v3`,
      allowedHosts: [`localhost:${port}`, `127.0.0.1:${port}`],
      pageHosts: [new URL(privatePage).host],
      certificateAuthorities: [config.tls.cert],
      now,
      watch,
      ...more,
    });
    open.push(made);
    return made;
  };

  const codeFor: PrivateBank["codeFor"] = async (contract, step) => {
    if (step.kind !== "enterCode" && step.kind !== "scanImage") throw new Error(`no code in ${step.kind}`);
    const image = step.kind === "scanImage" ? Buffer.from(step.image.bytes).toString("base64") : undefined;
    const chosenScaMethod = { authenticationMethodId: step.method?.id };
    const challengeData = { image, data: step.data };
    return new Secret(await custodian.codeFor(contract, { chosenScaMethod, challengeData }));
  };

  return {
    custodian,
    connector,
    codeFor,
    async seen() {
      const answer = await fetch(`${phone}/banks/private/log`);
      return ((await answer.json()) as { calls: SeenCall[] }).calls;
    },
    async link(using, contract, more) {
      const first = await using.begin(custodyRequest(contract, more), within());
      if (first.kind === "done") return first.grant;
      if (first.kind !== "enterCode" && first.kind !== "scanImage")
        throw new Error(`cannot answer ${JSON.stringify(first)}`);
      const code = await codeFor(contract, first);
      return expectStep(await using.resume(first.dialog, { kind: "code", code }, within()), "done").grant;
    },
    async decide(contract, act) {
      const { calls, requests } = await custodian.phone(contract);
      const waiting = requests.find(({ state }) => state === "waiting");
      const call = calls.find(({ id }) => id === waiting?.callId);
      if (call) await custodian.act(contract, `/calls/${call.id}`, "take");
      await custodian.act(contract, `/requests/${waiting?.id}`, act);
    },
    async close() {
      await Promise.all(open.map((one) => one.close()));
      await custodian.close();
    },
  };
}
