import type { Attributes, AttributeValue } from '@pharos/core/span';
import { cutText } from './cut.ts';
import { jsonText } from './json-text.ts';
import { MAX_ENTRIES, MAX_KEY, MAX_VALUE } from './limits.ts';
import type { RowBinary } from './row-binary.ts';

/** The text values of attributes. A value that is too long is cut with a mark. */
export const writeTexts = (out: RowBinary, attributes: Attributes): void =>
  writeMap(out, attributes, isText, (value) => out.string(cutText(value, MAX_VALUE)));

export const writeNumbers = (out: RowBinary, attributes: Attributes): void =>
  writeMap(out, attributes, isNumber, (value) => out.f64(value));

/** Booleans, big integers, null, lists and objects, each as JSON, so that a reader gets back what was sent. */
export const writeStructures = (out: RowBinary, attributes: Attributes): void =>
  writeMap(out, attributes, isStructure, (value) => out.string(jsonText(value, MAX_VALUE)));

/** Resource attributes, which are read as text only. */
export const writeResource = (out: RowBinary, resource: Attributes): void =>
  writeMap(out, resource, isAny, (value) =>
    out.string(typeof value === 'string' ? cutText(value, MAX_VALUE) : jsonText(value, MAX_VALUE)),
  );

/** Distinct labels, at most {@link MAX_ENTRIES}. */
export function writeLabels(out: RowBinary, labels: readonly string[]): void {
  const count = Math.min(labels.length, MAX_ENTRIES);
  out.varint(count);
  for (let i = 0; i < count; i++) out.string(labels[i] ?? '');
}

const SCALE = 12;
const MAX_MONEY = 999_999_999_999_999_999n;
const DECIMAL = /^(-?)(\d{1,7})(?:\.(\d{1,12})\d*)?$/;

/** A decimal string as the engine's Decimal(18, 12); absent is 0 and what does not fit is the largest that does. */
export function writeMoney(out: RowBinary, amount: string | undefined): void {
  if (amount === undefined) out.u64(0n);
  else out.i64(units(amount));
}

function units(amount: string): bigint {
  const match = DECIMAL.exec(amount);
  if (!match) return 0n;
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
  write: (value: Value) => void,
): void {
  const place = out.reserveCount();
  let count = 0;
  for (const [key, value] of attributes.size > MAX_ENTRIES ? firstEntries(attributes) : attributes) {
    if (!belongs(value)) continue;
    count++;
    out.string(cutText(key, MAX_KEY));
    write(value);
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
