import { AspspError } from "#lib/aspsp/failure.ts";
import { readAuthorisation, type Standing } from "./authorisation-answer.ts";
import type { BankAction, Xs2aDialog } from "./dialog.ts";
import { encryptPassword } from "./encrypt-password.ts";
import { personHeaders } from "./person-headers.ts";
import type { Talk } from "./talk.ts";

/** Names by which banks offer to take the password, those that take it encrypted first. */
const offers = [
  ["startAuthorisationWithEncryptedPsuAuthentication", "POST", true],
  ["updateEncryptedPsuAuthentication", "PUT", true],
  ["updateAdditionalEncryptedPsuAuthentication", "PUT", true],
  ["startAuthorisationWithPsuAuthentication", "POST", false],
  ["updatePsuAuthentication", "PUT", false],
  ["updateAdditionalPsuAuthentication", "PUT", false],
] as const;

interface PasswordAction extends BankAction {
  readonly isEncrypted: boolean;
}

export function passwordActionOf({ links }: Standing): PasswordAction | null {
  for (const [name, method, isEncrypted] of offers) {
    const href = links[name];
    if (href !== undefined) return { href, method, isEncrypted };
  }
  return null;
}

/** Sends the password, once in a dialog and never again, whatever the bank answers. */
export async function sendPassword(
  talk: Talk,
  dialog: Xs2aDialog,
  action: PasswordAction,
  links: Standing["links"],
): Promise<Standing> {
  const { institution } = talk;
  const role = institution.credentialRoles.password;
  const password = role === null ? undefined : dialog.request.credentials[role];
  if (password === undefined || dialog.isPasswordSent)
    throw new AspspError("notSupported", { call: "password" });
  const psuData = action.isEncrypted
    ? { encryptedPassword: await encryptPassword(talk, keysHref(links), password) }
    : { password: password.reveal() };
  const answer = await talk.ask({
    call: "password",
    method: action.method,
    url: action.href,
    headers: personHeaders(institution, dialog.request),
    json: { psuData },
  });
  return readAuthorisation(answer, "password");
}

function keysHref({ aspspCertificates }: Standing["links"]): string {
  if (aspspCertificates === undefined) throw new AspspError("notSupported", { call: "passwordKeys" });
  return aspspCertificates;
}
