import type { Banner } from "./banner-repository.ts";
import type { SetBannerView } from "./view.ts";

export const toBannerView = (
  { institutionId: _, until, setAt, ...banner }: Banner,
  now: Date,
): SetBannerView => ({
  ...banner,
  until: until.toISOString(),
  setAt: setAt.toISOString(),
  isOver: until <= now,
});
