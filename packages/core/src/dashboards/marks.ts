import { fieldNamed } from '../fields.ts';
import { isNumeric } from '../filter.ts';
import { metricNamed } from '../metrics.ts';

/** How many a mark can show, both ends included. */
type Bounds = readonly [least: number, most: number];

/**
 * How an answer is drawn. A mark says what it needs of its Question: whether figures come in buckets of time, how many
 * dimensions split them, how many metrics there are, and whether the first dimension has to be a number in bins.
 */
export interface Mark {
  name: string;
  /** `only`: draws buckets. `also`: draws totals, with the buckets beside them. `never`: totals alone. */
  time: 'only' | 'also' | 'never';
  dimensions: Bounds;
  metrics: Bounds;
  binned?: true;
  /** Its metrics have scales of their own; else all share one axis and so one unit. */
  units?: 'any';
  /** Groups that can be told apart, and so the most that are asked for. */
  groups: number;
}

export const MARKS = [
  { name: 'line', time: 'only', dimensions: [0, 2], metrics: [1, 8], groups: 40 },
  { name: 'area', time: 'only', dimensions: [0, 2], metrics: [1, 8], groups: 40 },
  { name: 'stacked', time: 'only', dimensions: [0, 2], metrics: [1, 8], groups: 40 },
  { name: 'bars', time: 'only', dimensions: [0, 2], metrics: [1, 8], groups: 40 },
  { name: 'percentiles', time: 'only', dimensions: [0, 0], metrics: [2, 8], groups: 1 },
  { name: 'heatmap', time: 'only', dimensions: [1, 1], metrics: [1, 1], groups: 60 },
  { name: 'states', time: 'only', dimensions: [1, 1], metrics: [1, 1], groups: 60 },
  { name: 'cohort', time: 'only', dimensions: [1, 1], metrics: [1, 1], groups: 60 },
  { name: 'stat', time: 'also', dimensions: [0, 0], metrics: [1, 1], groups: 1 },
  { name: 'table', time: 'also', dimensions: [0, 3], metrics: [1, 8], units: 'any', groups: 100 },
  { name: 'bar', time: 'never', dimensions: [1, 2], metrics: [1, 1], groups: 60 },
  { name: 'histogram', time: 'never', dimensions: [1, 1], metrics: [1, 1], binned: true, groups: 100 },
  { name: 'scatter', time: 'never', dimensions: [1, 2], metrics: [2, 3], units: 'any', groups: 1000 },
  { name: 'gauge', time: 'never', dimensions: [0, 0], metrics: [1, 1], groups: 1 },
  { name: 'funnel', time: 'never', dimensions: [0, 1], metrics: [1, 8], groups: 12 },
  { name: 'flow', time: 'never', dimensions: [2, 3], metrics: [1, 1], groups: 100 },
] as const satisfies readonly Mark[];

export type MarkName = (typeof MARKS)[number]['name'];
export const MARK_NAMES = MARKS.map(({ name }) => name);

const BY_NAME = new Map<string, Mark>(MARKS.map((mark) => [mark.name, mark]));

/** The mark of that name. @throws Error when there is none. */
export function markNamed(name: MarkName): Mark {
  const mark = BY_NAME.get(name);
  if (!mark) throw new Error(`There is no mark ${name}.`);
  return mark;
}

const within = (count: number, [least, most]: Bounds): boolean => count >= least && count <= most;
const wanted = ([least, most]: Bounds): string => (least === most ? `${least}` : `${least} to ${most}`);

/** What a dimension needs to be sorted into bins. */
export const isBinned = (dimension: string): boolean => {
  const field = fieldNamed(dimension);
  return field !== undefined && isNumeric(field);
};

/** Why a mark cannot draw these; undefined when it can. */
export function whyNotDrawn(
  name: MarkName,
  { metrics, dimensions }: { metrics: readonly string[]; dimensions: readonly string[] },
): string | undefined {
  const mark = markNamed(name);
  if (!within(metrics.length, mark.metrics)) return `${name} draws ${wanted(mark.metrics)} metrics`;
  if (!within(dimensions.length, mark.dimensions))
    return `${name} draws ${wanted(mark.dimensions)} dimensions`;
  const units = new Set(metrics.map((metric) => metricNamed(metric)?.unit));
  if (mark.units !== 'any' && units.size > 1) return `${name} draws metrics of one unit`;
  if (mark.binned && !isBinned(dimensions[0] ?? ''))
    return `${name} splits by a number, such as spanDuration`;
  return undefined;
}

/** The marks that can draw these, in the order of the table. */
export const marksFor = (asked: { metrics: readonly string[]; dimensions: readonly string[] }): MarkName[] =>
  MARK_NAMES.filter((name) => whyNotDrawn(name, asked) === undefined);
