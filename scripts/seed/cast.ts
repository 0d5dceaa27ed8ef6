import type { PersonRole } from "#lib/access/roles.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { ContactField } from "#lib/parties/firm-contacts.ts";

export interface CastFirm {
  readonly key: string;
  readonly name: string;
  readonly accent: string;
  /** Whether its investors may hand over bank access without JavaScript. */
  readonly plainSubmission: boolean;
  /** What it says of itself on the help page. */
  readonly contacts: Readonly<Partial<Record<ContactField, string>>>;
  readonly people: readonly CastPerson[];
}

export interface CastPerson {
  readonly role: PersonRole;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale | null;
}

/**
 * Invented people of two invented firms. Their names are long, short and of several scripts, because
 * real ones are. The second firm's accent is too pale for text, so its pages show the adjusted one.
 */
export const cast: readonly CastFirm[] = [
  {
    key: "aldaba",
    name: "Aldaba Gestión Patrimonial",
    accent: "#7a1f3d",
    plainSubmission: false,
    contacts: {
      legalName: "Aldaba Gestión Patrimonial, S.A. (invented)",
      address: "Calle del Ejemplo 1, 00000 Villaejemplo",
      email: "ayuda@aldaba.example",
      phone: "+00 000 000 001",
      privacyNoticeUrl: "https://aldaba.example/privacidad",
      dpoName: "Oficina de protección de datos",
      dpoEmail: "dpd@aldaba.example",
      complaintsEmail: "quejas@aldaba.example",
      complaintsUrl: "https://aldaba.example/quejas",
      authorityName: "Autoridad de ejemplo (invented)",
      authorityUrl: "https://authority.example/",
    },
    people: [
      { role: "investor", name: "Inés Arrieta Ibáñez", email: "ines.arrieta@example.com", locale: "es" },
      { role: "investor", name: "Tomás Ó Súilleabháin", email: "tomas@example.com", locale: "en" },
      {
        role: "investor",
        name: "João Baptista de Vasconcelos e Meneses Figueiredo",
        email: "joao.figueiredo@example.com",
        locale: "pt",
      },
      { role: "advisor", name: "Marta Cebrián Quiñones", email: "marta.cebrian@example.net", locale: "es" },
      { role: "advisor", name: "Oliver Whitcombe", email: "oliver.whitcombe@example.net", locale: "en" },
      {
        role: "compliance",
        name: "Núria Güell i Puigdomènech",
        email: "nuria.guell@example.net",
        locale: "es",
      },
      { role: "admin", name: "Íñigo Zabaleta", email: "inigo.zabaleta@example.net", locale: null },
    ],
  },
  {
    key: "levatre",
    name: "Maison Levâtre & Associés, Conseil en gestion de patrimoine",
    accent: "#f2c230",
    plainSubmission: true,
    // Half of it is missing on purpose: what a firm has not said is left out.
    contacts: {
      legalName: "Maison Levâtre & Associés, Conseil en gestion de patrimoine, SAS (invented)",
      email: "aide@levatre.example",
      dpoEmail: "dpo@levatre.example",
    },
    people: [
      { role: "investor", name: "Élise de Montrouge-Châteauneuf", email: "elise@example.com", locale: "fr" },
      { role: "investor", name: "Tomás Ó Súilleabháin", email: "tomas@example.com", locale: "en" },
      { role: "investor", name: "王小明", email: "wang.xiaoming@example.com", locale: "en" },
      { role: "advisor", name: "Benoît L’Hermitte", email: "benoit.lhermitte@example.org", locale: "fr" },
      {
        role: "compliance",
        name: "Anaïs Fouquet-Delacroix",
        email: "anais.fouquet@example.org",
        locale: "fr",
      },
      { role: "admin", name: "Zoé Ångström", email: "zoe.angstrom@example.org", locale: null },
    ],
  },
];
