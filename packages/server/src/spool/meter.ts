import { Counter, Gauge, type Registry } from 'prom-client';
import { mirror } from '../mirror.ts';
import type { Spool } from './spool.ts';

/** Shows at `/metrics` what waits in the spool and what became of it. */
export function watchSpool(registry: Registry, spool: Spool): void {
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(value());
      },
    });
  gauge('pharos_spool_bytes', 'Files of the spool, those put aside as well.', () => spool.bytes);
  gauge('pharos_spool_oldest_seconds', 'How long the oldest request in the spool waits.', () =>
    Math.round(spool.oldestAgeMs / 1000),
  );
  gauge(
    'pharos_spool_requests',
    'Requests accepted into the spool by this process and not yet stored.',
    () => spool.waiting,
  );
  mirror(registry, 'pharos_spool_drained_total', 'Requests stored out of the spool.', () => spool.drained);
  new Counter({
    name: 'pharos_spool_dropped_total',
    help: 'What the spool held and could not be stored: torn (never acknowledged), corrupt or refused (both put aside).',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(spool.dropped)) this.inc({ reason }, count);
    },
  });
}
