import type { Json } from './content.ts';
import type { Attributes, AttributeValue } from './span.ts';

/** Nesting beyond this is kept as text: nobody reads it, and recursion over hostile input must end. */
export const MAX_DEPTH = 100;

/** Text of a scalar; '' and structures count as absent, a 64-bit integer is written in full. */
export function textOf(value: AttributeValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  return undefined;
}

/** A finite number, also from numeric text; undefined for anything else. */
export function numberOf(value: AttributeValue | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export const textAt = (attributes: Attributes, name: string): string | undefined =>
  textOf(attributes.get(name));

export const numberAt = (attributes: Attributes, name: string): number | undefined =>
  numberOf(attributes.get(name));

/** The first of `names` that is present as text. */
export function firstText(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = textOf(attributes.get(name));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The first of `names` that is present as a number. */
export function firstNumber(attributes: Attributes, names: readonly string[]): number | undefined {
  for (const name of names) {
    const number = numberOf(attributes.get(name));
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The first of `names` that has any value. */
export function firstValue(attributes: Attributes, names: readonly string[]): AttributeValue | undefined {
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

function within(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!within(item, depth - 1)) return false;
    return true;
  }
  for (const key in value) if (!within(value[key] as Json, depth - 1)) return false;
  return true;
}

/** JSON text as a value; undefined when it is no JSON or is nested too deep to walk. */
export function parseJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return within(value, MAX_DEPTH) ? value : undefined;
  } catch {
    return undefined;
  }
}

const OPENS_STRUCTURE = /^\s*[[{]/;

/** Text that looks like a JSON object or array, parsed; any other text, or none that parses, as it is. */
export const parseIfStructure = (text: string): Json =>
  OPENS_STRUCTURE.test(text) ? (parseJson(text) ?? text) : text;

function plain(value: AttributeValue, depth: number): Json {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => plain(item, depth - 1));
  // fromEntries defines own properties, so a key named __proto__ stays data.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth - 1)]));
}

/** An attribute as JSON: structures cut at {@link MAX_DEPTH}, 64-bit integers as text, JSON text parsed. */
export const jsonOf = (value: AttributeValue): Json =>
  typeof value === 'string' ? parseIfStructure(value) : plain(value, MAX_DEPTH);

/** A JSON object, from text or structure; undefined for anything else. */
export function recordOf(value: AttributeValue | undefined): { [key: string]: Json } | undefined {
  if (value === undefined || value === null) return undefined;
  const json = jsonOf(value);
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
}

const MAX_LIST = 100;

/** A list of short texts however it was written: an array, a JSON array, or separated by commas. */
export function listOf(value: AttributeValue | undefined): string[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const json = jsonOf(value);
  const items = Array.isArray(json) ? json : typeof json === 'string' ? json.split(',') : [];
  const texts = new Set<string>();
  for (const item of items.slice(0, MAX_LIST)) {
    const text = textOf(item)?.trim();
    if (text) texts.add(text);
  }
  return texts.size > 0 ? [...texts] : undefined;
}
