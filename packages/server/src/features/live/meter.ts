import type { LiveTopic } from '@pharos/core/api/live';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Shows at `/metrics` who watches, and what they were told. */
export function createLiveMeter(registry: Registry) {
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter({ name: `pharos_live_${name}_total`, help, registers });
  const sent = counter('frames_sent', 'Frames that viewers of live streams were told.');
  const skipped = counter(
    'frames_skipped',
    'Frames that viewers were too slow for: they are told the newest when they are ready.',
  );
  const refused = counter('viewers_refused', 'Viewers of live streams for whom there was no room.');
  const failures = new Counter({
    name: 'pharos_live_look_failures_total',
    help: 'Looks at a topic of live streams that failed; viewers see it as it was before.',
    labelNames: ['topic'],
    registers,
  });
  return {
    sent: () => sent.inc(),
    skipped: () => skipped.inc(),
    refused: () => refused.inc(),
    failed: (topic: LiveTopic) => failures.inc({ topic }),
    watch(viewers: () => number): void {
      new Gauge({
        name: 'pharos_live_viewers',
        help: 'Open live streams.',
        registers,
        collect() {
          this.set(viewers());
        },
      });
    },
  };
}
export type LiveMeter = ReturnType<typeof createLiveMeter>;
