import { useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import { ClientStanding, ClientStandingDay } from "./client-standing.tsx";

/** Every consent of a client that names the viewer, how it stands and what it covers. */
export function ClientConsents({ consents }: { readonly consents: readonly ConsentView[] }) {
  const t = useTranslations("clients");
  const receipt = useTranslations("receipt");
  return (
    <Section title={t("consents")}>
      <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
        {consents.map((consent) => (
          <li key={consent.id} className="space-y-1 px-4 py-4 sm:px-5">
            <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <ClientStanding consent={consent} />
              <span className="text-quiet text-small">
                <ClientStandingDay consent={consent} />
              </span>
            </p>
            <p className="text-small">
              {consent.clusters.map(({ cluster }) => receipt(`categories.${cluster}`)).join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
