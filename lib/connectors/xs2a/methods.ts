import { z } from "zod";
import { optional, optionalText, text } from "#lib/aspsp/answer-fields.ts";
import type { MethodKind, ScaMethod } from "#lib/aspsp/dialog.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";

export const methodSchema = z
  .object({
    authenticationType: optionalText,
    authenticationMethodId: text.min(1),
    name: optionalText,
    explanation: optionalText,
  })
  .transform(({ authenticationType, authenticationMethodId, name, explanation }): ScaMethod => {
    const type = authenticationType ?? "";
    return {
      id: authenticationMethodId,
      kind: kindOf(type),
      name: toShownText(name ?? type, 140) ?? authenticationMethodId.slice(0, 140),
      explanation: explanation === null ? null : toShownText(explanation, 500),
    };
  });

export const methodsSchema = optional(z.array(methodSchema).max(50)).transform((methods) => methods ?? []);

/** Some banks say which method it is with an object that names none. */
export const chosenMethodSchema = optional(methodSchema.nullable().catch(null));

/** The standard's list is open: a type that is not on it is known by what it says. */
function kindOf(type: string): MethodKind {
  const said = type.toUpperCase();
  if (said.includes("SMS")) return "sms";
  if (said.includes("CALL") || said.includes("VOICE")) return "call";
  if (said.includes("TOTP")) return "totp";
  if (said.includes("MAIL") || said.includes("SMTP")) return "mail";
  if (said.includes("PHOTO") || said.includes("QR")) return "picture";
  if (said.includes("PUSH") || said.includes("APP")) return "app";
  return said.includes("CHIP") || said.includes("TOKEN") ? "token" : "other";
}
