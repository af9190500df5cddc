import { Counter, type Registry } from 'prom-client';
import type { CourierParts } from './courier.ts';

/** Counts attempts by what became of them. */
export function createDeliveryMeter(metrics: Registry): NonNullable<CourierParts['onOutcome']> {
  const attempts = new Counter({
    name: 'pharos_channel_attempts_total',
    help: 'Attempts to deliver something by a channel.',
    labelNames: ['kind', 'result'],
    registers: [metrics],
  });
  return (kind, result) => attempts.inc({ kind, result });
}
