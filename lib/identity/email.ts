import { domainToASCII } from "node:url";
import { z } from "zod";

/** RFC 5321 4.5.3.1: a path is at most 256 octets with its brackets, a local part at most 64. */
const longestAddress = 254;
const longestLocalPart = 64;

/**
 * The one form in which addresses are compared, or `null` if the text is no address that we take.
 * Characters that only look like "@" or a letter of another width are refused instead of folded, so
 * two different mailboxes never share a key. Quoted local parts are refused: mail software disagrees on them.
 */
export function emailKey(text: string): string | null {
  const address = text.trim().normalize("NFC");
  if (address !== address.normalize("NFKC") || address.length > longestAddress) return null;
  const parts = address.split("@");
  const [local, domain] = parts;
  if (parts.length !== 2 || !local || !domain) return null;
  if (local.length > longestLocalPart || !localPart.test(local) || local.includes("..")) return null;
  const host = domainToASCII(domain.toLowerCase());
  if (!hostName.test(host) || host.length > 253) return null;
  return `${local.toLowerCase()}@${host}`;
}

/** RFC 5322 dot-atom, with the letters, marks and digits of RFC 6531. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]*(?<!\.)$/u;
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** A mail address from a form, as the key that is compared. */
export const emailSchema = z
  .string()
  .max(320)
  .transform((text, ctx) => {
    const key = emailKey(text);
    if (key !== null) return key;
    ctx.addIssue({ code: "custom", message: "email" });
    return z.NEVER;
  });
