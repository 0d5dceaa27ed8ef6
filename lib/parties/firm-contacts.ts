import { z } from "zod";

/** What a firm says of itself, in the order in which it is read. */
export const contactFields = [
  "legalName",
  "address",
  "email",
  "phone",
  "privacyNoticeUrl",
  "dpoName",
  "dpoEmail",
  "complaintsEmail",
  "complaintsUrl",
  "authorityName",
  "authorityUrl",
] as const;
export type ContactField = (typeof contactFields)[number];

/** `null` is what the firm has not said; nobody is told anything in its place. */
export type FirmContacts = Readonly<Record<ContactField, string | null>>;

export const noContacts = Object.fromEntries(contactFields.map((field) => [field, null])) as FirmContacts;

/** What GDPR Art. 13(1)(a), (1)(b) and (2)(d) wants people to be told of a controller. */
const wantedByLaw = ["legalName", "address", "email", "dpoEmail", "authorityName"] as const;

export const missingByLaw = (contacts: FirmContacts): readonly ContactField[] =>
  wantedByLaw.filter((field) => contacts[field] === null);

/** Each problem is the name of a sentence under `validation`. */
const given = (longest: number) =>
  z
    .string()
    .transform((typed) => typed.replace(/\s+/g, " ").trim())
    .refine((typed) => typed.length <= longest, { error: "tooLong" })
    .refine((typed) => !/\p{Cc}/u.test(typed), { error: "invalid" });

const orNull = (typed: string): string | null => (typed === "" ? null : typed);

const line = given(200).transform(orNull);

const email = given(254)
  .refine((typed) => typed === "" || z.email().safeParse(typed).success, { error: "email" })
  .transform(orNull);

/** With the country's code: an investor may call from anywhere. */
const phone = given(32)
  .refine((typed) => typed === "" || /^\+[0-9][0-9 ().-]{5,30}$/.test(typed), { error: "phone" })
  .transform(orNull);

/** Investors follow it, so it is encrypted, and what stands before the host cannot pass for another one. */
const link = given(300)
  .refine((typed) => typed === "" || isLink(typed), { error: "httpsLink" })
  .transform(orNull);

function isLink(typed: string): boolean {
  if (!typed.startsWith("https://") || !URL.canParse(typed)) return false;
  const { username, password, hostname } = new URL(typed);
  return username === "" && password === "" && hostname.includes(".");
}

export const ChangeFirmContacts = z.strictObject({
  /** Of what the person had before them; 0 where nothing was said yet. */
  revision: z.coerce.number().int().min(0).max(2_147_483_646),
  legalName: line,
  address: line,
  email,
  phone,
  privacyNoticeUrl: link,
  dpoName: line,
  dpoEmail: email,
  complaintsEmail: email,
  complaintsUrl: link,
  authorityName: line,
  authorityUrl: link,
});
export type ChangeFirmContacts = z.output<typeof ChangeFirmContacts>;

export const changedFields = (before: FirmContacts, after: FirmContacts): readonly ContactField[] =>
  contactFields.filter((field) => before[field] !== after[field]);
