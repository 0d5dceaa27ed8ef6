import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";

/** The protected header of sealed tokens (Lock A): a type of its own, so that they are never taken for a credential. */
export const tokenHeaderSchema = z.strictObject({
  alg: z.literal("RSA-OAEP-256"),
  enc: z.literal("A256GCM"),
  typ: z.literal("licet-tokens+jwe"),
  kid: z.string().regex(/^[1-9][0-9]{0,9}$/),
  tenant: idSchema("ten"),
  connection: idSchema("cnx"),
  institution: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
});
export type TokenHeader = z.output<typeof tokenHeaderSchema>;
