import type { ReturnAddress } from "#lib/aspsp/link-request.ts";
import type { AccessInstitution } from "./xs2a-institution.ts";

/**
 * Where the bank sends the browser back to. An authorisation server adds the state itself and knows the address
 * as it was registered; a plain page has to be told an address that holds it.
 */
export function returnUri({ approach }: AccessInstitution, { uri, state }: ReturnAddress): string {
  if (approach === "oauth") return uri;
  const address = new URL(uri);
  address.searchParams.set("state", state);
  return address.href;
}

export const returnHeaders = (
  institution: AccessInstitution,
  returnTo: ReturnAddress | null,
): Record<string, string> => {
  if (returnTo === null) return {};
  const uri = returnUri(institution, returnTo);
  return { "tpp-redirect-uri": uri, "tpp-nok-redirect-uri": uri };
};

/** What came back with the browser; `null` where it is not this dialog's. */
export function readReturn(returnTo: ReturnAddress, url: string): URLSearchParams | null {
  if (!URL.canParse(url)) return null;
  const [came, wanted] = [new URL(url), new URL(returnTo.uri)];
  const states = came.searchParams.getAll("state");
  const isHere = came.origin === wanted.origin && came.pathname === wanted.pathname;
  // A bank may keep our state in the address and add its own copy.
  return isHere && states.length > 0 && states.every((state) => state === returnTo.state)
    ? came.searchParams
    : null;
}
