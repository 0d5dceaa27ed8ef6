import "server-only";

import { authorisationChannel } from "#lib/authorisation/channel.ts";
import { listen } from "#lib/db/listen.ts";
import type { Notices } from "./authorisation-messages.ts";
import { pools } from "./pools.ts";

interface Hub {
  readonly onlookers: Map<string, Set<() => void>>;
}

/** One listener a process, however many look on: the bundles of one build share it. */
const shared = globalThis as typeof globalThis & { licetAuthorisationHub?: Hub };

function hub(): Hub {
  if (shared.licetAuthorisationHub) return shared.licetAuthorisationHub;
  const onlookers: Hub["onlookers"] = new Map();
  const wake = (those: Iterable<() => void>) => {
    for (const one of those) one();
  };
  listen(pools().data, authorisationChannel, {
    notice: (authorisationId) => wake(onlookers.get(authorisationId) ?? []),
    // Whatever was missed is looked at now; while nothing is heard everybody looks once a second all the same.
    connected: () => wake([...onlookers.values()].flatMap((those) => [...those])),
    broken: () => {},
  });
  shared.licetAuthorisationHub = { onlookers };
  return shared.licetAuthorisationHub;
}

export function noticesOf(authorisationId: string): Notices {
  const { onlookers } = hub();
  let isDue = false;
  let wake = () => {};
  const notice = () => {
    isDue = true;
    wake();
  };
  const those = onlookers.get(authorisationId) ?? new Set();
  onlookers.set(authorisationId, those.add(notice));
  return {
    async next(ms) {
      if (!isDue) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        wake = resolve;
        await promise;
        clearTimeout(timer);
      }
      isDue = false;
    },
    close() {
      those.delete(notice);
      if (those.size === 0) onlookers.delete(authorisationId);
      wake();
    },
  };
}
