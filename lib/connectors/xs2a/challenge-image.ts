import type { ChallengeImage } from "#lib/aspsp/dialog.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { ChallengeData } from "./challenge-data.ts";
import type { Talk } from "./talk.ts";

const mostBytes = 512 * 1024;

/** What may be shown as a picture, by its first bytes. Nothing that can hold a script is among them. */
const signatures = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
] as const;

/** The picture of a challenge, fetched where the bank links it; `null` where there is none. */
export async function imageOf(
  talk: Talk,
  challenge: ChallengeData,
  answeredFrom: string,
): Promise<ChallengeImage | null> {
  if (challenge.image !== null) return asImage(Buffer.from(challenge.image, "base64"));
  if (challenge.imageLink === null) return null;
  const link = challenge.imageLink;
  if (!URL.canParse(link, answeredFrom)) throw new AspspError("malformedAnswer", { call: "image" });
  const { body } = await talk.ask({
    call: "image",
    method: "GET",
    url: new URL(link, answeredFrom).href,
    headers: { accept: "image/png, image/jpeg, image/gif" },
  });
  return asImage(body);
}

function asImage(bytes: Uint8Array): ChallengeImage {
  const found = signatures.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte));
  if (!found || bytes.length > mostBytes) throw new AspspError("malformedAnswer", { call: "image" });
  return { mediaType: found[0], bytes };
}
