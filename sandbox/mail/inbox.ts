import { randomUUID } from "node:crypto";

import { canonicalAddress } from "./address.ts";

/** One copy of a mail, as it lies in one recipient's mailbox. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly links: readonly string[];
  readonly receivedAt: Date;
}

export interface Mailbox {
  readonly address: string;
  readonly count: number;
}

export interface Inbox {
  /** Newest first; with an address, that mailbox alone. */
  list(to?: string): readonly Mail[];
  find(id: string): Mail | undefined;
  mailboxes(): readonly Mailbox[];
  deliver(mail: Omit<Mail, "id" | "to">, recipients: readonly string[]): void;
  clear(): void;
}

/** Holds the last mails in memory and forgets the oldest first. */
export function createInbox(
  capacity: number,
  onDelivered: (mail: Mail) => void,
  onCleared: () => void,
): Inbox {
  let mails: Mail[] = [];
  return {
    list(to) {
      if (to === undefined) return mails;
      const wanted = canonicalAddress(to);
      return mails.filter((mail) => mail.to === wanted);
    },
    find: (id) => mails.find((mail) => mail.id === id),
    mailboxes() {
      const counts = new Map<string, number>();
      for (const mail of mails) counts.set(mail.to, (counts.get(mail.to) ?? 0) + 1);
      return [...counts]
        .map(([address, count]) => ({ address, count }))
        .sort((a, b) => (a.address < b.address ? -1 : 1));
    },
    deliver(mail, recipients) {
      for (const to of new Set(recipients.map(canonicalAddress))) {
        const copy: Mail = { ...mail, id: randomUUID(), to };
        mails = [copy, ...mails].slice(0, capacity);
        onDelivered(copy);
      }
    },
    clear() {
      mails = [];
      onCleared();
    },
  };
}
