import "server-only";

import type { Locale } from "#lib/kernel/locale.ts";
import { describeProvider } from "#lib/parties/describe-provider.ts";
import type { ProviderView } from "#lib/parties/view.ts";
import { sharedProvider } from "./shared-provider.ts";

/** Who runs this installation, and who works for them in a region, or in all of them. */
export const providerIn = (locale: Locale, region: string | null): ProviderView =>
  describeProvider(sharedProvider(), locale, region);
