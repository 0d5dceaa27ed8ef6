import { createHash } from "node:crypto";

import type { CallerLayout, KeyLayout, Layout, RingLayout } from "./layout.ts";
import { keyName, type Target } from "./names.ts";
import { type Grant, uses } from "./purpose.ts";
import { notFound, permissionDenied, resourceExhausted, unauthenticated } from "./status.ts";

/** What a method asks of its caller: a grant on the key, or to administer its ring. */
export type Right = Grant | "administer";

export interface Access {
  /** Who the bearer token of an `authorization` header belongs to. */
  authenticate(authorization: string | undefined): string;
  /** Takes one call from what the caller has left in this minute. */
  spend(caller: string): void;
  /** Refuses in the words and the order of the service; `permission` is the service's name of the right. */
  authorise(caller: string, right: Right, permission: string, target: Target): void;
}

const minuteMs = 60_000;

export function createAccess(layout: Layout, now: () => number): Access {
  const byToken = new Map(layout.callers.map((caller) => [digest(caller.token), caller.name]));
  const callers = new Map(layout.callers.map((caller) => [caller.name, caller]));
  const rings = new Map(layout.rings.map((ring) => [ring.name, ring]));
  const spent = new Map<string, { readonly since: number; count: number }>();

  return {
    authenticate: (authorization) => {
      const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
      // Tokens are looked up by their hash, so that the time of the look-up tells nothing of them.
      const caller = token && byToken.get(digest(token));
      if (!caller) throw unauthenticated();
      return caller;
    },

    spend: (caller) => {
      const { requestsPerMinute } = callers.get(caller) as CallerLayout;
      const minute = spent.get(caller);
      const current = minute && now() - minute.since < minuteMs ? minute : { since: now(), count: 0 };
      spent.set(caller, current);
      if (current.count >= requestsPerMinute) throw resourceExhausted(caller);
      current.count += 1;
    },

    authorise: (caller, right, permission, target) => {
      const ring = rings.get(target.ring);
      if (!ring || !hasSomethingIn(ring, caller)) throw permissionDenied(permission, target.name);
      if (target.key === null) {
        if (!mayInRing(ring, caller, right)) throw permissionDenied(permission, target.name);
        return;
      }
      const key = ring.keys.find(({ name }) => keyName(ring.name, name) === target.key);
      if (!key) throw notFound("CryptoKey", target.key);
      if (!mayInRing(ring, caller, right) && !mayWithKey(key, caller, right)) {
        throw permissionDenied(permission, target.name);
      }
    },
  };
}

/** An administrator also sees the metadata, and nothing of what needs the key itself or its public half. */
function mayInRing(ring: RingLayout, caller: string, right: Right): boolean {
  if (right !== "administer" && right !== "view") return false;
  const named = right === "view" ? [...ring.administrators, ...ring.viewers] : ring.administrators;
  return named.includes(caller);
}

const mayWithKey = (key: KeyLayout, caller: string, right: Right): boolean =>
  right !== "administer" && key.grants[right].includes(caller);

function hasSomethingIn(ring: RingLayout, caller: string): boolean {
  const rights: readonly Grant[] = [...uses, "viewPublicKey", "view"];
  return (
    mayInRing(ring, caller, "view") ||
    ring.keys.some((key) => rights.some((right) => mayWithKey(key, caller, right)))
  );
}

const digest = (token: string): string => createHash("sha256").update(token).digest("base64");
