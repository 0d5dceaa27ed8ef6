import { TextLink } from "#components/ui/text-link.tsx";
import type { WealthNames } from "./names.ts";

/** An account by its name, leading to its page where it has one. */
export function AccountLink({
  accountId,
  names,
}: {
  readonly accountId: string;
  readonly names: WealthNames;
}) {
  const path = names.accountPath(accountId);
  const name = names.accountName(accountId);
  return path ? <TextLink href={path}>{name}</TextLink> : name;
}
