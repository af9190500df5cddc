import { Counter, type Registry } from 'prom-client';
import { mirror } from '../../mirror.ts';

/** Shows at `/metrics` what was reported of presence, and for what there was no room. */
export function createPresenceMeter(registry: Registry) {
  const registers = [registry];
  const reports = new Counter({
    name: 'pharos_presence_reports_total',
    help: 'Reports of presence, by whether they were taken.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['accepted', 'refused']) reports.inc({ outcome }, 0);
  return {
    reported(accepted: number, refused: number): void {
      reports.inc({ outcome: 'accepted' }, accepted);
      reports.inc({ outcome: 'refused' }, refused);
    },
    /** Counters of what others count. */
    mirror(of: { dropped: () => number; cut: () => number }): void {
      const help = {
        dropped:
          'Users, sessions of one, or what was too long, for which there was no room among those who are online.',
        cut: 'Readings of traces that found more users than are inferred.',
      };
      for (const name of ['dropped', 'cut'] as const)
        mirror(registry, `pharos_presence_${name}_total`, help[name], of[name]);
    },
  };
}
export type PresenceMeter = ReturnType<typeof createPresenceMeter>;
