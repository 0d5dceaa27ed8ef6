import { z } from "zod";
import { inEveryLanguage, line, yesOrNo } from "#lib/files/operator-values.ts";
import { connectionSchema, unknownFields } from "./connection-entry.ts";
import { isBic, isCountry } from "./country.ts";
import { autocompletes, fieldFormats } from "./field-view.ts";
import { institutionStates } from "./view.ts";

const oneOf = (values: readonly string[]) => ({ error: `wants one of ${values.join(", ")}` });

const count = (least: number, most: number) => {
  const wants = { error: `wants a whole number from ${least} to ${most}` };
  return z.int(wants).min(least, wants).max(most, wants);
};

/** One thing that the bank asks for when somebody signs in. */
const credentialField = z
  .strictObject(
    {
      id: z.string({ error: "wants a name" }).regex(/^[a-z][a-zA-Z0-9]{0,31}$/, {
        error: "wants letters and digits, beginning with a small letter",
      }),
      label: inEveryLanguage(60),
      help: inEveryLanguage(200).optional(),
      /** Hidden while it is typed. */
      secret: yesOrNo,
      /** Tells one access at this bank from another: a user name, a contract number. */
      identifying: yesOrNo,
      format: z.enum(fieldFormats, oneOf(fieldFormats)),
      minLength: count(1, 256),
      maxLength: count(1, 256),
      autocomplete: z.enum(autocompletes, oneOf(autocompletes)).default("off"),
    },
    { error: "wants the settings of a field" },
  )
  .refine(({ minLength, maxLength }) => minLength <= maxLength, {
    path: ["minLength"],
    error: "is more than maxLength",
  })
  .refine(({ secret, identifying }) => !(secret && identifying), {
    path: ["identifying"],
    error: "cannot be true of a secret field: what names an access is not its secret",
  });

/** Looked at even where something else is wrong, so that all problems are said at once. */
const always = { when: () => true };

const repeated = (list: unknown): readonly string[] => {
  const ids: unknown[] = Array.isArray(list) ? list.map((entry) => entry?.id) : [];
  return ids.filter((id, at): id is string => typeof id === "string" && ids.indexOf(id) < at);
};

/** A rule for lists of things with an `id`. */
export const withoutRepeats = <Entry>(list: z.ZodType<Entry[]>) =>
  list.refine((entries) => repeated(entries).length === 0, {
    ...always,
    error: ({ input }) => `has more than one entry of the id ${repeated(input).join(", ")}`,
  });

const credentialFields = withoutRepeats(
  z
    .array(credentialField, { error: "wants a list of fields" })
    .min(1, { error: "wants at least one field" })
    .max(8, { error: "wants at most eight fields" }),
).refine((fields) => !Array.isArray(fields) || fields.some((field) => field?.identifying === true), {
  ...always,
  error: "wants one field that is identifying",
});

/** Where other banks have a page, the list of all has its file. */
const bankListFile = "export";

/** A page lists twenty banks and more. */
const longestLogo = 8_192;

/** One bank as the operator describes it. Strict: a setting that this version does not know is an error. */
export const institutionSchema = z
  .strictObject(
    {
      id: z
        .string({ error: "wants a name" })
        .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: "wants small letters, digits and hyphens, at most 63" })
        .refine((id) => id !== bankListFile, { error: "wants another name than a page's" }),
      name: line(80),
      legalName: line(120),
      /** A picture within the file, so that no page asks anybody else for it. */
      logo: z
        .string({ error: "wants a picture" })
        .max(longestLogo, { error: `wants a picture of at most ${longestLogo} characters` })
        .regex(/^data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/, {
          error: "wants a picture as data:image/png;base64,… or data:image/svg+xml;base64,…",
        })
        .nullable()
        .default(null),
      bic: z
        .string({ error: "wants a BIC" })
        .refine(isBic, { error: "wants a BIC of 8 or 11 characters (ISO 9362)" }),
      country: z
        .string({ error: "wants a country" })
        .refine(isCountry, { error: "wants a country's two letters (ISO 3166-1)" }),
      /** Many people's bank: offered before anybody searches. */
      popular: yesOrNo.default(false),
      status: z.enum(institutionStates, oneOf(institutionStates)),
      /** What the bank's people are told of a status other than operational. */
      statusText: inEveryLanguage(300).optional(),
      credentialFields,
      /** Without one the bank takes accesses, and nothing is read of it. */
      connection: connectionSchema.optional(),
    },
    { error: "wants the settings of an institution" },
  )
  .refine(
    ({ connection, credentialFields: fields }) =>
      !connection || unknownFields(connection, fields).length === 0,
    {
      path: ["connection", "credentialRoles"],
      error: "names a field that is not among credentialFields",
    },
  );

export type Institution = z.output<typeof institutionSchema>;
export type CredentialField = Institution["credentialFields"][number];

/** Every institution of the installation, by its id, in the order of the file. */
export type Institutions = ReadonlyMap<string, Institution>;
