import { isAdditive, metricNamed } from '../metrics.ts';
import type { Change } from '../series/change.ts';
import { median } from '../series/robust.ts';
import { known } from '../series/series.ts';
import type { MadeOf, MadeReport, MadeSection } from './made.ts';
import type { FindingKind } from './words.ts';
import type { Writer } from './writer.ts';

/** What stands out in a report, in a sentence. The heaviest are told first. */
export interface Finding {
  kind: FindingKind;
  tone: Change['tone'];
  weight: number;
  text: string;
}

const MOST = 8;
/** Changes that are smaller, as a share or in points, are nothing to speak of. */
const LEAST_CHANGE = 0.1;
const LEAST_POINTS = 1;
/** Counts that chance alone moves are none either: so many standard deviations of the difference of two Poisson counts. */
const SURE = 3;
/** A bucket is a peak from so many times the median on, among so many buckets. */
const PEAK = 2.5;
const LEAST_BUCKETS = 12;
/** A group is worth a sentence from such a share on … */
const LEAST_SHARE = 0.05;
/** … and when it has more than this of all, among at least so many. */
const MOST_OF = 0.5;
const LEAST_GROUPS = 4;
/** Metrics that people look at first. */
const IMPORTANCE: Readonly<Record<string, number>> = {
  ...{ successRate: 3, errorRate: 3, requestErrors: 2, cost: 3, costPerRequest: 2 },
  ...{ latencyP95: 2, users: 2, requests: 2, scoreAvg: 2 },
};
const importance = (metric: string): number => IMPORTANCE[metric] ?? 1;

/** What stands out, the heaviest first: computed from the figures of the report, nothing else. */
export function findingsOf({ sections }: Pick<MadeReport, 'sections'>, writer: Writer): Finding[] {
  const all = sections.flatMap((section) => detect(section, writer));
  const once = all.filter(({ text }, i) => all.findIndex((other) => other.text === text) === i);
  return once.sort((a, b) => b.weight - a.weight).slice(0, MOST);
}

type Detector<Kind extends MadeSection['kind']> = (section: MadeOf<Kind>, writer: Writer) => Finding[];

function detect(section: MadeSection, writer: Writer): Finding[] {
  switch (section.kind) {
    case 'figures':
      return [...moved(section, writer), ...unpriced(section, writer)];
    case 'chart':
      return peaks(section, writer);
    case 'table':
      return [...cameAndWent(section, writer), ...dominates(section, writer)];
    case 'movers':
      return drives(section, writer);
    case 'incidents':
      return incidents(section, writer);
    case 'errors':
      return freshErrors(section, writer);
    case 'forecast':
      return heading(section, writer);
    case 'text':
    case 'failed':
      return [];
  }
}

const found = (
  writer: Writer,
  kind: FindingKind,
  weight: number,
  values: Readonly<Record<string, string | number>>,
  tone: Change['tone'] = 'neutral',
): Finding => ({ kind, tone, weight, text: writer.fill(writer.words.found[kind], values) });

/** Whether any figure had something in the period before: else all of it is new, which says nothing of any. */
const hadBefore = ({ figures }: MadeOf<'figures'>): boolean => figures.some(({ previous }) => previous);

/** What is said where nothing stands out: that nothing moved, or that there is nothing that it could have moved from. */
export function calmText({ sections }: Pick<MadeReport, 'sections'>, { words }: Writer): string {
  const figures = sections.flatMap((section) => (section.kind === 'figures' ? [section] : []));
  return figures.length > 0 && !figures.some(hadBefore) ? words.first : words.calm;
}

const moved: Detector<'figures'> = (section, writer) =>
  section.figures.flatMap(({ metric, value, previous }) => {
    const named = writer.metric(metric.name);
    const weight = importance(metric.name);
    if (value !== null && value > 0 && previous === 0 && metric.unit !== 'ratio')
      return hadBefore(section) && isSure(metric, value, 0)
        ? found(writer, 'fromNothing', weight, { metric: named, now: writer.figure(value, metric.unit) })
        : [];
    const change = writer.changeOf(metric, value, previous);
    if (!change || value === null || previous === null || !isSure(metric, value, previous)) return [];
    const isLarge = Math.abs(change.value) >= (change.kind === 'points' ? LEAST_POINTS : LEAST_CHANGE);
    if (!isLarge) return [];
    const size =
      change.kind === 'points' ? Math.abs(change.value) / 10 : Math.abs(Math.log(value / previous));
    const values = {
      metric: named,
      // The word says whether it rose.
      change: writer.change({ ...change, value: Math.abs(change.value) }).replace('+', ''),
      now: writer.figure(value, metric.unit),
      before: writer.figure(previous, metric.unit),
    };
    const kind = change.value > 0 ? 'rose' : 'fell';
    return found(writer, kind, weight * Math.min(3, size) + weight, values, change.tone);
  });

/** Counts are judged by what chance makes of them. */
function isSure({ name, unit }: { name: string; unit: string }, now: number, before: number): boolean {
  const metric = metricNamed(name);
  if (unit !== 'count' || !metric || !isAdditive(metric)) return true;
  return Math.abs(now - before) >= SURE * Math.sqrt(now + before);
}

