import type { Attributes, AttributeValue } from '@pharos/core/span';
import { DecodeError } from '../../intake/errors.ts';
import { BAD_ID, MAX_ATTRIBUTES, MAX_VALUE_DEPTH, PartBudget } from '../limits.ts';

export interface JsonObject {
  [key: string]: unknown;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list that may be absent; anything else than a list means that the body is not OTLP. */
export function list(value: unknown, name: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new DecodeError(`${name} must be an array`);
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const DECIMAL = /^-?\d{1,20}$/;

/** A 64-bit integer sent as text (the standard) or number; undefined when it is neither. */
export function int64(value: unknown): bigint | undefined {
  if (typeof value === 'string') return DECIMAL.test(value) ? BigInt(value) : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
}

/** A time in nanoseconds: 0 when absent, and -1, which no span may have, when it is nonsense. */
export const timeNs = (value: unknown): bigint =>
  value === undefined || value === null || value === '' ? 0n : (int64(value) ?? -1n);

/** A count of what an SDK left out. */
export function countOf(value: unknown): number {
  const count = Number(value ?? 0);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

/** An enum by number, number as text, or name (`SPAN_KIND_CLIENT` is 3 in ['UNSPECIFIED', ...]). */
export function enumOf(value: unknown, prefix: string, names: readonly string[]): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return 0;
  const index = names.indexOf(value.startsWith(prefix) ? value.slice(prefix.length) : value);
  return index >= 0 ? index : countOf(value);
}

const HEX = /^[0-9a-fA-F]*$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const ZEROS = /^0*$/;

/**
 * An id of so many bytes, as the lower-case hex of the standard or as base64, which generic JSON encoders of
 * protobuf make of it. '' when absent or all zeros, BAD_ID when it is nothing of that size.
 */
export function idOf(value: unknown, size: number): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value !== 'string') return BAD_ID;
  const hex = value.length === size * 2 && HEX.test(value) ? value.toLowerCase() : hexFromBase64(value, size);
  return ZEROS.test(hex) ? '' : hex;
}

function hexFromBase64(value: string, size: number): string {
  if (value.length > size * 2 || !BASE64.test(value)) return BAD_ID;
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === size ? bytes.toString('hex') : BAD_ID;
}

/** Reads attributes out of parsed OTLP/JSON and counts what it had to leave out. */
export class JsonAttributes {
  readonly budget = new PartBudget();
  /** Values left out since somebody last set this to 0. */
  dropped = 0;

  /** A list of KeyValue. A repeated key takes the later value; what is no KeyValue is left out. */
  read(source: unknown, into: Attributes = new Map()): Attributes {
    if (!Array.isArray(source)) return into;
    for (const item of source) {
      if (isObject(item) && typeof item.key === 'string' && into.size < MAX_ATTRIBUTES) {
        this.budget.part();
        into.set(item.key, this.value(item.value, 1));
      } else this.dropped++;
    }
    return into;
  }

  /** An AnyValue. What nests too deeply or is malformed becomes null and counts as left out. */
  value(source: unknown, depth: number): AttributeValue {
    if (source === undefined || source === null) return null;
    if (!isObject(source)) return this.drop();
    const string = source.stringValue ?? source.string_value;
    if (typeof string === 'string') return string;
    const int = source.intValue ?? source.int_value;
    if (int !== undefined) return smallest(int64(int)) ?? this.drop();
    const number = source.doubleValue ?? source.double_value;
    if (number !== undefined) return double(number) ?? this.drop();
    const bool = source.boolValue ?? source.bool_value;
    if (bool !== undefined) return typeof bool === 'boolean' ? bool : this.drop();
    const array = source.arrayValue ?? source.array_value;
    if (array !== undefined) return this.array(array, depth);
    const kvlist = source.kvlistValue ?? source.kvlist_value;
    if (kvlist !== undefined) return this.object(kvlist, depth);
    const bytes = source.bytesValue ?? source.bytes_value;
    if (bytes !== undefined) return typeof bytes === 'string' ? bytes : this.drop();
    return null;
  }

  private array(source: unknown, depth: number): AttributeValue {
    if (!isObject(source) || depth >= MAX_VALUE_DEPTH) return this.drop();
    if (!Array.isArray(source.values)) return [];
    return source.values.map((item: unknown) => {
      this.budget.part();
      return this.value(item, depth + 1);
    });
  }

  /** Without a prototype, so that no key of a sender can mean anything. */
  private object(source: unknown, depth: number): AttributeValue {
    if (!isObject(source) || depth >= MAX_VALUE_DEPTH) return this.drop();
    const object: { [key: string]: AttributeValue } = Object.create(null);
    if (!Array.isArray(source.values)) return object;
    for (const item of source.values) {
      if (isObject(item) && typeof item.key === 'string') {
        this.budget.part();
        object[item.key] = this.value(item.value, depth + 1);
      } else this.dropped++;
    }
    return object;
  }

  private drop(): null {
    this.dropped++;
    return null;
  }
}

/** A signed 64-bit value as number when safe; undefined when it does not fit 64 bits. */
function smallest(value: bigint | undefined): number | bigint | undefined {
  if (value === undefined || BigInt.asIntN(64, value) !== value) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$|^-?Infinity$|^NaN$/;

/** A double sent as number or as text, which `NaN` and `Infinity` are. */
export function double(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length <= 400 && NUMBER.test(value) ? Number(value) : undefined;
}
