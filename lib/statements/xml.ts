import { setImmediate as breathe } from "node:timers/promises";
import { SaxesParser } from "saxes";

import { StatementError } from "./statement.ts";

export interface XmlElement {
  /** Without its prefix; `namespace` is the address. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: XmlElement[];
}

const pieceCharacters = 64 * 1024;
const deepest = 40;

/**
 * Reads XML piece by piece and hands each element that `takes` names to `take` when it is whole; what is taken is not
 * kept, so that a statement of a hundred thousand entries is never a tree of them. A document type is refused: that is
 * where entities would be declared, and no statement has one. Between pieces others have their turn.
 */
export async function readXml(
  text: string,
  takes: ReadonlySet<string>,
  take: (element: XmlElement, parents: readonly XmlElement[]) => void,
): Promise<XmlElement> {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  parser.on("doctype", () => refuse());
  parser.on("error", () => refuse());
  parser.on("opentag", ({ local, uri, attributes }) => {
    if (open.length >= deepest) refuse();
    const values = Object.values(attributes).map(({ local: name, value }) => [name, value]);
    open.push({
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(values),
      text: "",
      children: [],
    });
  });
  const append = (more: string): void => {
    const element = open.at(-1);
    if (element) element.text += more;
  };
  parser.on("text", append);
  parser.on("cdata", append);
  parser.on("closetag", () => {
    const element = open.pop();
    if (!element) return refuse();
    const parent = open.at(-1);
    if (takes.has(element.name)) take(element, open);
    else if (parent) parent.children.push(element);
    root ??= parent ? null : element;
  });
  for (let at = 0; at < text.length; at += pieceCharacters) {
    parser.write(text.slice(at, at + pieceCharacters));
    await breathe();
  }
  parser.close();
  return root ?? refuse();
}

function refuse(): never {
  throw new StatementError("xml");
}

/** The first element down a path of names, or nothing. */
export function descend(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (place, name) => place?.children.find((child) => child.name === name),
    element,
  );
}

/** Its text without the space around it; `null` where there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | null {
  return descend(element, ...path)?.text.trim() || null;
}

export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];
