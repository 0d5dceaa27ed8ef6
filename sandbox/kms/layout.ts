import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { z } from "zod";

import { layoutFaults } from "./layout-rules.ts";
import { keyIdPattern, ringPattern } from "./names.ts";
import { algorithms, type Grant, grants, purposes } from "./purpose.ts";

const caller = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "must be a name in lower case");
const callers = z.array(caller).default([]);
const secret = z.string().min(32, "must have at least 32 characters");

const Caller = z
  .strictObject({
    name: caller,
    token: secret.optional(),
    /** Beside the layout or an absolute path; its first line is the token. */
    tokenFile: z.string().min(1).optional(),
    requestsPerMinute: z.int().min(1).default(60_000),
  })
  .refine(({ token, tokenFile }) => (token === undefined) !== (tokenFile === undefined), {
    message: "must have either a token or a tokenFile",
  });

const Grants = z
  .strictObject(Object.fromEntries(grants.map((grant) => [grant, callers])) as Record<Grant, typeof callers>)
  .prefault({});

const Key = z.strictObject({
  name: z.string().regex(keyIdPattern, "must be a key's id"),
  purpose: z.enum(purposes),
  algorithm: z.enum(algorithms),
  destroyScheduledDays: z.int().min(1).max(120).default(30),
  grants: Grants,
});

const Ring = z.strictObject({
  name: z.string().regex(ringPattern, "must be projects/…/locations/…/keyRings/…"),
  administrators: z.array(caller).min(1, "must have an administrator"),
  /** Metadata of every key of the ring, and the list of them (roles/cloudkms.viewer on the ring). */
  viewers: callers,
  keys: z.array(Key),
});

const Layout = z
  .strictObject({ callers: z.array(Caller).min(1), rings: z.array(Ring).min(1) })
  .superRefine((layout, context) => {
    for (const { path, message } of layoutFaults(layout)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });

export type LayoutInput = z.input<typeof Layout>;
type Parsed = z.output<typeof Layout>;
export type RingLayout = Parsed["rings"][number];
export type KeyLayout = RingLayout["keys"][number];

export interface CallerLayout {
  readonly name: string;
  readonly token: string;
  readonly requestsPerMinute: number;
}

export interface Layout {
  readonly callers: readonly CallerLayout[];
  readonly rings: readonly RingLayout[];
}

/** Which keys there are, who administers them and who uses them. Every fault is named at once; no token is repeated. */
export const layoutSchema = (folder: string) =>
  Layout.transform((parsed, context): Layout => {
    const tokens = new Set<string>();
    const known = parsed.callers.map(({ name, token, tokenFile, requestsPerMinute }, at) => {
      const fault = (message: string): void =>
        context.addIssue({ code: "custom", path: ["callers", at], message });
      const value = token ?? readToken(resolve(folder, tokenFile ?? ""));
      if (value === null) fault("names a token file that cannot be read or is too short");
      if (value !== null && tokens.has(value)) fault("has another caller's token");
      tokens.add(value ?? "");
      return { name, token: value ?? "", requestsPerMinute };
    });
    return { callers: known, rings: parsed.rings };
  });

export const parseLayout = (input: LayoutInput): Layout => layoutSchema(".").parse(input);

/** A layout file's content, as a step of a larger schema, so that its faults are told with all the others. */
export const layoutFile = z.string().transform((file, context): Layout => {
  const parsed = layoutSchema(dirname(file)).safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function readToken(file: string): string | null {
  try {
    return secret.parse(readFileSync(file, "utf8").split("\n", 1)[0]?.trim());
  } catch {
    return null;
  }
}
