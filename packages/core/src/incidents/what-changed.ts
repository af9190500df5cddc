import { questionsOf, rowsMetric } from '../alerts/asking.ts';
import { asksOf } from '../alerts/judge.ts';
import type { MetricWatch } from '../alerts/watch.ts';
import { canonical } from '../canonical.ts';
import { filtersBehind } from '../dashboards/drill.ts';
import { fieldNamed } from '../fields.ts';
import { type Filter, MAX_FILTERS } from '../filter.ts';
import { groupBy } from '../group-by.ts';
import { isZeroOfNothing, metricNamed } from '../metrics.ts';
import type { Answer, Question, Series } from '../question.ts';

/** What is looked at as the reason of a change, in order of preference: what somebody changed before what is only affected. */
export const SUSPECT_DIMENSIONS = [
  ...['release', 'promptVersion', 'agentVersion', 'model', 'provider', 'prompt', 'tool', 'attr.cloud.region'],
  ...['agent', 'service', 'environment', 'user'],
] as const;

/** What steps of a request tell and the request itself does not, and the metrics of steps that stand for those of requests. */
const OF_STEPS: ReadonlySet<string> = new Set(['promptVersion', 'model', 'provider', 'prompt', 'tool']);
const IN_STEPS: Readonly<Record<string, string>> = {
  ...{ requests: 'spans', requestsPerMinute: 'spansPerMinute', requestErrors: 'spanErrors' },
  ...{ errorRate: 'spanErrorRate', successRate: 'spanSuccessRate', latencyAvg: 'spanLatencyAvg' },
  ...Object.fromEntries([50, 75, 90, 95, 99].map((p) => [`latencyP${p}`, `spanLatencyP${p}`])),
};
const stepMetric = (metric: string, dimension: string): string | undefined =>
  OF_STEPS.has(dimension) ? IN_STEPS[metric] : undefined;

const HOUR = 3600;
const DAY = 24 * HOUR;
const LONGEST = 6 * HOUR;
const VALUES = 40;
/** Who explains less of the change than this, or hardly more than its size would let one expect, is no suspect. */
const LEAST_SHARE = 0.15;
const LEAST_SURPRISE = 0.1;
/** A mean or a share of fewer rows is chance. */
const LEAST_ROWS = 10;
const MOST_SUSPECTS = 10;

export interface Period {
  fromMs: number;
  toMs: number;
}
/** The time of an incident, and a time of the same length before it that it is compared with. */
export interface Periods {
  before: Period;
  after: Period;
}

/** An incident shows from the first window that was bad; what it is compared with is what its rule compares with. */
export function periodsOf(
  { watch, forSeconds }: { watch: MetricWatch; forSeconds: number },
  { openedMs, endedMs, nowMs }: { openedMs: number; endedMs: number | null; nowMs: number },
): Periods {
  const window = Math.min(LONGEST, Math.max(...asksOf(watch).map(({ fromAgo, toAgo }) => fromAgo - toAgo)));
  const fromMs = openedMs - Math.min(LONGEST, forSeconds + window) * 1000;
  const toMs = Math.min(endedMs ?? nowMs, openedMs + Math.max(window, HOUR) * 1000, nowMs);
  const after = { fromMs, toMs: Math.max(toMs, openedMs) };
  const back = backOf(watch) * 1000 || after.toMs - after.fromMs;
  return { after, before: { fromMs: after.fromMs - back, toMs: after.toMs - back } };
}

/** 0: the time right before. */
function backOf({ condition }: MetricWatch): number {
  if (condition.kind === 'anomaly') return 7 * DAY;
  if (condition.kind !== 'change') return 0;
  return { previous: 0, day: DAY, week: 7 * DAY }[condition.against];
}

/** The dimensions that may tell why a group of a rule changed: those that do not make the group itself. */
export const suspectDimensions = ({ by, filters }: MetricWatch): string[] => {
  const settled = new Set(
    [...by, ...filters.map(({ field }) => field)].map((name) => fieldNamed(name)?.name),
  );
  return SUSPECT_DIMENSIONS.filter((name) => !settled.has(name));
};

/** What tells one dimension: the figures of its values in a period. Undefined when the group cannot be asked for. */
export function suspectQuestion(
  watch: MetricWatch,
  group: readonly string[],
  dimension: string,
  { fromMs, toMs }: Period,
): Question | undefined {
  const inSteps = stepMetric(watch.metric, dimension);
  const [asked] = questionsOf({ ...watch, metric: inSteps ?? watch.metric }, toMs);
  // The group of all that is beyond the largest has no values of its own.
  const by = group.length === 0 ? [] : watch.by;
  const filters = [
    ...filtersBehind({ metrics: [], dimensions: by, filters: watch.filters, group }),
    ...(inSteps === undefined ? [] : [{ field: dimension, op: 'exists' as const, values: [] }]),
  ];
  if (asked === undefined || filters.length > MAX_FILTERS) return undefined;
  return {
    ...asked,
    ...{ dimensions: [dimension], filters, limit: VALUES },
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  };
}

export interface Figure {
  value: number | null;
  rows: number;
}
export interface Suspect {
  dimension: string;
  /** That of the rule, or of the steps of requests where these tell the dimension. */
  metric: string;
  value: string;
  before: Figure;
  after: Figure;
  /** Of the whole change, 1 for all of it; more than 1 where others went the other way. */
  share: number;
  /** The conditions that list the traces behind it. */
  filters: Filter[];
  /** Values of other dimensions with the very same figures, so that nothing tells them apart. */
  sameAs: { dimension: string; value: string }[];
}

