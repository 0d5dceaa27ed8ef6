import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { accentStylesheet } from "#lib/kernel/accent-stylesheet.ts";

export interface Style {
  readonly text: string;
  /** Whether that is all that its file says. */
  readonly isWhole: boolean;
}

/** What a stylesheet says, by its address in a page; `null` where it may not stand within one. */
export type StyleAt = (href: string) => Style | null;

const folder = "static/chunks";
/** A font is asked for with the address of what names it: from a file that is the file's, from a page the page's. */
const webFonts = /@font-face\s*\{[^}]*url\([^}]*\}/g;

/** The stylesheets of a build, without the web fonts, which stay the files' alone, and the accents of firms. */
export function stylesIn(buildDirectory: string): StyleAt {
  const files = readdirSync(join(buildDirectory, folder)).filter((name) => name.endsWith(".css"));
  const styles = new Map<string, Style>();
  for (const name of files) {
    const whole = readFileSync(join(buildDirectory, folder, name), "utf8");
    const text = whole.replace(webFonts, "");
    // What stands within a page may ask for nothing, and end nothing but itself.
    if (/url\(|@import|<\//i.test(text)) continue;
    styles.set(`/_next/${folder}/${name}`, { text, isWhole: text === whole });
  }
  return (href) => {
    const known = styles.get(href);
    const accent = known ? null : accentStylesheet(/^\/brand\/(.*)$/.exec(href)?.[1] ?? "");
    if (accent !== null) styles.set(href, { text: accent, isWhole: true });
    return styles.get(href) ?? null;
  };
}

const link = /<link (rel="stylesheet" href="([^"]+)"[^>]*>)/g;
const headEnd = "</head>";
const bodyEnd = "</body>";
/** A head that is longer is none of ours. */
const longestHeadBytes = 65_536;

/**
 * Puts a page's styles into its head, so that it is painted when it is there and not a whole answer later. A file that
 * says more, which are the fonts, follows at its end, where nothing waits for it; the link to any other stays, so that
 * React finds it, and holds nothing up. Only documents: the router's data has no head.
 */
export function inlineStyles(request: IncomingMessage, response: ServerResponse, styleAt: StyleAt): void {
  if (!isForDocument(request)) return;
  const { write, end } = response;
  let page: Page | null | undefined;
  let isOver = false;
  const pageOf = (): Page | null => {
    if (page === undefined) page = isPage(response) ? pageWithStyles(styleAt, nonceOf(response)) : null;
    return page;
  };

  response.write = function more(this: ServerResponse, ...given: readonly unknown[]) {
    const changed = pageOf()?.more(bytesOf(given));
    if (changed === undefined) return Reflect.apply(write, this, given);
    return changed.length === 0 || Reflect.apply(write, this, [changed]);
  } as ServerResponse["write"];
  response.end = function last(this: ServerResponse, ...given: readonly unknown[]) {
    const changing = isOver ? null : pageOf();
    isOver = true;
    if (!changing) return Reflect.apply(end, this, given);
    return Reflect.apply(end, this, [Buffer.concat([changing.more(bytesOf(given)), changing.last()])]);
  } as ServerResponse["end"];
}

const isForDocument = ({ method, headers }: IncomingMessage): boolean =>
  method !== "HEAD" && headers.rsc === undefined && /\btext\/html\b/.test(headers.accept ?? "");

/** A length that was promised is kept, or not promised any more. */
function isPage(response: ServerResponse): boolean {
  if (!/^text\/html\b/i.test(String(response.getHeader("content-type") ?? ""))) return false;
  if (response.headersSent) return !response.hasHeader("content-length");
  response.removeHeader("content-length");
  return true;
}

const nonceOf = (response: ServerResponse): string | undefined =>
  /'nonce-([\w+/=-]+)'/.exec(String(response.getHeader("content-security-policy") ?? ""))?.[1];

function bytesOf([chunk, encoding]: readonly unknown[]): Buffer {
  if (typeof chunk === "string")
    return Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  return chunk instanceof Uint8Array
    ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : Buffer.alloc(0);
}

interface Page {
  more(chunk: Buffer): Buffer;
  last(): Buffer;
}

/** The head is held back until it is whole; all else goes on as it comes. */
function pageWithStyles(styleAt: StyleAt, nonce: string | undefined): Page {
  let held: Buffer | null = Buffer.alloc(0);
  let files = "";
  const withStyles = (head: string): string =>
    head.replace(link, (whole, rest: string, href: string) => {
      const style = styleAt(href);
      if (style === null || nonce === undefined) return whole;
      const within = `<style nonce="${nonce}">${style.text}</style>`;
      if (style.isWhole) return `${within}<link disabled="" ${rest}`;
      files += whole;
      return within;
    });
  const withFiles = (chunk: Buffer): Buffer => {
    const at = files === "" ? -1 : chunk.lastIndexOf(bodyEnd);
    if (at < 0) return chunk;
    const put = Buffer.concat([chunk.subarray(0, at), Buffer.from(files), chunk.subarray(at)]);
    files = "";
    return put;
  };
  return {
    more(chunk) {
      if (held === null) return withFiles(chunk);
      held = Buffer.concat([held, chunk]);
      const at = held.indexOf(headEnd);
      if (at < 0 && held.length < longestHeadBytes) return Buffer.alloc(0);
      const head = held.subarray(0, Math.max(at, 0));
      const rest = held.subarray(head.length);
      held = null;
      return Buffer.concat([Buffer.from(withStyles(head.toString("utf8"))), withFiles(rest)]);
    },
    /** Where no end was seen the files come after it, which browsers take for the same. */
    last: () => Buffer.concat([held ?? Buffer.alloc(0), Buffer.from(files)]),
  };
}
