import { Button } from "#components/ui/button.tsx";
import type { ButtonVariant } from "#components/ui/button-class.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";

export interface OidcFormProps {
  readonly href: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly next: string | null;
  readonly label: string;
  readonly variant: ButtonVariant;
}

/** Leads to the firm's own sign-in page: a plain form, since the answer is another site. */
export function OidcForm({ href, fields, next, label, variant }: OidcFormProps) {
  return (
    <form method="post" action={href}>
      <HiddenFields values={{ ...fields, callbackUrl: next }} />
      <Button variant={variant} wide>
        {label}
      </Button>
    </form>
  );
}
