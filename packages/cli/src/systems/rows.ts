import { z } from 'zod';
import type { Row } from '../transfer/list.ts';

export const row: z.ZodType<Row> = z.record(z.string(), z.unknown());
export const rows = z.array(row);

export const textIn = (from: Row, key: string): string => {
  const value = from[key];
  return typeof value === 'string' ? value : '';
};

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Those of the keys that say something. */
export const pick = (from: Row, keys: readonly string[]): Row =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const value = from[key];
      return value === undefined || value === null || value === '' ? [] : [[key, value]];
    }),
  );

/** What may be an object or a list that was written as text. */
export function structured(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Lists cut into parts of at most so many. */
export const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
