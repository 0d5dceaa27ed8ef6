/** The colour that a part has in its picture, beside its name. */
export function Swatch({ fill }: { readonly fill: string }) {
  return (
    <svg aria-hidden="true" className="inline-block size-3.5 shrink-0 self-center" viewBox="0 0 14 14">
      <rect width="14" height="14" rx="2" className={fill} />
    </svg>
  );
}
