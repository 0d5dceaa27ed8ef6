import type { ReactNode } from "react";

import type { FirmView, ViewerView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { Locale } from "#lib/kernel/locale.ts";

export interface PublicShellProps {
  /** `null` before anyone knows whose page this is: Licet's own name stands there. */
  readonly firm: FirmView | null;
  /** Field: `locale`. */
  readonly changeLocale: FormAction;
  readonly locale: Locale;
  readonly children: ReactNode;
}

export interface ShellProps {
  readonly viewer: ViewerView;
  /** The path of the page shown, to mark it in the navigation. */
  readonly current: string;
  readonly signOut: FormAction;
  /** Field: `locale`. */
  readonly changeLocale: FormAction;
  readonly locale: Locale;
  readonly children: ReactNode;
}
