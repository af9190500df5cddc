import { Counter } from 'prom-client';
import type { Answers } from './answers/answers.ts';
import { agentReadings } from './features/agents/alert-readings.ts';
import type { Agents } from './features/agents/look.ts';
import { BandBook } from './features/alerts/bands.ts';
import { Evaluator } from './features/alerts/evaluator.ts';
import { IncidentSweep } from './features/alerts/incident-sweep.ts';
import { Teller } from './features/alerts/teller.ts';
import { errorReadings } from './features/errors/alert-readings.ts';
import { quotaReadings } from './features/quotas/alert-readings.ts';
import { createRanking } from './features/quotas/ranking.ts';
import type { Quotas } from './features/quotas/routes.ts';
import type { Foundation } from './foundation.ts';
import type { TelemetryReader } from './store/telemetry/contract.ts';

/** Whoever evaluates rules when they are due, and whoever sees who is to be told what fires. */
export function composeAlerts(
  given: Foundation & {
    reader: TelemetryReader;
    answers: Answers;
    agents: Agents;
    quotas: Quotas;
    courier: { wake(): void };
  },
): { evaluator: Evaluator; teller: Teller } {
  const { parts, reader, answers, agents, quotas, courier, metrics, closing, jobs, logger } = given;
  const { records, clock, ids, publicUrl } = parts;
  const failures = new Counter({
    name: 'pharos_alert_failures_total',
    help: 'Evaluations of rules, and looks at who is to be told, that failed; they are made again in a moment.',
    registers: [metrics],
  });
  const onError = (error: unknown) => {
    failures.inc();
    logger.warn({ err: error }, 'alerts are looked at again in a moment');
  };
  const newId = () => ids.id();
  const teller = new Teller({
    ...{ records, clock, newId, publicUrl, onError },
    onTold: () => courier.wake(),
  });
  const evaluator = new Evaluator({
    ...{ records, answers, clock, newId, onError },
    bands: new BandBook(answers),
    watching: {
      errors: errorReadings({ records, reader }),
      agents: agentReadings(agents, clock),
      quotas: quotaReadings({ ...quotas, clock, ranking: createRanking(reader) }),
    },
    onTurned: () => void teller.look(),
  });
  const sweep = new IncidentSweep({ records, clock, onError });
  closing.push(() => sweep.close());
  closing.push(() => teller.close());
  closing.push(() => evaluator.close());
  jobs.add(evaluator, teller, sweep);
  return { evaluator, teller };
}
