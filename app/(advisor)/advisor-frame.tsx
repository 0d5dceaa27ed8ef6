import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import type { ShellProps } from "#components/shell/shell-props.ts";

/** A page of the advisor's face, with what can be done from each: to leave, and to read it in another language. */
export function AdvisorFrame(props: Omit<ShellProps, "signOut" | "changeLocale">) {
  return <AdvisorShell {...props} signOut={signOutAction} changeLocale={changeLocaleAction} />;
}
