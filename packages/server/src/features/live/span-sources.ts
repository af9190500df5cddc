import type { Clock } from '@pharos/core/time';
import { kept } from '../../kept.ts';
import type { LiveSources } from '../../live/source.ts';
import type { LiveReader } from '../../store/telemetry/live-contract.ts';

const MOST_FAILURES = 40;
/** A large project is read less often, so that whoever watches takes at most a tenth of what the store can do. */
const DEMAND = { freshMs: 1_000, patienceMs: 300, firstMs: 10_000, restFactor: 10 };

/** What spans tell of now. */
export function spanSources(reader: LiveReader, clock: Clock): LiveSources<'rates' | 'errors'> {
  const rates = kept(clock, (project) => reader.rates(project));
  const failures = kept(clock, (project) => reader.failures(project, MOST_FAILURES));
  return {
    async rates(project) {
      const items = [...(await rates(project, DEMAND))].map(
        ([atMs, figures]) => [new Date(atMs).toISOString(), figures] as const,
      );
      return { total: items.reduce((sum, [, { requests }]) => sum + requests, 0), items: new Map(items) };
    },
    async errors(project) {
      const { total, latest } = await failures(project, DEMAND);
      return { total, items: new Map(latest.map((each) => [`${each.traceId} ${each.spanId}`, each])) };
    },
  };
}
