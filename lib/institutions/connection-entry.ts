import { z } from "zod";
import { approaches } from "#lib/aspsp/institution.ts";

const oneOf = (values: readonly string[]) => ({ error: `wants one of ${values.join(", ")}` });
const yesOrNo = z.boolean({ error: "wants true or false" });

const host = z.string({ error: "wants a host" }).regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/, {
  error: "wants a host in small letters, with its port where that is not 443",
});
const hosts = z
  .array(host, { error: "wants a list of hosts" })
  .min(1, { error: "wants at least one host" })
  .max(20, { error: "wants at most twenty hosts" });

const baseUrl = z.string({ error: "wants an address" }).refine(isPlainHttps, {
  error: "wants an https address without a user, a query or a fragment, and without a slash at its end",
});

const fieldId = z.string({ error: "wants the id of a credential field" });

const certificate = z
  .string()
  .trim()
  .startsWith("-----BEGIN CERTIFICATE-----", { error: "wants a certificate in PEM" });

/** How a bank is reached, and how it gives access, whatever is read there. */
const access = {
  /** Where the protocol's paths begin, without the version. */
  baseUrl,
  /** Where machines may call; nothing leaves to any other host. */
  allowedHosts: hosts,
  /** Pages of the bank's that people may be sent to; machines call none of them. */
  pageHosts: hosts.or(z.tuple([])).default([]),
  /** An invented bank on this machine: it is called on loopback and nowhere else. */
  sandbox: yesOrNo.default(false),
  /** Trusted for this bank instead of the machine's; PEM, written out. */
  certificateAuthorities: z
    .array(certificate)
    .min(1, { error: "wants at least one certificate" })
    .nullable()
    .default(null),
  approach: z.enum(approaches, oneOf(approaches)),
  credentialRoles: z.strictObject(
    { userId: fieldId, password: fieldId.nullable(), corporateId: fieldId.nullable().default(null) },
    { error: "wants the credential fields that are userId, password and corporateId to the bank" },
  ),
  oauthClientId: z
    .string()
    .min(1, { error: "wants the name that the bank knows us by" })
    .max(200)
    .nullable()
    .default(null),
  access: z.enum(["allAccounts", "pickedAtBank"], oneOf(["allAccounts", "pickedAtBank"])),
  pollSeconds: z
    .int({ error: "wants a whole number of seconds" })
    .min(1, { error: "wants at least 1 second" })
    .max(30, { error: "wants at most 30 seconds" })
    .default(3),
};

const wanted = { error: "wants how the bank is reached" };

const xs2a = z
  .strictObject(
    {
      protocol: z.literal("xs2a"),
      ...access,
      cardAccounts: yesOrNo.default(false),
      readsChanges: yesOrNo.default(false),
    },
    wanted,
  )
  .refine((entry) => isAllowed(entry.baseUrl, entry), {
    path: ["allowedHosts"],
    error: "wants the host of baseUrl among them",
  });

const openWealth = z
  .strictObject(
    {
      protocol: z.literal("openwealth"),
      ...access,
      /** Where the custody services begin, with their version. */
      custodyUrl: baseUrl,
      /** Whether transactions of several days can be asked for at once. */
      dayRanges: yesOrNo.default(false),
    },
    wanted,
  )
  .refine((entry) => isAllowed(entry.baseUrl, entry) && isAllowed(entry.custodyUrl, entry), {
    path: ["allowedHosts"],
    error: "wants the hosts of baseUrl and of custodyUrl among them",
  });

/** How a bank is reached and spoken to. */
export const connectionSchema = z.discriminatedUnion("protocol", [xs2a, openWealth], {
  error: ({ input }) =>
    input !== null && typeof input === "object" ? oneOf(["xs2a", "openwealth"]).error : wanted.error,
});
export type ConnectionEntry = z.output<typeof connectionSchema>;

/** The fields that a connection names and that the bank does not ask for. */
export function unknownFields(
  { credentialRoles }: ConnectionEntry,
  fields: readonly { readonly id: string }[],
): readonly string[] {
  const named = Object.values(credentialRoles).filter((id) => id !== null);
  return named.filter((id) => !fields.some((field) => field.id === id));
}

/** An address that is none is told by its own field. */
const isAllowed = (url: string, { allowedHosts }: { readonly allowedHosts: readonly string[] }): boolean =>
  !isPlainHttps(url) || allowedHosts.includes(new URL(url).host);

function isPlainHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return (
    protocol === "https:" &&
    [username, password, search, hash].every((part) => part === "") &&
    !text.endsWith("/")
  );
}
