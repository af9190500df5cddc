import { Counter, type Registry } from 'prom-client';
import { REFUSAL_REASONS, type Refusal } from './refusal.ts';

export type CountRefusal = (refusal: Refusal) => void;

/** The public counter of whole requests refused; each protocol counts where it words its refusals, all in one place. */
export function createRefusalCounter(registry: Registry): (protocol: string) => CountRefusal {
  const refused = new Counter({
    name: 'pharos_refused_requests_total',
    help: 'Whole requests refused, by protocol and reason.',
    labelNames: ['protocol', 'reason'],
    registers: [registry],
  });
  return (protocol) => {
    // All are there from the start: what was never counted cannot be told from what does not exist.
    for (const reason of REFUSAL_REASONS) refused.inc({ protocol, reason }, 0);
    return ({ reason }) => refused.inc({ protocol, reason });
  };
}
