import type { SqlAnswer } from '@pharos/core/api/sql';

export type ColumnKind = 'time' | 'number' | 'text';

/** What is inside `Nullable(…)` and `LowCardinality(…)`. */
function inner(type: string): string {
  const match = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type);
  return match?.[1] === undefined ? type : inner(match[1]);
}

/** How a column is read, by what the engine calls its type. */
export function kindOf({ type }: Pick<SqlAnswer['columns'][number], 'type'>): ColumnKind {
  const bare = inner(type);
  if (/^Date/.test(bare)) return 'time';
  return /^(U?Int|Float|Decimal|BFloat)\d*/.test(bare) ? 'number' : 'text';
}

/** A value as text: what it is without quotes, lists and maps as JSON; '' for nothing. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A date or a time of the engine, in UTC, as milliseconds since the epoch; undefined when it is none. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const iso = value.replace(' ', 'T');
  // More than milliseconds are beyond what Date.parse has to understand.
  const short = iso.replace(/(\.\d{3})\d+/, '$1');
  const ms = Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(short) || !short.includes('T') ? short : `${short}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A figure; undefined for nothing, and for what is no number. */
export function numberOf(value: unknown): number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
