import { type About, aboutSchema, type EvidenceAsked, mostHeld } from "./evidence.ts";

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** Why nothing can be made of what was asked. */
export const askedFaults = ["nothing", "several", "id", "period", "held"] as const;
export type AskedFault = (typeof askedFaults)[number];

export type ParsedEvidenceQuery =
  | { readonly asked: EvidenceAsked; readonly fault: null }
  | { readonly asked: null; readonly fault: AskedFault };

const kindOfPrefix = { con: "consent", per: "investor", crd: "credential" } as const;
const named = ["consent", "investor", "credential"] as const;
const size = /^[1-9]\d{0,15}$/;

/**
 * What a pack is asked for in an address: `consent=`, `investor=`, `credential=` or `id=` with an identifier of any of
 * the three, or `from=` and `to=`; never two of these at once, because a pack of both would look like the whole of either.
 */
export function parseEvidenceQuery(query: Query): ParsedEvidenceQuery {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const things = [...named, "id"].filter((name) => text(name) !== "");
  const isPeriod = text("from") !== "" || text("to") !== "";
  const count = things.length + (isPeriod ? 1 : 0);
  if (count !== 1) return { asked: null, fault: count === 0 ? "nothing" : "several" };
  const about = isPeriod
    ? periodOf(text("from"), text("to"))
    : thingOf(things[0] ?? "", text(things[0] ?? ""));
  if (!about) return { asked: null, fault: isPeriod ? "period" : "id" };
  const heldSizes = sizesIn(text("held"));
  return heldSizes ? { asked: { about, heldSizes }, fault: null } : { asked: null, fault: "held" };
}

function thingOf(name: string, id: string): About | null {
  const kind = name === "id" ? kindOfPrefix[id.slice(0, 3) as keyof typeof kindOfPrefix] : name;
  const parsed = aboutSchema.safeParse({ kind, id });
  return parsed.success ? parsed.data : null;
}

function periodOf(from: string, to: string): About | null {
  const parsed = aboutSchema.safeParse({ kind: "period", from, to: to === "" ? from : to });
  if (!parsed.success || parsed.data.kind !== "period") return null;
  return parsed.data.from <= parsed.data.to ? parsed.data : null;
}

function sizesIn(text: string): readonly number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const isRight = parts.length <= mostHeld && parts.every((part) => size.test(part));
  return isRight ? [...new Set(parts.map(Number))] : null;
}

/** The same as the part of an address behind its path. */
export function evidenceQuery({ about, heldSizes }: EvidenceAsked): string {
  const query =
    about.kind === "period"
      ? new URLSearchParams({ from: about.from, to: about.to })
      : new URLSearchParams({ [about.kind]: about.id });
  if (heldSizes.length > 0) query.set("held", heldSizes.join(","));
  return `?${query}`;
}
