import { z } from "zod";
import { AppError } from "#lib/kernel/errors.ts";
import { type AccountId, type AssetId, idSchema } from "#lib/kernel/id.ts";
import { currencySchema, decimalSchema } from "#lib/kernel/money.ts";
import type { Declaration } from "#lib/records/declarations.ts";
import { type ManualAsset, manualAssetKinds } from "./holdings.ts";

export const mostAssets = 100;
export const mostValuations = 500;
export const longestName = 120;

export type Valuation = ManualAsset["valuations"][number];
/** A thing as its owner wrote it down, without its identifier. */
export type AssetFacts = Omit<ManualAsset, "assetId">;

/** With the version in which it is there: whoever changes it says which one they saw. */
export interface DeclaredAsset extends ManualAsset {
  readonly assetId: AssetId;
  readonly version: number;
}

export interface DeclaredShare {
  readonly share: string;
  readonly version: number;
}

/** All that an investor says of their wealth themselves. */
export interface Declared {
  readonly assets: readonly DeclaredAsset[];
  readonly shares: ReadonlyMap<AccountId, DeclaredShare>;
}

const share = decimalSchema;
const day = z.iso.date();
const asset = z.strictObject({
  format: z.literal(1),
  kind: z.enum(manualAssetKinds),
  name: z.string().min(1),
  currency: currencySchema,
  share: share.nullable(),
  valuations: z.array(z.strictObject({ day, amount: decimalSchema })).min(1),
});
const accountShare = z.strictObject({ format: z.literal(1), share });

export const assetContent = (facts: AssetFacts): z.output<typeof asset> => ({
  format: 1,
  ...facts,
  valuations: [...facts.valuations],
});
export const shareContent = (value: string): z.output<typeof accountShare> => ({ format: 1, share: value });

export function toAsset({ subjectId, version, content }: Declaration): DeclaredAsset {
  const { format: _, ...facts } = understood(asset, subjectId, content);
  return { assetId: idSchema("ast").parse(subjectId), version, ...facts };
}

export const toShare = ({ subjectId, version, content }: Declaration): DeclaredShare => ({
  share: understood(accountShare, subjectId, content).share,
  version,
});

/** What is sealed was written by us: what is not understood was written by a later build, and is never half read. */
function understood<T>(schema: z.ZodType<T>, subjectId: string, content: unknown): T {
  const found = schema.safeParse(content);
  if (!found.success) throw new AppError("records.unopenable", { subjectId, reason: "malformedContent" });
  return found.data;
}

/** Each declaration is of a thing or of an account, as its subject says. */
export function toDeclared(declarations: readonly Declaration[]): Declared {
  const assets: DeclaredAsset[] = [];
  const shares = new Map<AccountId, DeclaredShare>();
  for (const declaration of declarations) {
    const account = idSchema("acc").safeParse(declaration.subjectId);
    if (account.success) shares.set(account.data, toShare(declaration));
    else assets.push(toAsset(declaration));
  }
  return { assets: assets.toSorted(byName), shares };
}

const byName = (one: DeclaredAsset, other: DeclaredAsset): number =>
  one.name === other.name ? (one.assetId < other.assetId ? -1 : 1) : one.name < other.name ? -1 : 1;

/** The newest first; what is said of a day takes the place of what was said of it before. */
export const withValuation = (before: readonly Valuation[], added: Valuation): readonly Valuation[] =>
  [...before.filter((one) => one.day !== added.day), added].toSorted((one, other) =>
    one.day < other.day ? 1 : -1,
  );
