import type { DialogStep } from "#lib/aspsp/dialog.ts";
import type { CredentialField } from "#lib/institutions/institution-entry.ts";

/** What somebody who tries a bank says. */
export type Said =
  | { readonly kind: "method"; readonly methodId: string }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "redirected"; readonly url: string }
  | { readonly kind: "poll" | "cancel" };

export type Report = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Who sits on the other side: a script that reads and writes lines of JSON, or a person at a terminal. */
export interface Side {
  readonly credentials: (fields: readonly CredentialField[]) => Promise<Readonly<Record<string, string>>>;
  readonly show: (report: Report) => void;
  readonly answer: (step: DialogStep) => Promise<Said>;
  readonly close: () => void;
}

/** What was said does not fit what was asked. The message says what is wanted and repeats nothing. */
export class Misunderstood extends Error {
  override readonly name = "Misunderstood";
}

/** A step without its place in the dialog, and its picture as text. */
export function shown(step: DialogStep): Report {
  const {
    dialog: _place,
    grant: _grant,
    image,
    ...rest
  } = { image: null, dialog: null, grant: null, ...step };
  const picture = image as { mediaType: string; bytes: Uint8Array } | null;
  if (!picture) return rest as Report;
  return {
    ...(rest as Report),
    image: { mediaType: picture.mediaType, base64: Buffer.from(picture.bytes).toString("base64") },
  };
}
