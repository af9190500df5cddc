import type { Json } from '@pharos/core/content';

const ENTRIES = 6;
const LENGTH = 160;

/** The first few scalars of a closed object or list on one line: records can be read without opening each. */
export function glimpse(branch: Json[] | { [key: string]: Json }): string {
  const named = !Array.isArray(branch);
  return Object.entries(named ? branch : branch.slice(0, ENTRIES))
    .slice(0, ENTRIES)
    .map(([key, value]) => {
      const text = typeof value === 'object' && value !== null ? '…' : String(value).slice(0, LENGTH);
      return named ? `${key} ${text}` : text;
    })
    .join(' · ')
    .replace(/\s+/g, ' ')
    .slice(0, LENGTH);
}
