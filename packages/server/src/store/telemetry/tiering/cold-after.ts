import { MAX_DAYS } from '@pharos/core/retention/kinds';

/** What is told by days, of which there is much. */
export const TIERED_KINDS = ['spans', 'payloads', 'logs', 'metrics', 'events'] as const;
export type TieredKind = (typeof TIERED_KINDS)[number];

/** After how many days rows of a kind become cold; of a kind that is left out, never. */
export type ColdAfter = Readonly<Partial<Record<TieredKind, number>>>;

const ENTRY = /^\s*([a-z]+)\s*=\s*(\d{1,5})\s*$/;

/** `payloads=7, spans=30`; undefined when it says something else. */
export function parseColdAfter(text: string): ColdAfter | undefined {
  const after: Partial<Record<TieredKind, number>> = {};
  for (const entry of text.split(',')) {
    const [, name, days] = ENTRY.exec(entry) ?? [];
    const kind = TIERED_KINDS.find((each) => each === name);
    if (kind === undefined || kind in after || Number(days) < 1 || Number(days) > MAX_DAYS) return undefined;
    after[kind] = Number(days);
  }
  return after;
}
