import type { Service } from "./processes.ts";

/** The services of one stack. They start side by side; if one part fails, the rest is stopped before anyone hears of it. */
export class Crew {
  readonly signal: AbortSignal;
  readonly #failed = new AbortController();
  readonly #services = new Set<Service>();
  readonly #pending: Promise<unknown>[] = [];
  readonly #stopOrder: readonly (readonly string[])[];

  constructor(stopOrder: readonly (readonly string[])[], signal: AbortSignal | undefined) {
    this.#stopOrder = stopOrder;
    this.signal = AbortSignal.any([this.#failed.signal, ...(signal ? [signal] : [])]);
  }

  add(service: Service): Service {
    this.#services.add(service);
    return service;
  }

  /** Work that goes on while its caller does something else; its failure is met where it is awaited. */
  aside<T>(work: Promise<T>): Promise<T> {
    this.#pending.push(work.catch(() => {}));
    return work;
  }

  ended(): Service | undefined {
    return [...this.#services].find((service) => service.hasEnded());
  }

  /** Settles with the first service that ends. */
  firstToEnd(): Promise<Service> {
    return Promise.race([...this.#services].map((service) => service.ended.then(() => service)));
  }

  async stop(): Promise<void> {
    for (const names of this.#stopOrder) {
      const layer = [...this.#services].filter((service) => names.includes(service.name));
      await Promise.all(layer.map((service) => service.stop()));
    }
  }

  /** Ends a start that cannot succeed any more, with everything that it has begun. */
  async giveUp(): Promise<void> {
    this.#failed.abort();
    await Promise.all(this.#pending);
    await this.stop();
  }
}