const unpriced: Detector<'figures'> = ({ figures }, writer) => {
  const calls = figures.find(({ metric }) => metric.name === 'unpricedCalls');
  if (!calls?.value) return [];
  return [found(writer, 'unpriced', 4, { now: writer.figure(calls.value, 'count') }, 'bad')];
};

const peaks: Detector<'chart'> = ({ series, buckets }, writer) => {
  const [only, ...others] = series;
  const metric = only && metricNamed(only.metric.name);
  if (!only || others.length > 0 || !metric || !isAdditive(metric)) return [];
  const values = only.points.filter(known);
  const usual = median(values);
  const peak = Math.max(...values);
  if (values.length < LEAST_BUCKETS || usual <= 0 || peak < PEAK * usual || !isSure(only.metric, peak, usual))
    return [];
  const at = buckets[only.points.indexOf(peak)] ?? '';
  const times = writer.figure(peak / usual, 'number');
  const now = writer.figure(peak, only.metric.unit);
  const told = { metric: writer.metric(only.metric.name), now, times };
  return [found(writer, 'peaked', Math.min(4, peak / usual / 2), { ...told, at: writer.moment(at) })];
};

const cameAndWent: Detector<'table'> = ({ rows, metrics: [metric] }, writer) => {
  const of = metric && metricNamed(metric.name);
  if (!metric || !of || !isAdditive(of)) return [];
  const [now, before] = [totalOf(rows, 'values'), totalOf(rows, 'previous')];
  // Where there was nothing, everything is new.
  if (before === 0) return [];
  return rows.flatMap(({ group, other, values, previous }) => {
    if (other || group === '') return [];
    const [value, was] = [values[0] ?? 0, previous[0] ?? 0];
    const [kind, share] =
      was === 0 ? (['appeared', value / now] as const) : (['vanished', was / before] as const);
    if ((was !== 0 && value !== 0) || share < LEAST_SHARE) return [];
    const told = {
      group: writer.group(group),
      share: writer.percent(share),
      metric: writer.inSentence(writer.metric(metric.name)),
    };
    return found(writer, kind, 1 + 2 * share, told);
  });
};

const dominates: Detector<'table'> = ({ rows, metrics: [metric] }, writer) => {
  const of = metric && metricNamed(metric.name);
  const [first] = rows;
  if (!metric || !of || !isAdditive(of) || !first || first.other || rows.length < LEAST_GROUPS) return [];
  const share = (first.values[0] ?? 0) / totalOf(rows, 'values');
  if (!(share >= MOST_OF)) return [];
  const told = {
    group: writer.group(first.group),
    share: writer.percent(share),
    metric: writer.inSentence(writer.metric(metric.name)),
  };
  return [found(writer, 'most', share, told)];
};

const totalOf = (rows: MadeOf<'table'>['rows'], of: 'values' | 'previous'): number =>
  rows.reduce((sum, row) => sum + (row[of][0] ?? 0), 0);

const drives: Detector<'movers'> = ({ metric, total, rows }, writer) => {
  const change = total.now - total.before;
  const [first] = rows;
  if (!first || Math.abs(change) < LEAST_CHANGE * total.before || total.before === 0) return [];
  const own = first.now - first.before;
  const share = own / change;
  const amount = writer.figure(Math.abs(own), metric.unit);
  const told = {
    group: writer.group(first.group),
    metric: writer.inSentence(writer.metric(metric.name)),
    change: `${own < 0 ? '−' : '+'}${amount}`,
    share: writer.percent(share),
  };
  // Where others went the other way a share would be more than all.
  const kind = share > 1 ? 'partly' : 'drives';
  return share >= MOST_OF ? [found(writer, kind, 3, told)] : [];
};

const incidents: Detector<'incidents'> = ({ opened, bySeverity, rows: [longest] }, writer) => {
  if (!longest) return [];
  const critical = bySeverity.critical ?? 0;
  const told = {
    count: critical || opened,
    title: longest.title,
    duration: longest.endedAt
      ? writer.duration(Date.parse(longest.endedAt) - Date.parse(longest.openedAt))
      : writer.words.incidents.open,
  };
  const isCritical = critical > 0 && longest.severity === 'critical';
  return isCritical
    ? [found(writer, 'critical', 8, told, 'bad')]
    : [found(writer, 'incidents', 5, { ...told, count: opened }, 'bad')];
};

const freshErrors: Detector<'errors'> = ({ rows }, writer) => {
  const fresh = rows.filter((row) => row.fresh);
  const [first] = [...fresh].sort((a, b) => b.count - a.count);
  if (!first) return [];
  const title = writer.group(`${first.type} ${first.message}`.trim());
  return [found(writer, 'freshErrors', 4, { count: fresh.length, times: first.count, title }, 'bad')];
};

const heading: Detector<'forecast'> = ({ metric, forecast: { forecast, previous } }, writer) => {
  if (!forecast || !previous) return [];
  const change = writer.changeOf(metric, forecast.expected, previous);
  if (!change || Math.abs(change.value) < LEAST_CHANGE) return [];
  const figure = (value: number) => writer.figure(value, metric.unit);
  const { expected, low, high } = forecast;
  const told = { now: figure(expected), low: figure(low), high: figure(high), before: figure(previous) };
  return [found(writer, 'heading', 3, { metric: writer.metric(metric.name), ...told }, change.tone)];
};
