/** A KMS key version as `ring/key/version`; the whole name stands on the page of the keys. */
export const shortKeyVersion = (name: string): string => {
  const parts = name.split("/");
  return [parts.at(-3), parts.at(-1)].filter(Boolean).join(" / ");
};
