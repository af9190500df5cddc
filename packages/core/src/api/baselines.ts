import { z } from 'zod';
import { SINCE } from '../baselines/watch-range.ts';
import { ASPECTS, DIMENSIONS, watchedOf } from '../baselines/watched.ts';
import { timeZone } from './behaviour.ts';
import { projectQuery } from './common.ts';

const figure = z.number();
const instant = z.string();
const dimension = z.enum(DIMENSIONS);
const bands = z.array(z.object({ expected: figure, low: figure, high: figure }).nullable());

/** One metric of one group. */
const series = {
  /** The group: an agent, a model, a tool, or a route. */
  value: z.string(),
  aspect: z.enum(ASPECTS),
  metric: z.string(),
  /** The name of the score, of quality; null of all else. */
  score: z.string().nullable(),
};

export const SERIES_STATES = ['usual', 'left', 'tooLittleHistory'] as const;
export const watchedSeriesSchema = z.object({ ...series, state: z.enum(SERIES_STATES) });
export type WatchedSeries = z.infer<typeof watchedSeriesSchema>;

/** What left its band, of one dimension. */
export const baselinesQuery = projectQuery.extend({
  dimension,
  /** Whose midnight and whose hours of the week: an IANA name. */
  timeZone,
  since: z.enum(SINCE).default('today'),
});
export type BaselinesQuery = z.infer<typeof baselinesQuery>;

export const departureSchema = z.object({
  ...series,
  direction: z.enum(['above', 'below']),
  change: z.enum(['worse', 'better', 'neither']),
  from: instant,
  to: instant,
  /** It lasts until the last hour that is over. */
  lasting: z.boolean(),
  /** Sums of tokens and cost; means by calls of the hours' figures of all else. */
  expected: figure,
  actual: figure,
  /** The robust z of the hour that is furthest off; below 0 for less than expected. */
  deviations: figure,
  /** The part of the dimension's calls, tokens or money that is affected, 0 to 1. */
  share: figure,
  /** 0 to 100, see baselines/matters.ts. */
  matters: figure,
  /** How often it left its band in the time that is looked at; this is the time that matters most. */
  times: figure,
  /** At least the last 24 hours, hour by hour; null where it is not known or of too few calls. */
  course: z.object({ starts: z.array(instant), values: z.array(figure.nullable()), bands }),
});
export type Departure = z.infer<typeof departureSchema>;

export const baselinesSchema = z.object({
  /** What is judged: `to` is the end of the last hour that is over. */
  from: instant,
  to: instant,
  /** What was looked at: metrics of groups of which anything is known, the biggest groups first. */
  series: z.array(watchedSeriesSchema),
  /** How many of them are judged, and of how many too little is known to say what is usual. */
  judged: figure,
  tooLittleHistory: figure,
  /** The part of all calls since `from` that is of smaller groups than those looked at, 0 to 1. */
  leftOut: figure,
  /** One a series, those that matter most first. */
  departures: z.array(departureSchema),
});
export type Baselines = z.infer<typeof baselinesSchema>;

/** The week of usual of one group and metric. */
export const baselineWeekQuery = projectQuery
  .extend({
    dimension,
    value: z.string().min(1).max(1024),
    metric: z.string().max(64),
    /** The name of a score, which quality needs. */
    score: z.string().min(1).max(256).optional(),
    timeZone,
  })
  .superRefine(({ dimension, metric, score }, context) => {
    const suiting = watchedOf(dimension);
    const found = suiting.find(({ watched }) => watched.metric === metric);
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (found === undefined) {
      const names = suiting.map(({ watched }) => watched.metric).join(', ');
      refuse('metric', `of a ${dimension} one of ${names} is watched`);
    } else if (found.question.split.includes('score') !== (score !== undefined)) {
      refuse('score', score === undefined ? 'name the score' : `${metric} has no score`);
    }
  });
export type BaselineWeekQuery = z.infer<typeof baselineWeekQuery>;

export const baselineWeekSchema = z.object({
  /** The hours from Monday to Monday where the reader is: 168, one more or less when clocks change. */
  starts: z.array(instant),
  /** Null where it is not known, of too few calls, or not over. */
  values: z.array(figure.nullable()),
  /** What is usual at that hour of the week; null where too little is known. */
  bands,
  season: z.enum(['hourOfWeek', 'hourOfDay', 'none']),
});
export type BaselineWeek = z.infer<typeof baselineWeekSchema>;
