import { createHash } from "node:crypto";
import postgres from "postgres";
import type { PersonRole } from "#lib/access/roles.ts";
import { emailKey } from "#lib/identity/email.ts";
import { type FirmContacts, noContacts } from "#lib/parties/firm-contacts.ts";
import { type CastFirm, type CastPerson, cast } from "./seed/cast.ts";

export interface Seed {
  /** Logs in as `licet_owner`, which may set up firms and people and nothing more. */
  readonly ownerUrl: string;
  readonly ca: string;
  /** The demo's identity provider. Its port may be another at the next start, so the identities follow it. */
  readonly oidcIssuer: string;
}

export interface StaffAccount {
  readonly subject: string;
  readonly name: string;
  readonly email: string;
  readonly firm: string;
  readonly role: string;
}

/** Whom one can sign in as; each is also known by a mail address. */
export interface Persona {
  readonly name: string;
  readonly role: string;
  readonly firm: string;
}

/** Writes the demo's firms and people. Run again, it changes nothing that is already so. */
export async function seed({ ownerUrl, ca, oidcIssuer }: Seed): Promise<{ personas: readonly Persona[] }> {
  refuseAnywhereElse(ownerUrl);
  const sql = postgres(ownerUrl, { max: 1, ssl: { ca, rejectUnauthorized: true }, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      for (const firm of cast) await writeFirm(tx, firm, oidcIssuer);
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
  return {
    personas: everyone().map(({ firm, person }) => ({
      name: person.name,
      role: person.role,
      firm: firm.name,
    })),
  };
}

/** The accounts that the demo's identity provider knows: staff, never investors. */
export function staffDirectory(): readonly StaffAccount[] {
  return everyone()
    .filter(({ person }) => person.role !== "investor")
    .map(({ firm, person }) => ({
      subject: subjectOf(firm, person),
      name: person.name,
      email: person.email,
      firm: firm.name,
      role: person.role,
    }));
}

/** The identifiers of the demo's people, always the same, so that tests and bookmarks find them again. */
export const tenantIdOf = (firm: CastFirm) => stableId("ten", firm.key);
export const personIdOf = (firm: CastFirm, { role, email }: { role: PersonRole; email: string }) =>
  stableId("per", `${firm.key}/${role}/${email}`);
const subjectOf = (firm: CastFirm, { email }: CastPerson) => `${firm.key}|${email}`;

const everyone = () => cast.flatMap((firm) => firm.people.map((person) => ({ firm, person })));

async function writeFirm(tx: postgres.TransactionSql, firm: CastFirm, issuer: string): Promise<void> {
  const tenantId = tenantIdOf(firm);
  await tx`insert into tenants (tenant_id, name, accent, plain_submission)
    values (${tenantId}, ${firm.name}, ${firm.accent}, ${firm.plainSubmission})
    on conflict (tenant_id) do nothing`;
  await writeContacts(tx, firm);
  for (const person of firm.people) {
    const personId = personIdOf(firm, person);
    await tx`insert into people (tenant_id, person_id, role, name, email, email_key, locale)
      values (${tenantId}, ${personId}, ${person.role}, ${person.name}, ${person.email}, ${emailKey(person.email)},
        ${person.locale})
      on conflict (tenant_id, person_id) do nothing`;
    await tx`insert into personas (tenant_id, person_id) values (${tenantId}, ${personId}) on conflict do nothing`;
    if (person.role === "investor") continue;
    await tx`delete from oidc_identities where tenant_id = ${tenantId} and person_id = ${personId}`;
    await tx`insert into oidc_identities (tenant_id, person_id, issuer, subject)
      values (${tenantId}, ${personId}, ${issuer}, ${subjectOf(firm, person)})`;
  }
}

/** What an administrator has changed since stays as it is. */
async function writeContacts(tx: postgres.TransactionSql, firm: CastFirm): Promise<void> {
  const c: FirmContacts = { ...noContacts, ...firm.contacts };
  await tx`insert into firm_contacts (tenant_id, revision, legal_name, address, email, phone, privacy_notice_url,
      dpo_name, dpo_email, complaints_email, complaints_url, authority_name, authority_url, changed_at)
    values (${tenantIdOf(firm)}, 1, ${c.legalName}, ${c.address}, ${c.email}, ${c.phone}, ${c.privacyNoticeUrl},
      ${c.dpoName}, ${c.dpoEmail}, ${c.complaintsEmail}, ${c.complaintsUrl}, ${c.authorityName}, ${c.authorityUrl},
      now())
    on conflict (tenant_id) do nothing`;
}

/** Demo people open real doors: they are written to this machine's own databases and to no other. */
export function refuseAnywhereElse(url: string): void {
  const { hostname } = new URL(url);
  if (["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return;
  throw new Error(
    `The demo's people are only written to a database on this machine, and ${hostname} is another.`,
  );
}

function stableId(kind: string, key: string): string {
  const hex = createHash("sha256").update(`licet demo ${kind} ${key}`).digest("hex");
  return `${kind}_${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
