import type { Concurrency } from '@pharos/core/api/behaviour';
import { highest, runPeaks } from '@pharos/core/behaviour/parallel';
import { bucketEdge, bucketSeconds } from '@pharos/core/time-range';
import type { ProjectScope } from '../../store/scope.ts';
import type { BehaviourReader } from '../../store/telemetry/behaviour-contract.ts';

const MOST_PARTS = 1_000;
/** Nobody is asked for less than a minute: so often users are told of. */
const LEAST_SECONDS = 60;

/** What was in parallel over a range, in parts of whole minutes. */
export async function concurrencyOf(
  reader: Pick<BehaviourReader, 'parallel'>,
  project: ProjectScope,
  range: { fromMs: number; toMs: number },
  signal: AbortSignal,
): Promise<Concurrency> {
  const width = Math.max(LEAST_SECONDS, bucketSeconds(range, MOST_PARTS));
  const fromMs = bucketEdge(range.fromMs, width);
  const partMs = width * 1000;
  const parts = Math.ceil((range.toMs - fromMs) / partMs);
  const { people, runs } = await reader.parallel(project, { fromMs, toMs: range.toMs, partMs }, signal);
  const here = new Map(people.map((each) => [each.part, each]));
  const levels = runPeaks(runs, parts);
  const start = (part: number) => new Date(fromMs + part * partMs).toISOString();
  const buckets = levels.map((level, part) => ({
    start: start(part),
    users: here.get(part)?.users ?? 0,
    sessions: here.get(part)?.sessions ?? 0,
    runs: level,
  }));
  const peakOf = (measure: 'users' | 'sessions' | 'runs') => {
    const peak = highest(buckets.map((bucket) => bucket[measure]));
    return peak ? { value: peak.value, at: start(peak.at) } : null;
  };
  return {
    bucketSeconds: width,
    buckets,
    peaks: { users: peakOf('users'), sessions: peakOf('sessions'), runs: peakOf('runs') },
  };
}
