import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import type { ShellProps } from "#components/shell/shell-props.ts";

/** A page of the portal, with what can be done from each: to leave, and to read it in another language. */
export function PortalFrame(props: Omit<ShellProps, "signOut" | "changeLocale">) {
  return <PortalShell {...props} signOut={signOutAction} changeLocale={changeLocaleAction} />;
}
