import type { Language } from '@pharos/core/language';

/** As fonts are registered with whoever draws the pages. */
export const FONTS = { latin: 'Latin', han: 'Han' } as const;
type Font = (typeof FONTS)[keyof typeof FONTS];

/** What the font of Latin letters has: Greek and Cyrillic, currencies and dashes among it. */
const LATIN =
  '\\u0020-\\u024f\\u0370-\\u04ff\\u1e00-\\u1eff\\u2010-\\u2015\\u2020-\\u2026\\u20a0-\\u20bf\\u2212\\u25cf';
/** These are as wide as a character where characters are written, and narrow elsewhere. */
const QUOTES = '\\u2018-\\u201f';
const RUNS: Readonly<Record<Language, RegExp>> = {
  en: new RegExp(`[${LATIN}${QUOTES}]+|[^${LATIN}${QUOTES}]+`, 'gu'),
  'zh-CN': new RegExp(`[${LATIN}]+|[^${LATIN}]+`, 'gu'),
};
const IS_LATIN = new RegExp(`^[${LATIN}${QUOTES}]`, 'u');

/** Thin spaces are in no font; a line may break where text is long, so what is only there for lines goes. */
const THIN = /[\u2009\u202f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A text as runs of one font each: none has all letters. */
export function runsOf(text: string, language: Language): { text: string; font: Font }[] {
  const plain = text.replace(UNPRINTABLE, '').replace(THIN, '\u00a0');
  return (plain.match(RUNS[language]) ?? []).map((run) => ({
    text: run,
    font: isLatin(run, language) ? FONTS.latin : FONTS.han,
  }));
}

const isLatin = (run: string, language: Language): boolean =>
  language === 'zh-CN' && /^[\u2018-\u201f]/.test(run) ? false : IS_LATIN.test(run);

/** The font of a picture, whose texts have one: the one that has all of them. */
export const fontOf = (svg: string): Font =>
  /[\u2e80-\u9fff\uf900-\uffef]/u.test(svg) ? FONTS.han : FONTS.latin;
