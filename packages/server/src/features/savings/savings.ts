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
const NS_PER_MS = 1_000_000n;

export function createSavings(parts: SavingsParts): Savings {
  const { reader, clock } = parts;
  const background = new Background<Computed>({
    ...{ clock, keepMs: KEEP_MS, patienceMs: PATIENCE_MS, most: MOST_KEPT },
  });
  return {
    close: () => background.close(),
    async of(records, scope, { waitSeconds, least, ...query }, signal) {
      const { range, filters, search } = readListQuery(clock, { ...query, limit: 1 });
      const asked = { scope, range, filters, search, filter: query.filter };
      const standing = await background.ask(
        canonical(asked),
        (report, stop) => computeSavings(parts, asked, nowNs(clock), report, stop),
        waitSeconds * 1000,
        signal,
      );
      if (standing.state === 'running') return running(range, standing.progress);
      const { found, cost, missing } = standing.result;
      const dismissed = await dismissalsOf(records, scope);
      const ranked = rank(found, lengthMs(range, clock), parseDecimal(least) ?? 0n, (key) =>
        dismissed.has(keyOf(key)),
      );
      const ids = [...new Set(ranked.flatMap(({ traces }) => traces.map(({ traceId }) => traceId)))];
      const summaries = ids.length === 0 ? [] : await reader.traceSummaries(scope, ids, signal);
      const traces = new Map(summaries.map((trace) => [trace.traceId, trace]));
      const suggestions = ranked.map((each) => presentSuggestion(each, { dismissed, traces }));
      return {
        ...running(range, standing.progress),
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
function lengthMs({ fromNs, toNs }: TimeRange, clock: Clock): number {
  const now = nowNs(clock);
  return Number((toNs < now || now <= fromNs ? toNs - fromNs : now - fromNs) / NS_PER_MS);
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
