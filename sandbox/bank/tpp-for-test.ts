import { randomUUID } from "node:crypto";

import { startForTest, type TestSandbox } from "../start-for-test.ts";
import { demoPassword } from "./family/people.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers of a bank, looked into by tests
export type Body = any;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export interface Asked {
  readonly psuId?: string;
  readonly consentId?: string;
  readonly token?: string;
  /** Whether the person is there, which the bank is told by their address. */
  readonly present?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface OnPhone {
  readonly messages: readonly { readonly text: string }[];
  readonly calls: readonly { readonly id: string; readonly state: string; readonly spoken?: string }[];
  readonly requests: readonly {
    readonly id: string;
    readonly state: string;
    readonly title: string;
    readonly unlockedBy: string;
    readonly callId: string | null;
  }[];
  readonly authenticator: readonly { readonly code: string }[];
  readonly pictures: readonly { readonly id: string; readonly png: string }[];
  readonly mail: string;
}

/** A third party, as small as one can be: it follows links and believes nothing. */
export interface Tpp {
  readonly sandbox: TestSandbox;
  call(method: string, href: string, asked?: Asked): Promise<Reply>;
  /** Asks for everything; `more` overrides parts of the consent. */
  askConsent(psuId: string | null, asked?: Asked, more?: object, base?: string): Promise<Reply>;
  startWithPassword(consent: Reply, psuId: string, password?: string): Promise<Reply>;
  /** From nothing to a valid consent, by whichever first method the person has. */
  link(psuId: string, more?: object, base?: string): Promise<string>;
  read(consentId: string, path: string, asked?: Asked): Promise<Reply>;
  accounts(consentId: string, asked?: Asked): Promise<Body[]>;
  phone(of: string): Promise<OnPhone>;
  /** The code that is on its way to the person, whichever way that is. */
  codeFor(of: string, chosen: Body): Promise<string>;
  act(of: string, path: string, act: string): Promise<void>;
  control(path: string, body: object): Promise<Body>;
}

/** Which of the invented banks the third party speaks to. */
export interface BankForTest {
  readonly name: string;
  readonly api: (sandbox: TestSandbox) => string;
  readonly base: string;
  readonly password: string;
  /** What goes with every call of one person. */
  readonly headers: (psuId: string) => Readonly<Record<string, string>>;
}

const retail: BankForTest = {
  name: "retail",
  api: ({ retailApi }) => retailApi,
  base: "/psd2",
  password: demoPassword,
  headers: () => ({}),
};

export async function startTpp(
  bank: BankForTest = retail,
): Promise<Tpp & { readonly close: () => Promise<void> }> {
  const sandbox = await startForTest();
  return { ...createTpp(sandbox, bank), close: sandbox.close };
}

const psuAddress = "203.0.113.7";

function createTpp(sandbox: TestSandbox, bank: BankForTest): Tpp {
  const call: Tpp["call"] = async (method, href, asked = {}) => {
    const { psuId, consentId, token, present = true, headers, body } = asked;
    const answer = await fetch(new URL(href, bank.api(sandbox)), {
      method,
      redirect: "manual",
      headers: {
        "x-request-id": randomUUID(),
        ...(present ? { "psu-ip-address": psuAddress } : {}),
        ...(psuId === undefined ? {} : { "psu-id": psuId, ...bank.headers(psuId) }),
        ...(consentId === undefined ? {} : { "consent-id": consentId }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /^application\/(problem\+)?json/.test(answer.headers.get("content-type") ?? "");
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isJson && text !== "" ? JSON.parse(text) : null,
    };
  };

  const askConsent: Tpp["askConsent"] = (psuId, asked = {}, more = {}, base = bank.base) =>
    call("POST", `${base}/v1/consents`, {
      ...(psuId === null ? {} : { psuId }),
      ...asked,
      body: {
        access: { allPsd2: "allAccounts" },
        recurringIndicator: true,
        validUntil: "2099-12-31",
        frequencyPerDay: 4,
        combinedServiceIndicator: false,
        ...more,
      },
    });

  const startWithPassword: Tpp["startWithPassword"] = (consent, psuId, password = bank.password) =>
    call("POST", consent.body._links.startAuthorisationWithPsuAuthentication.href, {
      psuId,
      body: { psuData: { password } },
    });

  const phone: Tpp["phone"] = async (of) =>
    (await fetch(`${sandbox.phone}/api/phones/${encodeURIComponent(of)}`)).json() as Promise<OnPhone>;

  const act: Tpp["act"] = async (of, path, what) => {
    const body = new URLSearchParams({ act: what });
    const answer = await fetch(`${sandbox.phone}/phones/${encodeURIComponent(of)}${path}`, {
      method: "POST",
      body,
    });
    await answer.body?.cancel();
  };

  const codeFor: Tpp["codeFor"] = async (of, chosen) => {
    const held = await phone(of);
    const figures = /code is (\d{6})/;
    switch (chosen.chosenScaMethod.authenticationMethodId) {
      case "sms":
        return figures.exec(held.messages[0]?.text ?? "")?.[1] ?? "";
      case "call": {
        await act(of, `/calls/${held.calls[0]?.id}`, "take");
        const spoken = (await phone(of)).calls[0]?.spoken ?? "";
        return (/code is ([\d, ]+)\./.exec(spoken)?.[1] ?? "").replaceAll(", ", "");
      }
      case "mail": {
        const path = `/api/mails?to=${encodeURIComponent(held.mail)}`;
        const [newest] = (await (await fetch(sandbox.phone + path)).json()) as { text: string }[];
        return /code is (\w{8})/.exec(newest?.text ?? "")?.[1] ?? "";
      }
      case "totp":
        return held.authenticator[0]?.code ?? "";
      case "chip": {
        const start = chosen.challengeData.data[0];
        const answer = await fetch(
          `${sandbox.phone}/api/phones/${encodeURIComponent(of)}/token?start=${start}`,
        );
        return ((await answer.json()) as { code: string }).code;
      }
      default: {
        const answer = await fetch(`${sandbox.phone}/api/phones/${encodeURIComponent(of)}/scan`, {
          method: "POST",
          body: new Uint8Array(Buffer.from(chosen.challengeData.image, "base64")),
        });
        return ((await answer.json()) as { note: { code: string } }).note.code;
      }
    }
  };

  const link: Tpp["link"] = async (psuId, more = {}, base = bank.base) => {
    const consent = await askConsent(psuId, {}, more, base);
    let step = await startWithPassword(consent, psuId);
    if (step.body.scaStatus === "exempted") return consent.body.consentId;
    if (step.body.scaMethods) {
      const { authenticationMethodId } = step.body.scaMethods[0];
      step = await call("PUT", step.body._links.selectAuthenticationMethod.href, {
        psuId,
        body: { authenticationMethodId },
      });
    }
    const scaAuthenticationData = await codeFor(psuId, step.body);
    const done = await call("PUT", step.body._links.authoriseTransaction.href, {
      psuId,
      body: { scaAuthenticationData },
    });
    if (done.body.scaStatus !== "finalised") throw new Error(`not linked: ${done.text}`);
    return consent.body.consentId;
  };

  const read: Tpp["read"] = (consentId, path, asked = {}) =>
    call("GET", path.startsWith("/") || path.startsWith("http") ? path : `${bank.base}/v1/${path}`, {
      consentId,
      ...asked,
    });

  return {
    sandbox,
    call,
    askConsent,
    startWithPassword,
    link,
    read,
    accounts: async (consentId, asked) => (await read(consentId, "accounts", asked)).body.accounts,
    phone,
    codeFor,
    act,
    async control(path, body) {
      const answer = await fetch(`${sandbox.phone}/banks/${bank.name}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return answer.json();
    },
  };
}
