export interface CallCount {
  readonly caller: string;
  readonly method: string;
  /** The key that was asked about; empty for a whole ring or a name that is none. */
  readonly key: string;
  /** `OK` or the name of the gRPC status. */
  readonly status: string;
  readonly count: number;
}

type Counted = Omit<CallCount, "count">;

export interface CallCounts {
  add(call: Counted): void;
  list(): readonly CallCount[];
  clear(): void;
}

export function createCallCounts(): CallCounts {
  const counts = new Map<string, CallCount>();
  return {
    add: (call) => {
      const { caller, method, key, status } = call;
      const id = JSON.stringify([caller, method, key, status]);
      counts.set(id, { caller, method, key, status, count: (counts.get(id)?.count ?? 0) + 1 });
    },
    list: () => [...counts.values()],
    clear: () => counts.clear(),
  };
}
