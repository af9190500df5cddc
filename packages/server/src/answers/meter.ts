import { Counter, Gauge, type Registry } from 'prom-client';
import { mirror } from '../mirror.ts';
import type { KeptAnswers } from './kept-answers.ts';

/** Shows at `/metrics` how often an answer was given again, and what is kept. */
export function watchAnswers(registry: Registry, kept: KeptAnswers): void {
  new Counter({
    name: 'pharos_answers_total',
    help: 'Questions by how they were answered: as kept, together with one on its way, or by the store.',
    labelNames: ['from'],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ from: 'kept' }, kept.counts.hits);
      this.inc({ from: 'on its way' }, kept.counts.joined);
      this.inc({ from: 'store' }, kept.counts.misses);
    },
  });
  mirror(
    registry,
    'pharos_answers_evicted_total',
    'Answers that were given up for others because there was no room.',
    () => kept.counts.evicted,
  );
  new Gauge({
    name: 'pharos_answers_kept_bytes',
    help: 'About what the answers that are kept take in memory.',
    registers: [registry],
    collect() {
      this.set(kept.bytes);
    },
  });
}
