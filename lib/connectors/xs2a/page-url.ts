import { AspspError } from "#lib/aspsp/failure.ts";
import type { AccessInstitution } from "./xs2a-institution.ts";

const ofThisMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** An address that a person's browser may be sent to: HTTPS, on a host that the bank's entry names. */
export function pageUrl({ allowedHosts, pageHosts, isSandbox }: AccessInstitution, href: string): URL {
  const url = URL.canParse(href) ? new URL(href) : null;
  const isSafe =
    url?.protocol === "https:" ||
    (isSandbox && url?.protocol === "http:" && ofThisMachine.test(url.hostname));
  const isNamed = [...allowedHosts, ...pageHosts].some((host) => host.toLowerCase() === url?.host);
  if (!url || !isSafe || !isNamed || url.username !== "" || url.password !== "")
    throw new AspspError("hostNotAllowed", { call: "page" });
  return url;
}
