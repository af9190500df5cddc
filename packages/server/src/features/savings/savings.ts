import type { Savings as SavingsAnswer, SavingsQuery } from '@pharos/core/api/savings';
import { canonical } from '@pharos/core/canonical';
import { parseDecimal } from '@pharos/core/pricing/decimal';
import { rank } from '@pharos/core/savings/rank';
import { type Clock, isoFromNs, nowNs, type TimeRange } from '@pharos/core/time';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { readListQuery } from '../../store/telemetry/read/list-query.ts';
import { Background, type Progress } from './background.ts';
import { type Computed, type ComputeParts, computeSavings } from './compute.ts';
import { dismissalsOf } from './dismissal-queries.ts';
import { keyOf, presentSuggestion, totalsOf } from './present.ts';

/** What could be saved, worked out once for all who ask. */
export interface Savings {
  of(records: Records, scope: ProjectScope, query: SavingsQuery, signal: AbortSignal): Promise<SavingsAnswer>;
  /** Ends what is under way. */
  close(): void;
}

export interface SavingsParts extends ComputeParts {
  reader: TelemetryReader;
  clock: Clock;
}

const KEEP_MS = 10 * 60_000;
const PATIENCE_MS = 60_000;
const MOST_KEPT = 64;
const MOST_OF_ONE_PROJECT = 8;
const NS_PER_MS = 1_000_000n;

/** What was worked out, of which range and when. */
interface Reading extends Computed {
  range: TimeRange;
  atNs: bigint;
}

export function createSavings(parts: SavingsParts): Savings {
  const { reader, clock } = parts;
  const background = new Background<Reading>({
    ...{ clock, keepMs: KEEP_MS, patienceMs: PATIENCE_MS, most: MOST_KEPT, mostOfOne: MOST_OF_ONE_PROJECT },
  });
  return {
    close: () => background.close(),
    async of(records, scope, { waitSeconds, least, ...query }, signal) {
      const { range, filters, search } = readListQuery(clock, { ...query, limit: 1 });
      const asked = { scope, range, filters, search };
      // By how it was asked: an end that is now moves on from one time of asking to the next.
      const key = canonical([scope, query.from ?? null, query.to ?? null, filters, search]);
      const standing = await background.ask(
        { whose: scope, key },
        async (report, stop) => {
          const atNs = nowNs(clock);
          return { range, atNs, ...(await computeSavings(parts, asked, atNs, report, stop)) };
        },
        waitSeconds * 1000,
        signal,
      );
      if (standing.state === 'running') return running(range, standing.progress);
      const { found, cost, missing } = standing.result;
      const dismissed = await dismissalsOf(records, scope);
      const ranked = rank(found, lengthMs(standing.result), parseDecimal(least) ?? 0n, (key) =>
        dismissed.has(keyOf(key)),
      );
      const ids = [...new Set(ranked.flatMap(({ traces }) => traces.map(({ traceId }) => traceId)))];
      const summaries = ids.length === 0 ? [] : await reader.traceSummaries(scope, ids, signal);
      const traces = new Map(summaries.map((trace) => [trace.traceId, trace]));
      const suggestions = ranked.map((each) => presentSuggestion(each, { dismissed, traces }));
      return {
        ...running(standing.result.range, standing.progress),
        state: 'done',
        computedAt: new Date(standing.atMs).toISOString(),
        cost,
        ...totalsOf(suggestions),
        suggestions,
        missing,
      };
    },
  };
}

/** Of a range that has not ended, what has passed of it: the rest has spent nothing. */
function lengthMs({ range: { fromNs, toNs }, atNs }: Reading): number {
  return Number((toNs < atNs || atNs <= fromNs ? toNs - fromNs : atNs - fromNs) / NS_PER_MS);
}

const running = ({ fromNs, toNs }: TimeRange, progress: Progress): SavingsAnswer => ({
  state: 'running',
  progress,
  from: isoFromNs(fromNs),
  to: isoFromNs(toNs),
  computedAt: null,
  cost: '0',
  money: '0',
  per30Days: '0',
  suggestions: [],
  missing: [],
});
