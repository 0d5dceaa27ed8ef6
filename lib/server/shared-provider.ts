import type { Provider } from "#lib/parties/provider-file.ts";

/** One a process: the bundles of a build share what the process read before it began to listen. */
const shared = globalThis as typeof globalThis & { licetProvider?: Provider };

export function shareProvider(provider: Provider): void {
  shared.licetProvider = provider;
}

export function sharedProvider(): Provider {
  if (!shared.licetProvider) throw new Error("the provider’s file is read when the web process starts");
  return shared.licetProvider;
}
