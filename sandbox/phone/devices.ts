import { randomUUID } from "node:crypto";

import type { PhoneEvents } from "./events.ts";
import { type Scan, scanPicture } from "./picture.ts";
import { stepAt, tokenCode, totpCode, totpStepMs } from "./totp.ts";

export interface TextMessage {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly receivedAt: Date;
}

/** A call. What the voice says is heard only by who picks up. */
export interface PhoneCall {
  readonly id: string;
  readonly from: string;
  readonly spoken: string;
  /** Whether the voice asks to press 1 instead of saying a code. */
  readonly asks: boolean;
  readonly beganAt: Date;
  state: "ringing" | "answered" | "declined" | "missed";
}

export interface ApprovalRequest {
  readonly id: string;
  readonly from: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly unlockedBy: "a tap" | "your fingerprint" | "your face" | "a key press";
  readonly callId: string | null;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  state: "waiting" | "approved" | "declined" | "expired" | "withdrawn";
}

/** A picture that is on a screen before the person, as far as the phone can be pointed at it. */
export interface PictureInView {
  readonly id: string;
  readonly from: string;
  readonly png: Buffer;
  readonly shownAt: Date;
}

/** What a bank puts on somebody's phone or into their hand when they become its customer. */
export interface Pairing {
  readonly from: string;
  readonly totpSecret: Buffer | null;
  readonly tokenKey: Buffer | null;
  readonly cameraKey: Buffer | null;
}

export interface PhoneOwner {
  /** The login at the bank; it stands for the person who holds the phone. */
  readonly of: string;
  readonly name: string;
  readonly number: string;
  readonly mail: string;
}

export interface Phone extends PhoneOwner {
  readonly pairings: Pairing[];
  readonly messages: TextMessage[];
  readonly calls: PhoneCall[];
  readonly requests: ApprovalRequest[];
  readonly pictures: PictureInView[];
}

export interface Ask extends Pick<ApprovalRequest, "from" | "title" | "lines" | "unlockedBy" | "expiresAt"> {
  /** Called once, with what the person decided. */
  readonly decided: (approves: boolean) => void;
}

/** Takes a request back that nobody has answered yet. */
export type Withdraw = () => void;

export interface Phones {
  pair(owner: PhoneOwner, pairing: Pairing): void;
  find(of: string): Phone | null;
  all(): readonly Phone[];
  text(of: string, from: string, text: string): void;
  call(of: string, from: string, spoken: string): void;
  ask(of: string, ask: Ask): Withdraw;
  /** An approval request that rings instead of appearing in an app. */
  callAndAsk(of: string, spoken: string, ask: Ask): Withdraw;
  show(of: string, from: string, png: Buffer): void;
  pickUp(of: string, callId: string, takes: boolean): boolean;
  decide(of: string, requestId: string, approves: boolean): boolean;
  scan(of: string, png: Buffer): Scan;
  now(): number;
}

const kept = 50;
/** As many as a bank keeps logins: each login has one. */
const phonesKept = 5_000;
const ringsForMs = 120_000;

