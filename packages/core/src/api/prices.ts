import { z } from 'zod';
import { USAGE_BUCKETS } from '../usage.ts';

/** What can have a rate: every bucket of usage, and a call as such. */
export const PRICED_UNITS = [...USAGE_BUCKETS, 'request'] as const;

const amount = z.string().regex(/^\d{1,9}(\.\d{1,9})?$/);
const MAX_TIERS = 8;

/** Per million tokens (per thousand of `searchUnits` and `request`); a list is a base with [above n input tokens, rate]. */
const rateSchema = z.union([
  amount,
  z
    .tuple([amount], z.tuple([z.number().int().positive(), amount]))
    .refine(
      ([, ...tiers]) =>
        tiers.length <= MAX_TIERS && tiers.every(([above], i) => i === 0 || above > (tiers[i - 1]?.[0] ?? 0)),
      'at most eight tiers, each above the one before',
    ),
]);
const rate = rateSchema.optional();

const ratesSchema = z.object({
  input: rate,
  cachedRead: rate,
  cacheWrite: rate,
  cacheWrite1h: rate,
  inputAudio: rate,
  inputImage: rate,
  output: rate,
  reasoning: rate,
  outputAudio: rate,
  outputImage: rate,
  searchUnits: rate,
  request: rate,
} satisfies Record<(typeof PRICED_UNITS)[number], typeof rate>);

export type OwnRates = z.infer<typeof ratesSchema>;

const day = z.iso.date();
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, as ISO 4217 has them');

const region = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a region such as eu, us-east-1 or cn');

/**
 * A price as a project sets it. It holds from its day on, in UTC, until the next one of the same model; without a day, always.
 * With a region it holds for calls that are known to be served there, before one without.
 */
export const priceSchema = ratesSchema.extend({
  model: z.string().trim().min(1).max(200),
  provider: z.string().max(80).default(''),
  region: region.optional(),
  from: day.optional(),
  currency: currencySchema.default('USD'),
});
/** What a project set, and when: the edition that spans are told. */
export const priceOverrideSchema = priceSchema.extend({ updatedAt: z.iso.datetime() });
export type PriceOverride = z.infer<typeof priceOverrideSchema>;

export const modelPriceSchema = priceSchema.extend({
  id: z.string(),
  /** `catalogue`, or `project` when this project set it. */
  source: z.enum(['catalogue', 'project']),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** What one unit of a currency is worth in US dollars, from a day on, in UTC. Before the first day that one holds too. */
export const exchangeRateSchema = z.object({
  currency: currencySchema.refine((name) => name !== 'USD', 'a dollar is a dollar'),
  from: day,
  usd: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,12})?$/)
    .refine((text) => Number(text) > 0, 'above zero'),
});
export type ExchangeRate = z.infer<typeof exchangeRateSchema>;

const moment = z.iso.datetime({ offset: true });
/** Which stored spans are to be priced anew: those that start in the range. */
export const repriceSchema = z
  .object({ from: moment, to: moment })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), '`from` must be before `to`');

export const REPRICE_STATES = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
/** A run over stored spans that prices them as they would be priced today. */
export const repriceJobSchema = z.object({
  id: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  state: z.enum(REPRICE_STATES),
  /** Spans with usage in the range when it began; of these looked at so far, and changed. */
  spans: z.number(),
  done: z.number(),
  changed: z.number(),
  /** What the changed ones cost before and cost now, US dollars, exact. */
  before: z.string(),
  after: z.string(),
  /** Why it failed. */
  error: z.string().optional(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  finishedAt: z.iso.datetime().optional(),
});
export type RepriceJob = z.infer<typeof repriceJobSchema>;
