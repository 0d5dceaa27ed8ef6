import type { DrawnPart } from "./parts.ts";

const gap = 0.25;

/** One whole as one bar, with its parts beside each other. The words beneath it say the same. */
export function ShareBar({ parts }: { readonly parts: readonly DrawnPart[] }) {
  return (
    <svg aria-hidden="true" className="block h-5 w-full">
      {parts.map(({ key, fill, from, length }) =>
        length > 0 ? (
          <rect
            key={key}
            x={`${from}%`}
            width={`${Math.max(length - gap, 0.1)}%`}
            height="20"
            className={fill}
          />
        ) : null,
      )}
    </svg>
  );
}
