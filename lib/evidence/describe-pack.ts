import { translator } from "#lib/i18n/messages.ts";
import type { KeyInventoryView } from "#lib/installation/view.ts";
import { formatDate, formatDateTime } from "#lib/kernel/format.ts";
import { packFiles, packFolder } from "./manifest.ts";
import type { PackPlan, PackTold } from "./pack-plan.ts";

export interface SummaryTable {
  readonly title: string;
  readonly columns: readonly { readonly text: string; readonly width: number; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

export interface Summary {
  readonly title: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly tables: readonly SummaryTable[];
  readonly notes: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[];
}

/** What the summary of a pack says, in the maker's language. Times are UTC, as in the files beside it. */
export function describePack(plan: PackPlan, contents: PackTold, keys: KeyInventoryView): Summary {
  const words = wordsFor(plan);
  const { t } = words;
  return {
    title: t("pdf.title"),
    facts: factsOf(plan, contents, words),
    tables: [
      filesTable(contents, words),
      ...filled(consentsTable(contents, words), historyTable(contents, words)),
      ...filled(credentialsTable(plan, contents, words)),
      ...filled(happenedTable(contents, words)),
      keysTable(keys, words),
    ],
    notes: [
      {
        heading: t("pdf.checkTitle"),
        paragraphs: [
          t("pdf.check1"),
          "npm run audit:verify -- PACK.zip --key KEYFILE --receipt-keys KEYSET",
          t("pdf.check2"),
          t("pdf.check3"),
        ],
      },
      {
        heading: t("pdf.showsTitle"),
        paragraphs: [t("pdf.shows1"), t("pdf.shows2"), t("pdf.shows3")],
      },
    ],
  };
}

const filled = (...tables: readonly SummaryTable[]) => tables.filter(({ rows }) => rows.length > 0);

type Words = ReturnType<typeof wordsFor>;

/** A translator whose keys are made of codes at run time. i18n: evidence.* */
interface Dictionary {
  (key: string, values?: Readonly<Record<string, string | number>>): string;
  has(key: string): boolean;
}

function wordsFor({ means: { locale } }: PackPlan) {
  const t = translator(locale, "evidence") as unknown as Dictionary;
  /** The word for a code; a code that a later version brings stands for itself. */
  const word = (say: Dictionary) => (code: string) => (say.has(code) ? say(code) : code);
  const [audit, roles] = [translator(locale, "audit"), translator(locale, "roles")];
  const [reasons, keyWords] = [translator(locale, "receipt.reasons"), translator(locale, "keys")];
  return {
    t,
    moment: (at: string | Date | null) =>
      at === null ? "–" : formatDateTime(locale, at instanceof Date ? at.toISOString() : at),
    days: (from: string, to: string) => {
      const day = (said: string) => formatDate(locale, said);
      return from === to ? t("oneDay", { day: day(from) }) : t("days", { from: day(from), to: day(to) });
    },
    number: (count: number) => t("count", { count }),
    event: word(audit as unknown as Dictionary),
    role: word(roles as unknown as Dictionary),
    reason: word(reasons as unknown as Dictionary),
    key: word(keyWords as unknown as Dictionary),
  };
}

function factsOf(plan: PackPlan, contents: PackTold, { t, moment, days }: Words): Summary["facts"] {
  const { about, subject, names, ctx, madeAt, means, state, places } = plan;
  const text =
    about.kind === "period" ? days(about.from, about.to) : `${t(`about.${about.kind}`)} ${about.id}`;
  const person = subject ? `${subject.name ?? t("nameErased")} (${subject.investorId})` : null;
  const by = { at: moment(madeAt), name: names.maker, id: ctx.actor.personId };
  const missing = contents.textsMissing.length;
  return [
    { term: t("pdf.firm"), text: `${names.firm} (${ctx.actor.tenantId})` },
    { term: t("pdf.aboutTerm"), text },
    ...(person ? [{ term: t("investor"), text: person }] : []),
    { term: t("pdf.made"), text: t("pdf.madeBy", by) },
    {
      term: t("pdf.log"),
      text: t("pdf.logSaid", { origin: means.origin, size: state.size, count: places.length }),
    },
    ...(missing > 0 ? [{ term: t("pdf.files.texts"), text: t("pdf.missing", { count: missing }) }] : []),
  ];
}

function filesTable(contents: PackTold, { t, number }: Words): SummaryTable {
  const { said, consents, credentials, texts, receipts, certificates } = contents;
  const rows: readonly (readonly [string, string, number | null])[] = [
    [packFiles.events, t("pdf.files.events"), said.eventIds.length],
    [packFiles.consents, t("pdf.files.consents"), consents.length],
    [packFiles.credentials, t("pdf.files.credentials"), credentials.length],
    [`${packFolder}/consent-texts/`, t("pdf.files.texts"), texts],
    [`${packFolder}/receipts/`, t("pdf.files.receipts"), receipts],
    [`${packFolder}/deletion-certificates/`, t("pdf.files.certificates"), certificates],
    [packFiles.keys, t("pdf.files.keys"), null],
    [packFiles.checkpoint, t("pdf.files.checkpoint"), null],
    [packFiles.manifest, t("pdf.files.manifest"), null],
    [packFiles.seal, t("pdf.files.seal"), null],
  ];
  return {
    title: t("pdf.filesTitle"),
    columns: [
      { text: t("pdf.file"), width: 3 },
      { text: t("pdf.what"), width: 6 },
      { text: t("pdf.number"), width: 1, isNumber: true },
    ],
    rows: rows.map(([name, what, count]) => [
      name.slice(packFolder.length + 1),
      what,
      count === null ? "" : number(count),
    ]),
  };
}

function consentsTable({ consents }: PackTold, { t, moment }: Words): SummaryTable {
  return {
    title: t("pdf.consents"),
    columns: [
      { text: t("pdf.consent"), width: 9 },
      { text: t("pdf.holder"), width: 9 },
      { text: t("pdf.state"), width: 4 },
      { text: t("pdf.given"), width: 6 },
      { text: t("pdf.until"), width: 6 },
      { text: t("pdf.ended"), width: 6 },
    ],
    rows: consents.map(({ consent }) => {
      const validity = consent.state === "given" ? consent : "validity" in consent ? consent.validity : null;
      return [
        consent.consentId,
        consent.investorId,
        t(`pdf.states.${consent.state}`),
        moment(validity?.givenAt ?? null),
        moment(validity?.validUntil ?? null),
        moment("endedAt" in consent ? consent.endedAt : null),
      ];
    }),
  };
}

function historyTable({ consents }: PackTold, { t, moment, role, reason }: Words): SummaryTable {
  const steps = consents.flatMap(({ history }) => history);
  return {
    title: t("pdf.history"),
    columns: [
      { text: t("pdf.at"), width: 2 },
      { text: t("pdf.consent"), width: 4 },
      { text: t("pdf.act"), width: 3 },
      { text: t("pdf.by"), width: 5 },
      { text: t("pdf.reason"), width: 2 },
    ],
    rows: steps
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map((step) => [
        moment(step.at),
        step.consentId,
        t(`pdf.acts.${step.act}`),
        t("pdf.actor", { role: role(step.actorType), id: step.actorId ?? "" }).trim(),
        step.reason === null ? "" : reason(step.reason),
      ]),
  };
}

function credentialsTable(
  { means: { bankName } }: PackPlan,
  { credentials }: PackTold,
  { t, moment }: Words,
): SummaryTable {
  return {
    title: t("pdf.credentials"),
    columns: [
      { text: t("pdf.credential"), width: 5 },
      { text: t("pdf.bank"), width: 3 },
      { text: t("pdf.state"), width: 2 },
      { text: t("pdf.sealed"), width: 2 },
      { text: t("pdf.opened"), width: 2 },
      { text: t("pdf.destroyed"), width: 2 },
    ],
    rows: credentials.map((one) => [
      one.credentialId,
      bankName(one.institutionId) ?? one.institutionId,
      t(`pdf.credentialStates.${one.state}`),
      moment(one.createdAt),
      moment(one.lastOpenedAt),
      moment(one.destroyedAt),
    ]),
  };
}

function happenedTable({ said }: PackTold, { t, moment, number, event }: Words): SummaryTable {
  return {
    title: t("pdf.happened"),
    columns: [
      { text: t("pdf.what"), width: 5 },
      { text: t("pdf.times"), width: 1, isNumber: true },
      { text: t("pdf.first"), width: 2 },
      { text: t("pdf.last"), width: 2 },
    ],
    rows: [...said.happenings].map(([type, { count, firstAt, lastAt }]) => [
      event(type),
      number(count),
      moment(firstAt),
      moment(lastAt),
    ]),
  };
}

function keysTable({ versions }: KeyInventoryView, { t, moment, key }: Words): SummaryTable {
  return {
    title: t("pdf.keys"),
    columns: [
      { text: t("pdf.key"), width: 5 },
      { text: t("pdf.purpose"), width: 4 },
      { text: t("pdf.state"), width: 2 },
      { text: t("pdf.since"), width: 2 },
    ],
    rows: versions.map((version) => [
      `${version.owner} · ${version.key} / ${version.version}`,
      key(`purposes.${version.purpose}`),
      key(`states.${version.state}`),
      moment(version.createdAt),
    ]),
  };
}
