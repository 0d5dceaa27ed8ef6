import type { Inbox } from "../mail/inbox.ts";
import type { Phones } from "../phone/devices.ts";
import type { CallLog } from "./call-log.ts";
import type { Consent } from "./consent-model.ts";
import { createLogins, type Logins } from "./logins.ts";
import type { OAuth } from "./oauth/grants.ts";
import type { BankProfile } from "./profile.ts";
import { createTickets, type Tickets } from "./tickets.ts";

export interface BankPlace extends BankProfile {
  /** Where machines talk to it, over TLS. */
  readonly apiOrigin: string;
  /** Where people sign in. Another origin, as e-banking and the interface for third parties are at most banks. */
  readonly pageOrigin: string;
}

/** Everything one invented bank knows, in memory. */
export interface Bank extends BankPlace {
  readonly logins: Logins;
  readonly consents: Map<string, Consent>;
  readonly tickets: Tickets;
  readonly oauth: OAuth;
  /** Challenge pictures that are linked instead of included. */
  readonly linkedPictures: Map<string, Buffer>;
  readonly phones: Phones;
  readonly log: CallLog;
  readonly now: () => number;
  /** Puts a mail straight into the person's mailbox: the bank has its own way there. */
  readonly mail: (to: string, subject: string, text: string) => void;
}

export interface BankParts {
  readonly place: BankPlace;
  readonly phones: Phones;
  readonly inbox: Inbox;
  readonly log: CallLog;
  readonly oauth: OAuth;
  readonly now: () => number;
}

export function createBank({ place, phones, inbox, log, oauth, now }: BankParts): Bank {
  const logins = createLogins(place, (login) =>
    phones.pair(
      { of: login.userName, name: login.person.name, number: login.person.mobile, mail: login.mail },
      {
        from: place.name,
        totpSecret: login.person.methods.includes("totp") ? login.totpSecret : null,
        tokenKey: login.person.methods.includes("chip") ? login.tokenKey : null,
        cameraKey: login.cameraKey,
      },
    ),
  );
  const from = `${place.name} <no-reply@${new URL(place.pageOrigin).hostname}>`;
  return {
    ...place,
    logins,
    consents: new Map(),
    tickets: createTickets(now),
    oauth,
    linkedPictures: new Map(),
    phones,
    log,
    now,
    mail: (to, subject, text) =>
      inbox.deliver({ from, subject, text, html: null, links: [], receivedAt: new Date(now()) }, [to]),
  };
}
