export interface ConsentTextProps {
  /** Headings, paragraphs and lists in the form of Markdown, as they are hashed. */
  readonly text: string;
  readonly locale: string;
}

/**
 * The words that are agreed to, and nothing else. Each block is one element, and the words of each are one text, so
 * that the bytes that were hashed can be put together again from the page: `h2` is `# `, `h3` is `## `, `h4` is `### `,
 * `li` is `- `, blocks are set apart by an empty line, and the last one ends with a line end.
 */
export function ConsentText({ text, locale }: ConsentTextProps) {
  const blocks = text.replace(/\n$/, "").split("\n\n");
  return (
    <article lang={locale} data-consent-text="" className="max-w-[38rem] space-y-3 font-serif">
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text that was shown never changes.
        <Block key={at} block={block} />
      ))}
    </article>
  );
}

function Block({ block }: { readonly block: string }) {
  const [, hashes, words = ""] = /^(#{1,3}) (.*)$/s.exec(block) ?? [];
  switch (hashes?.length) {
    case 1:
      return <h2 className="text-heading">{words}</h2>;
    case 2:
      return <h3 className="pt-4 text-title">{words}</h3>;
    case 3:
      return <h4 className="pt-1 font-semibold">{words}</h4>;
    default:
      return block.startsWith("- ") ? <List lines={block.split("\n")} /> : <p>{block}</p>;
  }
}

function List({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul className="list-disc space-y-1 pl-5">
      {lines.map((line) => (
        <li key={line}>{line.slice("- ".length)}</li>
      ))}
    </ul>
  );
}
