import { demoPassword } from "./family/people.ts";

export interface Shown {
  readonly status: number;
  readonly text: string;
  readonly policy: string;
  /** Where the browser is sent, once it leaves the bank. */
  readonly location: URL | null;
}

/** A browser without a script on the bank's page: it opens an address and posts its forms. */
export function visitor(address: string) {
  const request = async (init: RequestInit): Promise<Shown> => {
    const answer = await fetch(address, { redirect: "manual", ...init });
    const location = answer.headers.get("location");
    return {
      status: answer.status,
      text: await answer.text(),
      policy: answer.headers.get("content-security-policy") ?? "",
      location: location === null ? null : new URL(location, address),
    };
  };
  const post = (...fields: [string, string][]) =>
    request({ method: "POST", body: new URLSearchParams(fields) });
  return {
    address,
    open: () => request({}),
    post,
    /** `card` where the bank asks for its number too. */
    signIn: (userName: string, password = demoPassword, card = "") =>
      post(["userName", userName], ["password", password], ["card", card], ["act", "sign-in"]),
    give: (...fields: [string, string][]) => post(...fields, ["act", "give"]),
    answer: (code: string) => post(["code", code], ["act", "answer"]),
    decline: () => post(["act", "decline"]),
  };
}
