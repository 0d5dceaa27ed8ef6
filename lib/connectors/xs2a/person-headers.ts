import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import type { AccessInstitution } from "./xs2a-institution.ts";

/** Thrown where what was typed cannot be anybody's name at a bank. Nothing has been sent then. */
export class ImpossibleName extends Error {}

/** Who the person is at the bank, as far as they told us. */
export function personHeaders(
  { credentialRoles }: AccessInstitution,
  { credentials }: LinkRequest,
): Record<string, string> {
  const told = (role: string | null): string | undefined =>
    role === null ? undefined : credentials[role]?.reveal();
  const [psuId, corporateId] = [told(credentialRoles.userId), told(credentialRoles.corporateId)];
  return {
    ...(psuId === undefined ? {} : { "psu-id": headerText(psuId) }),
    ...(corporateId === undefined ? {} : { "psu-corporate-id": headerText(corporateId) }),
  };
}

/** RFC 9110, 5.5: a header holds printable characters only. */
function headerText(typed: string): string {
  if (!/^[\x21-\x7e\xa1-\xff](?:[\x20-\x7e\xa0-\xff]{0,254}[\x21-\x7e\xa1-\xff])?$/.test(typed))
    throw new ImpossibleName();
  return typed;
}
