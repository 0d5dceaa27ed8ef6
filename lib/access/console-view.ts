import { mayDo, type Permission } from "./permissions.ts";
import type { PersonRole } from "./roles.ts";

/** The console's pages that stand in its navigation, in its order, each with what whoever opens it must be allowed. */
export const consolePages = {
  overview: { href: "/console", permission: "console.enter" },
  audit: { href: "/console/audit", permission: "audit.search" },
  consents: { href: "/console/consents", permission: "consent.oversee" },
  credentials: { href: "/console/credentials", permission: "credential.oversee" },
  acts: { href: "/console/acts", permission: "oversight.read" },
  investors: { href: "/console/investors", permission: "investor.read" },
  institutions: { href: "/console/institutions", permission: "institution.oversee" },
  evidence: { href: "/console/evidence", permission: "evidence.make" },
  keys: { href: "/console/keys", permission: "keys.read" },
  people: { href: "/console/people", permission: "person.list" },
  permissions: { href: "/console/permissions", permission: "permission.read" },
  firm: { href: "/console/firm", permission: "console.enter" },
  security: { href: "/console/security", permission: "console.enter" },
} as const satisfies Record<string, { readonly href: `/console${string}`; readonly permission: Permission }>;

export type ConsolePage = keyof typeof consolePages;

/** Those that somebody of this role may open: nobody is shown the way to a page that does not exist for them. */
export const consolePagesOf = (role: PersonRole): readonly ConsolePage[] =>
  (Object.keys(consolePages) as ConsolePage[]).filter((page) => mayDo(role, consolePages[page].permission));
