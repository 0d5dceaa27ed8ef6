import { expect, test } from "vitest";

import { constraintText } from "./platform-constraints.ts";

const texts = {
  required: "required",
  email: "email",
  tooLong: "long",
  tooShort: "short",
  invalid: "invalid",
};
const valid = { valid: true, valueMissing: false, typeMismatch: false, tooLong: false, tooShort: false };
const wrong = (what: Partial<typeof valid>) => ({ ...valid, valid: false, ...what });

test.each([
  [valid, "email", null],
  [wrong({ valueMissing: true }), "email", "required"],
  [wrong({ typeMismatch: true }), "email", "email"],
  [wrong({ typeMismatch: true }), "url", "invalid"],
  [wrong({ tooLong: true }), "text", "long"],
  [wrong({ tooShort: true }), "text", "short"],
  [wrong({}), "text", "invalid"],
])("the browser's own finding %o on an input of type %s reads: %s", (validity, type, said) => {
  expect(constraintText(validity, type, texts)).toBe(said);
});
