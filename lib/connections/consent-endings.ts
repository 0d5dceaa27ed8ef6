import type { Listener, Listening } from "#lib/db/listen.ts";

/** Why what was going on under a consent has to leave off. */
export class EndedMeanwhileError extends Error {
  constructor() {
    super("the consent or the connection has ended meanwhile");
    this.name = "EndedMeanwhileError";
  }
}

export interface Watched extends Disposable {
  /** Aborts with an `EndedMeanwhileError`. */
  readonly signal: AbortSignal;
}

/** Who ends a consent or a connection tells its identifier; whoever works under it hears so here, in any worker. */
export interface ConsentEndings {
  /**
   * Aborts when one of the identifiers is told. `isOver` is asked at the beginning, and every second as long as nothing
   * can be heard: a notice that was missed is not made up for. What it throws is taken for a no.
   */
  watch(identifiers: readonly string[], isOver: () => Promise<boolean>): Watched;
  close(): Promise<void>;
}

/** Told by the trigger on consents (drizzle/data/0019_connections.sql) and by whoever ends a connection. */
export const endingsChannel = "licet_consent_ended";

const askEveryMs = 1_000;

interface Watch {
  readonly identifiers: ReadonlySet<string>;
  readonly isOver: () => Promise<boolean>;
  readonly ended: AbortController;
}

/** `listen` hears the channel on a connection of its own. */
export function watchConsentEndings(listen: (listener: Listener) => Listening): ConsentEndings {
  const watches = new Set<Watch>();
  let isDeaf = true;
  const ask = async ({ isOver, ended }: Watch) => {
    if (await isOver().catch(() => false)) ended.abort(new EndedMeanwhileError());
  };
  const askAll = () => {
    for (const watch of watches) void ask(watch);
  };
  const listening = listen({
    notice: (told) => {
      for (const { identifiers, ended } of watches) {
        if (identifiers.has(told)) ended.abort(new EndedMeanwhileError());
      }
    },
    connected: () => {
      isDeaf = false;
      askAll();
    },
    broken: () => {
      isDeaf = true;
    },
  });
  const timer = setInterval(() => {
    if (isDeaf) askAll();
  }, askEveryMs);

  return {
    watch(identifiers, isOver) {
      const watch = { identifiers: new Set(identifiers), isOver, ended: new AbortController() };
      watches.add(watch);
      void ask(watch);
      return { signal: watch.ended.signal, [Symbol.dispose]: () => void watches.delete(watch) };
    },
    async close() {
      clearInterval(timer);
      await listening.close();
    },
  };
}
