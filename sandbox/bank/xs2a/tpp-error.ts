/** A refusal as the specification words it. `text` is for people; callers go by status and code. */
export class TppError extends Error {
  readonly status: number;
  readonly code: string;
  readonly path: string | null;
  readonly links: Readonly<Record<string, { readonly href: string }>> | null;
  constructor(
    status: number,
    code: string,
    text: string,
    more: { readonly path?: string; readonly links?: TppError["links"] } = {},
  ) {
    super(text);
    this.name = "TppError";
    this.status = status;
    this.code = code;
    this.path = more.path ?? null;
    this.links = more.links ?? null;
  }
}

export const formatError = (text: string, path?: string): TppError =>
  new TppError(400, "FORMAT_ERROR", text, path === undefined ? {} : { path });

export function errorBody({ code, message, path, links }: TppError): object {
  return {
    tppMessages: [{ category: "ERROR", code, ...(path === null ? {} : { path }), text: message }],
    ...(links === null ? {} : { _links: links }),
  };
}