/** Everybody's phones, in memory. The newest of each kind comes first and the oldest are forgotten. */
export function createPhones(events: PhoneEvents, now: () => number): Phones {
  const phones = new Map<string, Phone>();
  const waiting = new Map<string, Ask["decided"]>();

  const add = <Item>(list: Item[], item: Item): void => {
    list.unshift(item);
    list.length = Math.min(list.length, kept);
  };
  const tell = (phone: Phone, title: string): void => {
    // The one on which something happened last is listed first.
    phones.delete(phone.of);
    phones.set(phone.of, phone);
    events.publish({ kind: "phone", of: phone.of, to: phone.name, title });
  };
  const held = (of: string): Phone => {
    const phone = phones.get(of);
    if (!phone) throw new Error("Nobody of that name was given a phone");
    return phone;
  };
  const withdraw =
    (of: string, callId: string | null, id: string): Withdraw =>
    () => {
      const phone = phones.get(of);
      const asked = phone?.requests.find((one) => one.id === id);
      const call = phone?.calls.find((one) => one.id === callId);
      if (asked?.state === "waiting") asked.state = "withdrawn";
      if (call?.state === "ringing") call.state = "missed";
      waiting.delete(id);
      events.publish({ kind: "cleared" });
    };
  const ring = (phone: Phone, from: string, spoken: string, asks: boolean): PhoneCall => {
    const call: PhoneCall = {
      id: randomUUID(),
      from,
      spoken,
      asks,
      beganAt: new Date(now()),
      state: "ringing",
    };
    add(phone.calls, call);
    tell(phone, `${from} is calling`);
    return call;
  };
  const request = (phone: Phone, { decided, ...about }: Ask, callId: string | null): Withdraw => {
    const asked: ApprovalRequest = {
      id: randomUUID(),
      ...about,
      callId,
      askedAt: new Date(now()),
      state: "waiting",
    };
    waiting.set(asked.id, decided);
    add(phone.requests, asked);
    if (callId === null) tell(phone, `${about.from}: ${about.title}`);
    return withdraw(phone.of, callId, asked.id);
  };

  const age = (phone: Phone): Phone => {
    for (const call of phone.calls) {
      if (call.state === "ringing" && now() - call.beganAt.getTime() > ringsForMs) call.state = "missed";
    }
    for (const asked of phone.requests) {
      if (asked.state !== "waiting" || asked.expiresAt.getTime() > now()) continue;
      asked.state = "expired";
      waiting.delete(asked.id);
    }
    return phone;
  };
  const decide = (of: string, requestId: string, approves: boolean): boolean => {
    const asked = phones.get(of) && age(phones.get(of) as Phone).requests.find(({ id }) => id === requestId);
    const decided = waiting.get(requestId);
    if (asked?.state !== "waiting" || !decided) return false;
    // Nobody presses a key on a phone that they have not picked up.
    const call = phones.get(of)?.calls.find(({ id }) => id === asked.callId);
    if (asked.callId !== null && call?.state !== "answered") return false;
    waiting.delete(requestId);
    asked.state = approves ? "approved" : "declined";
    decided(approves);
    events.publish({ kind: "cleared" });
    return true;
  };

  return {
    now,
    pair(owner, pairing) {
      const phone = phones.get(owner.of);
      if (phone) phone.pairings.push(pairing);
      else {
        phones.set(owner.of, {
          ...owner,
          pairings: [pairing],
          messages: [],
          calls: [],
          requests: [],
          pictures: [],
        });
        for (const oldest of phones.keys()) {
          if (phones.size <= phonesKept) break;
          phones.delete(oldest);
        }
      }
      events.publish({ kind: "cleared" });
    },
    find: (of) => (phones.has(of) ? age(phones.get(of) as Phone) : null),
    all: () => [...phones.values()].reverse().map(age),
    text(of, from, text) {
      const phone = held(of);
      add(phone.messages, { id: randomUUID(), from, text, receivedAt: new Date(now()) });
      tell(phone, `text message from ${from}`);
    },
    call: (of, from, spoken) => void ring(held(of), from, spoken, false),
    ask: (of, ask) => request(held(of), ask, null),
    callAndAsk(of, spoken, ask) {
      const phone = held(of);
      return request(phone, ask, ring(phone, ask.from, spoken, true).id);
    },
    show(of, from, png) {
      const phone = held(of);
      add(phone.pictures, { id: randomUUID(), from, png, shownAt: new Date(now()) });
      tell(phone, `${from} shows a picture to scan`);
    },
    pickUp(of, callId, takes) {
      const call = phones.get(of) && age(phones.get(of) as Phone).calls.find(({ id }) => id === callId);
      if (call?.state !== "ringing") return false;
      call.state = takes ? "answered" : "declined";
      events.publish({ kind: "cleared" });
      return true;
    },
    decide,
    scan(of, png) {
      const keys = (phones.get(of)?.pairings ?? []).flatMap(({ cameraKey }) => cameraKey ?? []);
      return scanPicture(png, keys);
    },
  };
}

export interface ShownCode {
  readonly from: string;
  readonly code: string;
  readonly until: Date;
}

export function authenticatorCodes(phone: Phone, now: number): readonly ShownCode[] {
  const step = stepAt(now);
  return phone.pairings.flatMap(({ from, totpSecret }) =>
    totpSecret ? [{ from, code: totpCode(totpSecret, step), until: new Date((step + 1) * totpStepMs) }] : [],
  );
}

export interface Token {
  readonly from: string;
  readonly key: Buffer;
}

export const tokensOf = (phone: Phone): readonly Token[] =>
  phone.pairings.flatMap(({ from, tokenKey }) => (tokenKey ? [{ from, key: tokenKey }] : []));

export const answerOfToken = (token: Token, startNumber: string): string => tokenCode(token.key, startNumber);
