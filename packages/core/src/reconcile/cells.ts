import { DECIMAL_PLACES, formatDecimal, parseDecimal } from '../pricing/decimal.ts';
import { localDateOf } from '../zone.ts';
import type { DayForm } from './forms.ts';
import { isZone, offsetOf, zoneOf } from './zone.ts';

const THOUSANDS = /^(\d{1,3})((?:,\d{3})+)((?:\.0*)?)$/;
const WHOLE = /^\d{1,16}(?:\.0*)?$/;

/** A whole count as spreadsheets write it: `1200`, `1,200`, `1200.0`. Undefined for anything else. */
export function readCount(text: string): number | undefined {
  const plain = THOUSANDS.test(text) ? text.replaceAll(',', '') : text;
  if (!WHOLE.test(plain)) return undefined;
  const count = Number(plain);
  return Number.isSafeInteger(count) ? count : undefined;
}

const SYMBOLS = /^(-?)\s*(?:US\$|[$¥￥€£])\s*(?=[\d.])/;
const SEPARATED = /^(-?\d{1,3})((?:,\d{3})+)((?:\.\d*)?)$/;
const LARGEST = 10n ** 24n;

/** An exact amount, `hundredths` of a unit when so said. Credits are negative. Undefined for what is no amount. */
export function readMoney(text: string, hundredths = false): string | undefined {
  const bare = text.replace(SYMBOLS, '$1');
  const plain = SEPARATED.test(bare) ? bare.replaceAll(',', '') : bare;
  const value = parseDecimal(plain, hundredths ? DECIMAL_PLACES - 2 : DECIMAL_PLACES);
  if (value === undefined || value > LARGEST || value < -LARGEST) return undefined;
  return formatDecimal(value);
}

export const readCurrency = (text: string): string | undefined => {
  const code = text.toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : undefined;
};

const YMD = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)$/;
const PARTS = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const SECONDS = /^\d{9,10}(?:\.0*)?$/;

const two = (value: number): string => String(value).padStart(2, '0');

/** The date as text, or undefined when the calendar has none such. */
function dateText(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 2015 && year < 2100 ? `${year}-${two(month)}-${two(day)}` : undefined;
}

function dateIn(ms: number, zone: string): string | undefined {
  if (Number.isNaN(ms)) return undefined;
  const offset = offsetOf(zone);
  const { year, month, day } = offset === undefined ? localDateOf(ms, zone) : localDateOf(ms + offset, 'UTC');
  return dateText(year, month, day);
}

const momentMs = (text: string): number =>
  Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

/** The offset that a moment is written with, as a zone; undefined when the text is no moment, or no place has that offset. */
export function zoneOfMoment(text: string): string | undefined {
  const written = MOMENT.exec(text)?.[1];
  if (written === undefined) return undefined;
  if (written === 'Z') return 'UTC';
  const [hours, minutes] = [written.slice(1, 3), written.slice(-2)].map(Number);
  const ahead = (hours ?? 0) * 60 + (minutes ?? 0);
  const zone = zoneOf((written.startsWith('-') ? -ahead : ahead) * 60_000);
  return isZone(zone) ? zone : undefined;
}

/** The day that a cell means, where days begin at midnight in the zone. Seconds and moments with an offset are understood in every form. */
export function readDay(text: string, as: DayForm, zone: string): string | undefined {
  if (SECONDS.test(text)) return dateIn(Number(text) * 1000, zone);
  if (MOMENT.test(text)) return dateIn(momentMs(text), zone);
  if (as === 'seconds') return undefined;
  const iso = YMD.exec(text) ?? COMPACT.exec(text);
  if (iso) return dateText(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = PARTS.exec(text);
  if (!parts || (as !== 'dmy' && as !== 'mdy')) return undefined;
  const [first, second] = [Number(parts[1]), Number(parts[2])];
  return as === 'dmy' ? dateText(Number(parts[3]), second, first) : dateText(Number(parts[3]), first, second);
}
