import { standingOf } from "./erasure.ts";
import type { StoredErasure } from "./repository.ts";
import type { ErasureView } from "./view.ts";

export const toErasureView = ({ erasure, obligations }: StoredErasure): ErasureView => ({
  reference: erasure.erasureId,
  investorId: erasure.investorId,
  begunAt: erasure.begunAt.toISOString(),
  completedAt: erasure.completedAt?.toISOString() ?? null,
  evidenceUntil: erasure.evidenceUntil.toISOString(),
  standing: standingOf(obligations),
  obligations: obligations.map(({ kind, subjectId, state, reason, until, settledAt }) => ({
    ...{ kind, about: subjectId, state, reason },
    until: until?.toISOString() ?? null,
    settledAt: settledAt?.toISOString() ?? null,
  })),
});
