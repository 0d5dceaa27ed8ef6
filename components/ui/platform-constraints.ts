import type { FieldErrors, FieldValues, Resolver } from "react-hook-form";

import type { FormTexts } from "./form-texts.ts";

type ConstraintTexts = Pick<FormTexts, "required" | "email" | "tooLong" | "tooShort" | "invalid">;
type Constraints = Pick<ValidityState, "valid" | "valueMissing" | "typeMismatch" | "tooLong" | "tooShort">;

/** What to say about an input that the browser holds invalid, or `null`. */
export function constraintText(validity: Constraints, type: string, texts: ConstraintTexts): string | null {
  if (validity.valid) return null;
  if (validity.valueMissing) return texts.required;
  if (validity.typeMismatch && type === "email") return texts.email;
  if (validity.tooLong) return texts.tooLong;
  if (validity.tooShort) return texts.tooShort;
  return texts.invalid;
}

/**
 * Lets react-hook-form ask the inputs themselves, so that the rules stand in the HTML once and hold without script
 * too. The server has the last word in any case.
 */
export function platformConstraints(texts: ConstraintTexts): Resolver<FieldValues> {
  return (values, _context, { fields }) => {
    const errors: FieldErrors = {};
    for (const [name, field] of Object.entries(fields)) {
      const input = field?.ref;
      if (!(input instanceof HTMLInputElement)) continue;
      const message = constraintText(input.validity, input.type, texts);
      if (message) errors[name] = { type: "constraint", message, ref: input };
    }
    return Object.keys(errors).length > 0 ? { values: {}, errors } : { values, errors: {} };
  };
}
