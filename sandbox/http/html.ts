/** Markup that is safe to send: only `html` makes it, and `html` escapes every value it is given. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Renderable = Html | string | number | false | null | readonly Renderable[];

/** Builds markup from a template. Strings are escaped for text and for quoted attributes; lists are joined. */
export function html(literals: TemplateStringsArray, ...values: readonly Renderable[]): Html {
  return new Html(
    literals.reduce((markup, literal, at) => markup + render(values[at - 1] ?? null) + literal),
  );
}

function render(value: Renderable): string {
  if (value instanceof Html) return value.markup;
  if (value === null || value === false) return "";
  if (typeof value === "object") return value.map(render).join("");
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
