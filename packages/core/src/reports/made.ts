import { z } from 'zod';
import { SEVERITIES } from '../alerts/rule.ts';
import { exchangeRateSchema } from '../api/prices.ts';
import { forecastSchema } from '../api/usage.ts';
import { ERROR_STATES } from '../errors/standing.ts';
import { localTextOf } from '../local-text.ts';
import { UNITS } from '../metrics.ts';

const value = z.number().nullable();
const title = localTextOf(120);
const metric = z.object({ name: z.string(), unit: z.enum(UNITS) });
const times = { bucketSeconds: z.number(), buckets: z.array(z.string()) };
const change = { before: z.number(), now: z.number() };

/** What a section of a report came to, as figures: words and charts are made of it for each reader. */
export const madeSectionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('figures'),
    title,
    figures: z.array(z.object({ metric, value, previous: value, points: z.array(value) })),
    ...times,
  }),
  z.object({
    kind: z.literal('chart'),
    title,
    mark: z.enum(['line', 'stacked', 'bars']),
    dimension: z.string().nullable(),
    ...times,
    series: z.array(
      z.object({
        metric,
        /** Null where nothing splits it; '' of what has no value. */
        group: z.string().nullable(),
        /** All groups beyond the largest. */
        other: z.boolean(),
        points: z.array(value),
      }),
    ),
  }),
  z.object({
    kind: z.literal('table'),
    title,
    dimension: z.string(),
    /** Its own, beside that of the report. */
    filter: z.string().default(''),
    metrics: z.array(metric),
    rows: z.array(
      z.object({
        group: z.string(),
        other: z.boolean(),
        /** One a metric. */
        values: z.array(value),
        previous: z.array(value),
      }),
    ),
  }),
  z.object({
    kind: z.literal('movers'),
    title,
    metric,
    by: z.string(),
    filter: z.string().default(''),
    total: z.object(change),
    rows: z.array(z.object({ group: z.string(), ...change })),
    /** All others together. */
    rest: z.object({ ...change, groups: z.number() }),
  }),
  z.object({
    kind: z.literal('incidents'),
    title,
    /** Of the period. */
    opened: z.number(),
    /** There are more of them than were looked at. */
    atLeast: z.boolean(),
    bySeverity: z.partialRecord(z.enum(SEVERITIES), z.number()),
    /** Means, of those that were acknowledged and that have ended. */
    acknowledgedAfterMs: value,
    endedAfterMs: value,
    /** The longest first. */
    rows: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        severity: z.enum(SEVERITIES),
        openedAt: z.string(),
        endedAt: z.string().nullable(),
        acknowledgedBy: z.string().nullable(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('errors'),
    title,
    rows: z.array(
      z.object({
        group: z.string(),
        type: z.string(),
        message: z.string(),
        place: z.string(),
        count: z.number(),
        users: z.number(),
        state: z.enum(ERROR_STATES),
        /** It was not seen before the period. */
        fresh: z.boolean(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('forecast'),
    title,
    metric,
    forecast: forecastSchema,
  }),
  z.object({ kind: z.literal('text'), title, text: localTextOf(4000) }),
  /** What could not be answered, and why. */
  z.object({ kind: z.literal('failed'), title, reason: z.string() }),
]);
export type MadeSection = z.output<typeof madeSectionSchema>;
export type MadeOf<Kind extends MadeSection['kind']> = Extract<MadeSection, { kind: Kind }>;

/** A report as it was made. It is kept, and never made anew. */
export const madeReportSchema = z.object({
  /** Of this form. */
  form: z.literal(1),
  name: z.string(),
  project: z.object({ id: z.string(), name: z.string() }),
  timeZone: z.string(),
  /** [from, to), and the period of the same length before it. */
  from: z.string(),
  to: z.string(),
  previousFrom: z.string(),
  madeAt: z.string(),
  filter: z.string(),
  /** At what rate dollars are shown; null: as such. */
  rate: exchangeRateSchema.nullable(),
  sections: z.array(madeSectionSchema),
});
export type MadeReport = z.output<typeof madeReportSchema>;
