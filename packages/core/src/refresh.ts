import { canonical } from './canonical.ts';
import { fieldNamed } from './fields.ts';
import { isAdditive, isZeroOfNothing, metricNamed } from './metrics.ts';
import type { Answer, Question, Series } from './question.ts';
import { bucketEdge } from './time-range.ts';

/** An answer that is on screen. */
export interface Shown {
  question: Question;
  answer: Answer;
  askedAtMs: number;
  /** When all of it was asked for the last time. */
  wholeAtMs: number;
}

/** What is drawn of an answer: its buckets alone, or figures of the whole range as well. */
export type Drawn = 'points' | 'totals';

export interface RefreshRules {
  /** A span is stored when it has ended: so long after its start it may still be missing. */
  lateMs: number;
  /** After so long all is asked again, so that what came even later shows. */
  wholeEveryMs: number;
}
export const REFRESH_RULES: RefreshRules = { lateMs: 15 * 60_000, wholeEveryMs: 10 * 60_000 };

/** What has to be asked so that an answer on screen becomes the one to a Question whose range has moved on. */
export type Refresh = { ask: 'nothing' | 'all' } | { ask: 'tail'; question: Question };

const ALL: Refresh = { ask: 'all' };

/**
 * Asks only for the buckets that may have changed: those that are new or were not full, and those in which late spans may
 * still begin. Everything must be asked when the rest would not stay as it is:
 *  - without buckets, or when the range does not begin at the edge of one; compared with a period before;
 *  - with a search or a filter on facts of a trace, which look at whole traces and so at the whole range;
 *  - with dimensions, unless all metrics add up (counts and sums) and all groups are there: the largest ones are found by
 *    their figures of the whole range;
 *  - when figures of the whole range are drawn, unless all metrics add up, are no money (which is exact) and are not
 *    split by dimensions (a group may have rows and yet no figures).
 */
export function refreshOf(
  shown: Shown,
  question: Question,
  drawn: Drawn,
  nowMs: number,
  rules: RefreshRules = REFRESH_RULES,
): Refresh {
  if (!canGrow(question, drawn) || !isSameBut(shown.question, question)) return ALL;
  if (nowMs - shown.wholeAtMs >= rules.wholeEveryMs) return ALL;
  if (shown.answer.series.some(({ other }) => other)) return ALL;
  const [was, now] = [spanOf(shown.question), spanOf(question)];
  if (edgeOf(now.fromMs, question) !== now.fromMs || edgeOf(was.fromMs, question) !== was.fromMs) return ALL;
  if (now.fromMs < was.fromMs || now.toMs < was.toMs) return ALL;
  const missing = now.toMs > was.toMs ? was.toMs : Number.POSITIVE_INFINITY;
  const tail = edgeOf(Math.min(shown.askedAtMs - rules.lateMs, missing), question);
  if (tail <= now.fromMs) return ALL;
  if (tail >= now.toMs) return { ask: 'nothing' };
  return { ask: 'tail', question: { ...question, from: new Date(tail).toISOString() } };
}

/**
 * The answer to a Question out of one on screen and the tail that {@link refreshOf} said to ask; undefined when they do
 * not make one, so that all has to be asked. Groups without any figure other than 0 are left out. `totals` are sums of
 * the buckets, null where metrics do not add up; `exact` is empty.
 */
export function withTail(shown: Answer, tail: Answer | undefined, question: Question): Answer | undefined {
  if (tail?.series.some(({ other }) => other)) return undefined;
  const groups = new Map<string, { before?: Series; after?: Series }>();
  for (const before of shown.series) groups.set(nameOf(before), { before });
  for (const after of tail?.series ?? []) groups.set(nameOf(after), { ...groups.get(nameOf(after)), after });
  const isSplit = question.dimensions.length > 0;
  if (isSplit && groups.size > question.limit) return undefined;

  const width = widthOf(question);
  const { fromMs, toMs } = spanOf(question);
  const starts = Array.from({ length: Math.ceil((toMs - fromMs) / width) }, (_, i) => fromMs + i * width);
  const placeIn = (answer: Answer | undefined) => {
    const first = Date.parse(answer?.buckets?.[0] ?? '');
    return (startMs: number) => (startMs - first) / width;
  };
  const [inShown, inTail] = [placeIn(shown), placeIn(tail)];
  const series = [...groups.values()].map(({ before, after }): Series => {
    const points = Object.fromEntries(
      question.metrics.map((name) => [
        name,
        starts.map((startMs) => {
          const isNew = tail !== undefined && inTail(startMs) >= 0;
          const list = (isNew ? after : before)?.points?.[name];
          return list?.[(isNew ? inTail : inShown)(startMs)] ?? nothing(name);
        }),
      ]),
    );
    const totals = Object.fromEntries(
      question.metrics.map((name) => [name, addsUp(name) ? sum(points[name] ?? []) : null]),
    );
    return { group: (before ?? after)?.group ?? [], other: false, totals, exact: {}, points };
  });
  const [first = ''] = question.metrics;
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucketSeconds: width / 1000,
    buckets: starts.map((startMs) => new Date(startMs).toISOString()),
    ...(shown.units && { units: shown.units }),
    series: isSplit ? series.filter(hasFigures).sort(byTotal(first)) : series,
  };
}

function canGrow({ metrics, dimensions, filters, search, bucketSeconds, compare }: Question, drawn: Drawn) {
  if (bucketSeconds === undefined || compare || search !== '') return false;
  if (filters.some(({ field }) => fieldNamed(field)?.level === 'trace')) return false;
  const addUp = metrics.every(addsUp);
  if (drawn === 'points') return dimensions.length === 0 || addUp;
  return dimensions.length === 0 && addUp && metrics.every((name) => metricNamed(name)?.unit !== 'usd');
}

/** They differ by their range alone. */
function isSameBut({ from: _f, to: _t, ...a }: Question, { from: _g, to: _u, ...b }: Question): boolean {
  return canonical(a) === canonical(b);
}

const edgeOf = (ms: number, { bucketSeconds = 1, bucketOffsetSeconds }: Question): number =>
  bucketEdge(ms, bucketSeconds, bucketOffsetSeconds);
const widthOf = ({ bucketSeconds = 0 }: Question): number => bucketSeconds * 1000;
const spanOf = ({ from, to }: Question) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });
const nameOf = ({ group }: Series): string => JSON.stringify(group);

function addsUp(name: string): boolean {
  const metric = metricNamed(name);
  return metric !== undefined && isAdditive(metric);
}

/** What a bucket says in which there was nothing. */
function nothing(name: string): number | null {
  const metric = metricNamed(name);
  return metric !== undefined && isZeroOfNothing(metric) ? 0 : null;
}

const sum = (points: readonly (number | null)[]): number =>
  points.reduce<number>((total, point) => total + (point ?? 0), 0);

const hasFigures = ({ totals }: Series): boolean => Object.values(totals).some((total) => total !== 0);

/** As the store ranks groups: the largest first, equal ones by name. */
const byTotal =
  (metric: string) =>
  (a: Series, b: Series): number =>
    (b.totals[metric] ?? 0) - (a.totals[metric] ?? 0) || (nameOf(a) < nameOf(b) ? -1 : 1);
