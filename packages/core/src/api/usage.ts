import { z } from 'zod';
import { fieldNamed } from '../fields.ts';
import { filterSchema, MAX_FILTERS } from '../filter.ts';
import { isAdditive, isOfScores, metricNamed } from '../metrics.ts';
import { isTimeZone } from '../zone.ts';

/** Of which spans. */
const chosen = {
  filters: z.array(filterSchema).max(MAX_FILTERS).default([]),
  search: z.string().max(512).default(''),
};
const range = { from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) };
const isForward = ({ from, to }: { from: string; to: string }): boolean => Date.parse(from) < Date.parse(to);
const BACKWARD = { message: '`from` must be before `to`', path: ['from'] };

const addsUp = (name: string): boolean => {
  const metric = metricNamed(name);
  return metric !== undefined && isAdditive(metric) && !isOfScores(metric);
};
/** What can be summed over hours, such as cost, tokens and calls. */
const metric = z
  .string()
  .refine(addsUp, { message: 'not a metric of spans that adds up, such as cost or tokens' })
  .default('cost');

const figure = z.number();

/** What will it be at the end of the month? */
export const forecastRequestSchema = z.object({
  metric,
  ...chosen,
  /** Whose month it is: an IANA name. */
  timeZone: z.string().max(64).refine(isTimeZone, { message: 'not a time zone' }).default('UTC'),
});
export type ForecastInput = z.input<typeof forecastRequestSchema>;
export type ForecastRequest = z.infer<typeof forecastRequestSchema>;

export const forecastSchema = z.object({
  /** The month, and the moment at which it was asked. ISO 8601. */
  from: z.string(),
  to: z.string(),
  at: z.string(),
  /** What there is of it so far. */
  present: figure,
  /** The whole month before; null when nothing is known of its beginning. */
  previous: figure.nullable(),
  /** Null when the history does not tell; `reason` says why. */
  forecast: z
    .object({
      /** The total of the month; `low` to `high` holds four totals of five. */
      expected: figure,
      low: figure,
      high: figure,
      method: z.enum(['seasonalTrend', 'seasonalNaive', 'mean']),
      /** How the method would have done, had it been asked at the end of each of so many days. */
      backtest: z.object({
        origins: figure,
        horizonDays: figure,
        /** Σ|actual − forecast| / Σ|actual|, as a share; null where nothing came. */
        error: figure.nullable(),
        /** The share of totals that were within the band known at the time; null where none was known. */
        coverage: figure.nullable(),
      }),
    })
    .nullable(),
  reason: z.enum(['tooLittleHistory']).nullable(),
  /** The days of the month: what was, null for those to come, and what is expected to come, null for those that are over. */
  days: z.array(z.object({ start: z.string(), present: figure.nullable(), toCome: figure.nullable() })),
});
export type MonthForecast = z.infer<typeof forecastSchema>;

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Buckets that have hours and days in common with those before. */
const comparable = {
  bucketSeconds: z
    .number()
    .int()
    .min(HOUR)
    .max(DAY)
    .refine((seconds) => DAY % seconds === 0, { message: 'not a part of a day' })
    .default(HOUR),
  bucketOffsetSeconds: z.number().int().min(0).max(DAY).default(0),
};

/** What was unusual? Buckets are judged by what was before them, by the hour of the week where that much is known. */
export const anomaliesRequestSchema = z
  .object({ metric, ...chosen, ...range, ...comparable })
  .refine(isForward, BACKWARD);
export type AnomaliesInput = z.input<typeof anomaliesRequestSchema>;
export type AnomaliesRequest = z.infer<typeof anomaliesRequestSchema>;

export const anomaliesSchema = z.object({
  bucketSeconds: figure,
  buckets: z.array(z.string()),
  /** One a bucket; null where it is not known or not over yet. */
  values: z.array(figure.nullable()),
  /** What is usual in each bucket; null where too little is known. */
  bands: z.array(z.object({ expected: figure, low: figure, high: figure }).nullable()),
  season: z.enum(['hourOfWeek', 'hourOfDay', 'none']),
  /** Neighbouring buckets outside of their bands, on the same side, in order of time. */
  anomalies: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      direction: z.enum(['above', 'below']),
      /** Sums over it. */
      expected: figure,
      actual: figure,
      /** The bucket that is furthest off; its score is a robust z. */
      peak: z.object({ at: z.string(), expected: figure, actual: figure, score: figure }),
    }),
  ),
});
export type Anomalies = z.infer<typeof anomaliesSchema>;

/** What is usual of a metric of spans or scores, whatever it was? */
export const usualRequestSchema = z
  .object({
    metric: z.string().refine((name) => metricNamed(name) !== undefined, { message: 'unknown metric' }),
    ...chosen,
    ...range,
    ...comparable,
  })
  .refine(isForward, BACKWARD);
export type UsualInput = z.input<typeof usualRequestSchema>;
export const usualSchema = anomaliesSchema.pick({
  ...{ bucketSeconds: true, buckets: true, bands: true, season: true },
});
export type Usual = z.infer<typeof usualSchema>;

export const MAX_MOVERS = 100;

/** What made the difference to the period of the same length right before? */
export const moversRequestSchema = z
  .object({
    metric: z.enum(['cost', 'tokens']).default('cost'),
    ...chosen,
    ...range,
    by: z.string().refine(
      (name) => {
        const field = fieldNamed(name);
        return field?.dimension === true && field.level === 'span';
      },
      { message: 'not a dimension of spans' },
    ),
    /** So many groups, those that moved most; the rest is one figure. */
    limit: z.number().int().min(1).max(MAX_MOVERS).default(10),
  })
  .refine(isForward, BACKWARD);
export type MoversInput = z.input<typeof moversRequestSchema>;
export type MoversRequest = z.infer<typeof moversRequestSchema>;

/** Why it changed; they add up to the change. Made model by model, so that another mix of models is no dearer token. */
const effectsSchema = z.object({
  /** More or fewer model calls. */
  volume: figure,
  /** Longer or shorter ones. */
  tokensPerRequest: figure,
  /** Dearer or cheaper tokens; always 0 for tokens. */
  pricePerToken: figure,
});
export type Effects = z.infer<typeof effectsSchema>;

const change = { before: figure, now: figure, change: figure };

export const moversSchema = z.object({
  total: z.object({ ...change, effects: effectsSchema }),
  movers: z.array(
    z.object({
      /** Its value of the dimension; '' for spans without one. */
      key: z.string(),
      ...change,
      movement: z.enum(['new', 'gone', 'up', 'down']),
      /** By how much it alone changed the total of before, as a share; null when that was 0. */
      contribution: figure.nullable(),
      effects: effectsSchema,
    }),
  ),
  /** All others together, so that the parts make the total, and how many of them are known to have moved. */
  rest: z.object({ ...change, groups: figure }),
});
export type Movers = z.infer<typeof moversSchema>;