/** The answers about a dimension, before and after, and the conditions under which it was asked. */
export interface Told {
  dimension: string;
  filters: readonly Filter[];
  before: Answer;
  after: Answer;
}

/**
 * Values ranked by how much more of a change they explain than their size lets one expect: one that has half of all and half of
 * the change tells nothing, one that is new and has all of it tells everything (explanatory power against surprise, after
 * Bhagwan et al., Adtributor, NSDI 2014). What each contributes is its difference for sums, and for means and shares the part
 * of its own change and of its changed weight (Kitagawa, Components of a Difference Between Two Rates, JASA 50, 1955); for
 * quantiles, which do not add up, that is an estimate.
 */
export function suspectsOf(watched: string, told: readonly Told[]): Suspect[] {
  const found = told.flatMap(({ dimension, filters, before, after }, place) => {
    const metric = stepMetric(watched, dimension) ?? watched;
    const values = pairsOf(metric, before, after);
    const [was, is] = [rowsOf(values, 'before'), rowsOf(values, 'after')];
    const behind = (value: string) =>
      filtersBehind({ metrics: [metric], dimensions: [dimension], filters, group: [value] });
    const known = metricNamed(metric);
    const sums = known !== undefined && isZeroOfNothing(known);
    // Of what applications send it is not known how much a figure is of.
    const countsRows = !sums && known !== undefined;
    // Where nothing was, nothing is known to have changed.
    if (was === 0) return [];
    const parts = sums ? differences(values) : components(values, was, is);
    const whole = parts.reduce((sum, part) => sum + part, 0);
    if (whole === 0) return [];
    const all = values.reduce((sum, each) => sum + (each.before.value ?? 0), 0);
    return values.flatMap((each, i) => {
      const share = (parts[i] ?? 0) / whole;
      const expected = sums
        ? all === 0
          ? 1 / values.length
          : (each.before.value ?? 0) / all
        : (weight(each.before, was) + weight(each.after, is)) / 2;
      const surprise = Math.min(1, share) - expected;
      const isNamed = each.value !== '' && each.value !== OTHERS;
      const isEnough = !countsRows || Math.max(each.before.rows, each.after.rows) >= LEAST_ROWS;
      const isTold = isNamed && isEnough && share >= LEAST_SHARE && surprise >= LEAST_SURPRISE;
      return isTold
        ? [
            {
              suspect: { dimension, metric, ...each, share, filters: behind(each.value), sameAs: [] },
              surprise,
              place,
            },
          ]
        : [];
    });
  });
  const alike = groupBy(
    found.sort((a, b) => b.surprise - a.surprise || a.place - b.place),
    ({ suspect: { metric, before, after } }) => canonical([metric, before, after]),
  );
  return [...alike.values()].slice(0, MOST_SUSPECTS).flatMap((group) => {
    const [first, ...others] = group.sort((a, b) => a.place - b.place).map(({ suspect }) => suspect);
    const sameAs = others.map(({ dimension, value }) => ({ dimension, value }));
    return first ? [{ ...first, sameAs }] : [];
  });
}

interface Pair {
  value: string;
  before: Figure;
  after: Figure;
}

function pairsOf(metric: string, before: Answer, after: Answer): Pair[] {
  const sides = [before, after].map(
    ({ series }) => new Map(series.map((each) => [nameOf(each), figureOf(metric, each)])),
  );
  const [was, is] = sides as [Map<string, Figure>, Map<string, Figure>];
  const nothing: Figure = { value: null, rows: 0 };
  return [...new Set([...is.keys(), ...was.keys()])].map((value) => ({
    value,
    ...{ before: was.get(value) ?? nothing, after: is.get(value) ?? nothing },
  }));
}

/** All beyond the largest; like those that have no value, these name no reason. */
const OTHERS = '\0';
const nameOf = ({ group, other }: Series): string => (other ? OTHERS : (group[0] ?? ''));

function figureOf(metric: string, { totals }: Series): Figure {
  const rows = rowsMetric(metric);
  const value = totals[metric] ?? null;
  return { value, rows: rows === undefined ? Number(value !== null) : (totals[rows] ?? 0) };
}

const differences = (values: readonly Pair[]): number[] =>
  values.map(({ before, after }) => (after.value ?? 0) - (before.value ?? 0));

function components(values: readonly Pair[], was: number, is: number): number[] {
  const meanOf = (side: 'before' | 'after', rows: number) =>
    values.reduce((sum, each) => sum + weight(each[side], rows) * (each[side].value ?? 0), 0);
  const mean = (meanOf('before', was) + meanOf('after', is)) / 2;
  return values.map(({ before, after }) => {
    const [w0, w1] = [weight(before, was), weight(after, is)];
    // What was not there before, or is no more, changed in weight alone.
    const v0 = before.value ?? after.value ?? mean;
    const v1 = after.value ?? v0;
    return ((w0 + w1) / 2) * (v1 - v0) + (w1 - w0) * ((v0 + v1) / 2 - mean);
  });
}

const weight = ({ rows }: Figure, all: number): number => (all === 0 ? 0 : rows / all);
const rowsOf = (values: readonly Pair[], side: 'before' | 'after'): number =>
  values.reduce((sum, each) => sum + each[side].rows, 0);
