import { describe, expect, test } from "vitest";
import type { Language } from "#scripts/check/messages.ts";
import { syllablesIn } from "./syllables.ts";

/** Words with a dot between their syllables, as a dictionary has them. */
const spoken: Readonly<Record<Language, string>> = {
  en: `the con·sent your bank da·ta ac·cess ac·count ac·counts de·lete de·let·ed ask asked need·ed wants banks choose
    chose chang·es changed pay·ment pay·ments per·son peo·ple ad·vis·or firm be·ing ta·ken read·ing pas·sage un·to it·self
    pas·sword mail re·ceipt sign signed an·y ev·ery no·bod·y pro·tec·tion au·thor·i·ty per·mis·sion com·pa·ny sin·gle
    ti·tle ta·ble lit·tle use us·es used pag·es page box·es made safe safe·ly you know day days cre·ate pe·ri·od cli·ent
    por·tal in·vest·or home since these once more val·ue i·de·a man·y stays go·ing move·ment care·ful nat·u·ral`,
  es: `con·sen·ti·mien·to ban·co su cuen·ta cuen·tas ac·ce·so da·tos dí·a dí·as us·ted quien qué guar·da guí·a
    ciu·dad rey muy ley hay a·ho·ra ve·hí·cu·lo o·ír le·í·do via·je a·ve·ri·güe pin·güi·no a·quí le·e cre·er
    in·for·ma·ción a·pa·re·ce bo·rrar con·tra·se·ña cual·quie·ra re·ci·bo hoy ma·yo a·yu·da au·to·ri·dad rui·do
    con·ti·nú·a cam·biar pro·hí·be y o pro·tec·ción pá·gi·na`,
  fr: `le les des con·sen·te·ment banque compte comptes vos don·nées ac·cès per·sonne voit peuvent doivent sou·vent cli·ent
    ar·gent page pages vous votre lettre mot passe a·près jour deux é·tapes cré·er thé·âtre na·ïf mo·yen vo·yez
    ou·bli·er bien vie fin lire nous rien plus pro·tec·tion au·to·ri·té é·crire lettres ré·el eau nu·mé·ro
    re·çu sup·pri·mer chan·ger a·vec chaque lo·gique guide pai·ement ré·cent de·mandent dit que`,
  pt: `con·sen·ti·men·to ban·co con·ta con·tas da·dos não mão pães põe a·ces·so di·a di·as ru·a his·tó·ria á·gua
    lín·gua me·mó·ria quan·do que quem a·qui mui·to seu meus mais dois sai sa·ir ra·iz a·in·da ra·i·nha pi·a·no
    vi·a·gem cri·ar i·dei·a in·for·ma·ção in·for·ma·ções pro·te·ção se·nha pá·gi·na em·pre·sa a·pa·gar viu
    guer·ra i·gual ban·cá·ria fri·o ti·o con·ti·nu·a a·ju·da e o au·to·ri·da·de re·ci·bo nin·guém ca·da`,
};

const listed = (language: Language) =>
  spoken[language]
    .split(/\s+/)
    .map((word) => ({ word: word.replaceAll("·", ""), syllables: word.split("·").length }));

describe("syllables are counted as they are spoken in", () => {
  for (const language of ["en", "es", "fr", "pt"] as const) {
    test.each(listed(language).map(({ word, syllables }) => [word, syllables] as const))(
      `${language}: %s has %s`,
      (word, syllables) => {
        expect(syllablesIn(word, language)).toBe(syllables);
      },
    );
  }
});

test("what has no letter is one syllable", () => {
  expect(syllablesIn("2027", "en")).toBe(1);
});
