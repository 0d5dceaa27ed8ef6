import { randomBytes } from "node:crypto";

/** What the bank's page is opened for. The ticket in the address is its only key. */
export interface Errand {
  readonly consentId: string;
  readonly authorisationId: string;
  /** Where an OAuth client wants the code; `null` for a plain redirect. */
  readonly oauth: OAuthRequest | null;
  /** Whether the person has been sent back: that happens once. */
  hasLeft: boolean;
}

export interface OAuthRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly codeChallenge: string;
}

export interface Tickets {
  issue(errand: Omit<Errand, "hasLeft">): string;
  find(ticket: string): Errand | null;
}

const lifetimeMs = 3_600_000;
const ticketsKept = 2_000;

export function createTickets(now: () => number): Tickets {
  const issued = new Map<string, { errand: Errand; expiresAt: number }>();
  return {
    issue(errand) {
      const ticket = randomBytes(24).toString("base64url");
      issued.set(ticket, { errand: { ...errand, hasLeft: false }, expiresAt: now() + lifetimeMs });
      for (const oldest of issued.keys()) {
        if (issued.size <= ticketsKept) break;
        issued.delete(oldest);
      }
      return ticket;
    },
    find(ticket) {
      const found = issued.get(ticket);
      return found && found.expiresAt > now() ? found.errand : null;
    },
  };
}
