import type { Locale } from "#lib/kernel/locale.ts";
import type en from "./messages/en.json";

/** English is the shape of all texts: a key that does not exist there fails the type check. */
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en;
  }
}
