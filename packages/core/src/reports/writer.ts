import type { ExchangeRate } from '../api/prices.ts';
import { dimensionName } from '../dimension-names.ts';
import { duration } from '../format/duration.ts';
import { joined, percent, signed, THIN } from '../format/number.ts';
import { formatUnit } from '../format/unit.ts';
import type { Language } from '../language.ts';
import { type LocalText, readIn } from '../local-text.ts';
import { metricName } from '../metric-names.ts';
import { metricNamed, type Unit } from '../metrics.ts';
import { type Change, changeOf } from '../series/change.ts';
import { cutText, fill, oneLine } from '../text.ts';
import { REPORT_WORDS, type ReportWords } from './words.ts';

/** What a metric is called and how its figures are written. */
interface Named {
  name: string;
  unit: Unit;
}

/** Writes a report for readers of a language, by the clocks of a time zone. */
export interface Writer {
  language: Language;
  timeZone: string;
  /** At which dollars are shown. */
  rate: ExchangeRate | undefined;
  words: ReportWords;
  text(text: LocalText): string;
  fill(template: string, values: Readonly<Record<string, string | number>>): string;
  metric(name: string): string;
  /** A name as it stands within a sentence: `cost`, `P95`. */
  inSentence(name: string): string;
  dimension(name: string): string;
  /** A value of a dimension, short and in one line; `other`: all beyond the largest. */
  group(value: string, other?: boolean): string;
  /** '–' where there is none. */
  figure(value: number | null | undefined, unit: Unit): string;
  /** With its sign: `+12 %`, `−1.3 points`. */
  change(change: Change): string;
  changeOf(metric: Named, now: number | null, before: number | null): Change | undefined;
  percent(share: number): string;
  duration(ms: number): string;
  date(iso: string): string;
  moment(iso: string): string;
}

const LONGEST_GROUP = 60;

/** `rate`: at which dollars are shown, if not as such. */
export function writerOf(language: Language, timeZone: string, rate?: ExchangeRate | null): Writer {
  const words = REPORT_WORDS[language];
  const clock = new Intl.DateTimeFormat(language, {
    timeZone,
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    hourCycle: 'h23',
  });
  const calendar = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'medium' });
  return {
    ...{ language, timeZone, words, rate: rate ?? undefined },
    text: (text) => readIn(text, language),
    fill: (template, values) =>
      fill(template, Object.fromEntries(Object.entries(values).map(([name, of]) => [name, String(of)]))),
    metric: (name) => metricName(name, language),
    inSentence: (name) => name.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()),
    dimension: (name) => dimensionName(name, language),
    group: (value, other = false) =>
      other ? words.other : value === '' ? words.none : cutText(oneLine(value), LONGEST_GROUP),
    figure: (value, unit) =>
      value === null || value === undefined ? '–' : formatUnit(value, unit, language, rate ?? undefined),
    change: ({ kind, value }) =>
      kind === 'points'
        ? `${signed(value, language)}${THIN}${words.points}`
        : `${signed(value * 100, language, Math.abs(value) < 0.1 ? 1 : 0)}${THIN}%`,
    changeOf: ({ name, unit }, now, before) =>
      changeOf({ unit, better: metricNamed(name)?.better ?? 'neither' }, now, before),
    percent: (share) => joined(percent(share, language)),
    duration: (ms) => duration(ms, language),
    date: (iso) => calendar.format(new Date(iso)),
    moment: (iso) => clock.format(new Date(iso)),
  };
}
