import type { Locale } from "#lib/kernel/locale.ts";
import type { Provider } from "./provider-file.ts";
import type { ProviderView } from "./view.ts";

/**
 * The provider as a reader sees it. Somebody whose firm keeps its data in one region reads of the companies that work
 * there, and everybody else of all of them.
 */
export function describeProvider(provider: Provider, locale: Locale, region: string | null): ProviderView {
  const { name, demonstration, registration, address, mail, phone, dpo, complaints, subProcessors } =
    provider;
  return {
    ...{ name, address, mail, phone: phone ?? null },
    isDemonstration: demonstration,
    registration: { ...registration, page: registration.page ?? null },
    dpo: { name: dpo.name ?? null, mail: dpo.mail },
    complaints: { mail: complaints.mail, page: complaints.page ?? null },
    subProcessors: subProcessors
      .filter(({ regions }) => region === null || regions.includes(region))
      .map(({ name, what, regions }) => ({ name, what: what[locale], regions })),
  };
}
