import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import type { ShellProps } from "#components/shell/shell-props.ts";

/** A page of the console, with what can be done from each: to leave, and to read it in another language. */
export function ConsoleFrame(props: Omit<ShellProps, "signOut" | "changeLocale">) {
  return <ConsoleShell {...props} signOut={signOutAction} changeLocale={changeLocaleAction} />;
}
