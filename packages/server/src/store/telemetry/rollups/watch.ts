import type { Registry } from 'prom-client';
import { mirror } from '../../../mirror.ts';
import type { KeeperCounts } from './keeper.ts';

const FIGURES = [
  {
    of: 'hours',
    name: 'pharos_rollup_hours_total',
    help: 'Hours of projects whose sums were made, or made again.',
  },
  {
    of: 'failures',
    name: 'pharos_rollup_failures_total',
    help: 'Times that sums of hours could not be made; spans answer in their place.',
  },
] as const;

/** Shows at `/metrics` how rollups are kept. */
export function watchRollups(registry: Registry, counts: KeeperCounts): void {
  for (const { of, name, help } of FIGURES) mirror(registry, name, help, () => counts[of]);
}
