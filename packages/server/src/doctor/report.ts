import type { Result } from './check.ts';
import { counted } from './words.ts';

const SIGNS: Readonly<Record<Result['state'], string>> = {
  ok: '✓',
  warning: '!',
  failure: '✗',
  skipped: '·',
};

/** The report for a person: what was found, and below it what to do. */
export function asText(results: readonly Result[]): string {
  const width = Math.max(0, ...results.map(({ about }) => about.length));
  const lines: string[] = [];
  let group: string | undefined;
  for (const result of results.filter(({ state }) => state !== 'skipped')) {
    if (result.group !== group) lines.push(...(group === undefined ? [] : ['']), result.group);
    group = result.group;
    lines.push(`  ${SIGNS[result.state]} ${result.about.padEnd(width)}  ${result.found}`);
    if (result.advice) lines.push(`    → ${result.advice}`);
  }
  const { ok, warning, failure, skipped } = sumOf(results);
  const sum = [`${ok} fine`, counted(warning, 'warning'), counted(failure, 'failure')];
  if (skipped > 0) sum.push(`${skipped} not looked at`);
  return `${lines.join('\n')}\n\n${sum.join(', ')}\n`;
}

/** The report for a program. */
export const asJson = (results: readonly Result[]): string =>
  `${JSON.stringify({ ok: !hasFailed(results), sum: sumOf(results), checks: results }, undefined, 2)}\n`;

export const hasFailed = (results: readonly Result[]): boolean =>
  results.some(({ state }) => state === 'failure');

function sumOf(results: readonly Result[]): Record<Result['state'], number> {
  const sum = { ok: 0, warning: 0, failure: 0, skipped: 0 };
  for (const { state } of results) sum[state]++;
  return sum;
}
