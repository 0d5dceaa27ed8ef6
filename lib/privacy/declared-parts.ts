import { readOwnDeclared } from "#lib/portfolio/read-own-declared.ts";
import type { ExportPart } from "./export-part.ts";

/** What the person wrote down of what no bank keeps: a row for each value of each thing. */
export const ownAssetsPart: ExportPart = {
  name: "ownAssets",
  columns: ["id", "kind", "name", "currency", "share", "day", "amount"],
  async *read({ ctx, keys }) {
    const { assets } = await readOwnDeclared(ctx, keys);
    for (const { assetId: id, kind, name, currency, share, valuations } of assets) {
      for (const { day, amount } of valuations) {
        yield { row: { id, kind, name, currency, share, day, amount } };
      }
    }
  },
};

/** How much of an account counts as theirs, where they said so. */
export const ownSharesPart: ExportPart = {
  name: "ownShares",
  columns: ["accountId", "share"],
  async *read({ ctx, keys }) {
    const { shares } = await readOwnDeclared(ctx, keys);
    for (const [accountId, { share }] of shares) yield { row: { accountId, share } };
  },
};
