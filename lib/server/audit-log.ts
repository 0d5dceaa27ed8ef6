import "server-only";

import { readCheckpoint } from "#lib/audit/read-checkpoint.ts";
import { readConsistencyProof } from "#lib/audit/read-consistency-proof.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { visitorContext } from "./context.ts";

/** The audit log as it is shown to everybody: what was signed of it last, and that it continues what was signed before. */

export const readPublishedCheckpoint = async (): Promise<string> =>
  readCheckpoint(await visitorContext(), webConfig().auditOrigin);

export const readPublishedConsistency = async (held: number): Promise<string> =>
  readConsistencyProof(await visitorContext(), webConfig().auditOrigin, held);
