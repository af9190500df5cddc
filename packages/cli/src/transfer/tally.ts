import { z } from 'zod';

/** What was imported by kind, and what was refused by reason. */
export const tallySchema = z.object({
  taken: z.record(z.string(), z.number().int()),
  refused: z.record(z.string(), z.number().int()),
});
export type Tally = z.output<typeof tallySchema>;

export const emptyTally = (): Tally => ({ taken: {}, refused: {} });

const MOST_REASONS = 50;
const OTHERS = 'other reasons';
/** What differs between two refusals for the same reason. */
const PARTICULARS = /"[^"]*"|\b[0-9a-f]{8,}\b|\d+/gi;

/** The first refusal for a reason stands for all that differ from it only in names and numbers. */
export function countRefusals(tally: Tally, sentences: readonly string[]): void {
  const { refused } = tally;
  for (const sentence of sentences) {
    const alike = (other: string) => other.replace(PARTICULARS, '') === sentence.replace(PARTICULARS, '');
    const known = Object.keys(refused).find(alike);
    const reason = known ?? (Object.keys(refused).length < MOST_REASONS ? sentence : OTHERS);
    refused[reason] = (refused[reason] ?? 0) + 1;
  }
}

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
