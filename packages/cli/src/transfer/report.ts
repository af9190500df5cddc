import { count } from './progress.ts';
import { sumOf, type Tally } from './tally.ts';

const SHOWN_REASONS = 5;

/** What was taken by kind, and the first reasons for what was refused. */
export function report({ taken, refused }: Tally): string {
  const line = (name: string, number: number) => `  ${name.padEnd(14)}${count(number)}`;
  const lines = Object.entries(taken).map(([kind, number]) => line(kind, number));
  const reasons = Object.entries(refused).sort(([, a], [, b]) => b - a);
  if (reasons.length > 0) lines.push(line('refused', sumOf(refused)));
  for (const [reason, number] of reasons.slice(0, SHOWN_REASONS))
    lines.push(`    ${count(number)} × ${reason}`);
  if (reasons.length > SHOWN_REASONS) lines.push(`    and ${reasons.length - SHOWN_REASONS} more reasons`);
  return lines.map((text) => `${text}\n`).join('');
}
