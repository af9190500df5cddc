import type { TraceSummary } from '@pharos/core/api/spans';

const newestFirst = (a: TraceSummary, b: TraceSummary) => Date.parse(b.startTime) - Date.parse(a.startTime);

/** The pages with what arrived since on top, each trace once and in its latest form. */
export function mergeFresh(fresh: readonly TraceSummary[], pages: readonly TraceSummary[]): TraceSummary[] {
  const latest = new Map(fresh.map((trace) => [trace.traceId, trace]));
  const old = pages.map((trace) => latest.get(trace.traceId) ?? trace);
  const known = new Set(old.map((trace) => trace.traceId));
  const added = [...latest.values()].filter((trace) => !known.has(trace.traceId)).sort(newestFirst);
  return [...added, ...old];
}

/** At most so many arrivals are kept on top; older ones are found again by scrolling. */
export const MOST_FRESH = 500;

/** What has arrived so far with one more answer, the newest first. */
export function withAnswer(fresh: readonly TraceSummary[], answer: readonly TraceSummary[]): TraceSummary[] {
  const all = new Map([...fresh, ...answer].map((trace) => [trace.traceId, trace]));
  return [...all.values()].sort(newestFirst).slice(0, MOST_FRESH);
}
