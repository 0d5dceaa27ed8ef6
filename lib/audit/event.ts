import { z } from "zod";

/** Something that happened, in the past tense, with facts and nothing personal. */
export interface AuditEvent<Type extends string = string, Facts = unknown> {
  readonly type: Type;
  readonly facts: Facts;
  /** What it happened to, if not only to the actor. */
  readonly subjectId: string | null;
}

type Fact = z.ZodType<string | number | boolean | null | readonly string[]>;

/**
 * Declares one kind of audit event. Facts are strict and flat: an unlisted key throws, which keeps a
 * credential or a name from riding along in a spread object. `subject` names the fact that it happened to.
 */
export function auditEvent<Type extends `${string}.${string}`, Shape extends Record<string, Fact>>(
  type: Type,
  shape: Shape,
  subject?: keyof Shape & string,
) {
  const schema = z.strictObject(shape);
  return (facts: z.input<typeof schema>): AuditEvent<Type, z.output<typeof schema>> => {
    const parsed = schema.parse(facts);
    const about = subject ? (parsed as Record<string, unknown>)[subject] : null;
    return { type, facts: parsed, subjectId: typeof about === "string" ? about : null };
  };
}
