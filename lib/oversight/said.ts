import type { NamedPerson } from "#lib/identity/list-names.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { StaffAct } from "./oversight.ts";
import type { NamedView, SaidView } from "./view.ts";

export type Named = (personId: PersonId) => NamedView;

export const namesOf =
  (names: ReadonlyMap<PersonId, NamedPerson>): Named =>
  (personId) => ({ id: personId, name: names.get(personId)?.name ?? null });

export const said = ({ by, at }: { readonly by: PersonId; readonly at: Date }, named: Named): SaidView => ({
  by: named(by),
  at: at.toISOString(),
});

/** Who said something about an act. */
export const peopleOf = ({ proposed, decided, stopped }: StaffAct): readonly PersonId[] =>
  [proposed, decided, stopped].flatMap((one) => (one ? [one.by] : []));
