import type { Attributes, AttributeValue } from '@pharos/core/span';
import { cutText } from './cut.ts';
import { jsonText } from './json-text.ts';
import { MAX_ENTRIES, MAX_KEY, MAX_VALUE } from './limits.ts';
import type { RowBinary } from './row-binary.ts';

/** The text values of attributes. A value that is too long is cut with a mark. */
export const writeTexts = (out: RowBinary, attributes: Attributes): void =>
  writeMap(out, attributes, isText, writeText);

export const writeNumbers = (out: RowBinary, attributes: Attributes): void =>
  writeMap(out, attributes, isNumber, writeNumber);

/** Booleans, big integers, null, lists and objects, each as JSON, so that a reader gets back what was sent. */
export const writeStructures = (out: RowBinary, attributes: Attributes): void =>
  writeMap(out, attributes, isStructure, writeJson);

/** Resource attributes, which are read as text only. */
export const writeResource = (out: RowBinary, resource: Attributes): void =>
  writeMap(out, resource, isAny, (to, value) =>
    isText(value) ? writeText(to, value) : writeJson(to, value),
  );

const writeText = (out: RowBinary, value: string): void => out.string(cutText(value, MAX_VALUE));
const writeNumber = (out: RowBinary, value: number): void => out.f64(value);
const writeJson = (out: RowBinary, value: AttributeValue): void => out.string(jsonText(value, MAX_VALUE));

/** Distinct labels, at most {@link MAX_ENTRIES}. */
export function writeLabels(out: RowBinary, labels: readonly string[]): void {
  const count = Math.min(labels.length, MAX_ENTRIES);
  out.varint(count);
  for (let i = 0; i < count; i++) out.string(labels[i] ?? '');
}

const SCALE = 12;
const MAX_MONEY = 10n ** 18n - 1n;
const DECIMAL = /^(-?)(\d{1,7})(?:\.(\d{1,12})\d*)?$/;
/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;

/** A decimal string as the engine's Decimal(18, 12); absent is 0 and what does not fit is the largest that does. */
export function writeMoney(out: RowBinary, amount: string | undefined): void {
  if (amount === undefined) out.i64(0n);
  else out.i64(smallUnits(amount) ?? units(amount));
}

/** The usual amount, below 1000 and without a sign, counted without the cost of a pattern. */
function smallUnits(amount: string): bigint | undefined {
  let units = 0;
  let digits = 0;
  let decimals = -1;
  for (let i = 0; i < amount.length; i++) {
    const code = amount.charCodeAt(i);
    if (code === 46 && decimals < 0 && digits > 0) {
      decimals = 0;
      continue;
    }
    if (code < 48 || code > 57 || decimals === SCALE) return undefined;
    units = units * 10 + (code - 48);
    digits++;
    if (decimals >= 0) decimals++;
  }
  const missing = SCALE - Math.max(decimals, 0);
  return digits > 0 && digits + missing <= EXACT_DIGITS ? BigInt(units * 10 ** missing) : undefined;
}

function units(amount: string): bigint {
  const match = DECIMAL.exec(amount);
  if (!match) return /^\d{8,}/.test(amount) ? MAX_MONEY : 0n;
  const digits = BigInt(`${match[2]}${(match[3] ?? '').padEnd(SCALE, '0')}`);
  const bounded = digits > MAX_MONEY ? MAX_MONEY : digits;
  return match[1] === '-' ? -bounded : bounded;
}

const isText = (value: AttributeValue): value is string => typeof value === 'string';
const isNumber = (value: AttributeValue): value is number => typeof value === 'number';
const isStructure = (value: AttributeValue): value is Exclude<AttributeValue, string | number> =>
  !isText(value) && !isNumber(value);
const isAny = (value: AttributeValue): value is AttributeValue => value !== undefined;

function writeMap<Value extends AttributeValue>(
  out: RowBinary,
  attributes: Attributes,
  belongs: (value: AttributeValue) => value is Value,
  write: (out: RowBinary, value: Value) => void,
): void {
  const place = out.reserveCount();
  let count = 0;
  for (const [key, value] of attributes.size > MAX_ENTRIES ? firstEntries(attributes) : attributes) {
    if (!belongs(value)) continue;
    count++;
    out.string(cutText(key, MAX_KEY));
    write(out, value);
  }
  out.setCount(place, count);
}

function firstEntries(attributes: Attributes): Attributes {
  const kept: Attributes = new Map();
  for (const [key, value] of attributes) {
    if (kept.size === MAX_ENTRIES) break;
    kept.set(key, value);
  }
  return kept.set('…', `[cut: ${attributes.size - MAX_ENTRIES} more]`);
}
