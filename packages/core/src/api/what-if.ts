import { z } from 'zod';
import { filterSchema, MAX_FILTERS } from '../filter.ts';
import { SERVICE_TIERS } from '../pricing/tiers.ts';
import { USAGE_BUCKETS } from '../usage.ts';

export const MAX_SCENARIOS = 300;
export const MAX_CHANGES = 8;

const name = z.string().max(256);

/** Which calls a change is about: all that agree with what is named; nothing named means every call. */
export const whichCallsSchema = z.object({
  provider: name.optional(),
  model: name.optional(),
  agent: name.optional(),
});
export type WhichCalls = z.infer<typeof whichCallsSchema>;

/** A part or a multiple, exact to six decimal places. */
const share = z.number().min(0).max(1);
const factor = z.number().min(0.01).max(100);

const common = {
  of: whichCallsSchema.default({}),
  /** The share of these calls that it is done to, as if they were average ones. */
  share: share.default(1),
};
const writes = {
  /** How often a token that was written to the cache is read from it. Absent: as measured, else {@link READS_PER_WRITE}. */
  readsPerWrite: z.number().min(0.1).max(10_000).optional(),
  /** How long the cache keeps what is written, where the provider charges by it. */
  keptFor: z.enum(['5m', '1h']).default('5m'),
};

/** Where neither the traffic nor the reader tells: as in conversations of about ten turns, each read again by the next. */
export const READS_PER_WRITE = 5;

export const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('model'),
    ...common,
    /** Of the price list, or of a project's own prices. */
    to: z.object({ provider: name.default(''), model: name.min(1) }),
    /** Tokens that the new model counts for each one of the old: its tokenizer, and how much it says. */
    tokenFactor: factor.default(1),
    ...writes,
  }),
  z.object({
    kind: z.literal('cache'),
    ...common,
    /** Cached reads by all tokens that go in, over these calls together. */
    cacheShare: share,
    ...writes,
  }),
  z.object({ kind: z.literal('tier'), ...common, tier: z.enum(SERVICE_TIERS) }),
  z.object({ kind: z.literal('length'), ...common, input: factor.default(1), output: factor.default(1) }),
]);
export type Change = z.infer<typeof changeSchema>;
export type ChangeInput = z.input<typeof changeSchema>;

export const scenarioSchema = z.object({
  name: z.string().max(200).default(''),
  /** Each is done to what the one before it left. */
  changes: z.array(changeSchema).min(1).max(MAX_CHANGES),
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const whatIfRequestSchema = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  filters: z.array(filterSchema).max(MAX_FILTERS).default([]),
  search: z.string().max(512).default(''),
  scenarios: z.array(scenarioSchema).max(MAX_SCENARIOS).default([]),
  /** Totals alone, without the parts that they are made of. */
  totalsOnly: z.boolean().default(false),
});
export type WhatIfRequest = z.infer<typeof whatIfRequestSchema>;
export type WhatIfInput = z.input<typeof whatIfRequestSchema>;

/** What money is told apart by; `other` is what a client reported as a whole. */
export const COST_BUCKETS = [...USAGE_BUCKETS, 'request', 'other'] as const;
export type CostBucket = (typeof COST_BUCKETS)[number];

/** US dollars, exact, as decimal text. */
const money = z.string();
const count = z.number();

/** Cached reads by all tokens that went in; null when none did. */
const cacheShare = z.number().nullable();

const modelPartSchema = z.object({
  provider: z.string(),
  model: z.string(),
  calls: count,
  tokens: count,
  cost: money,
  cacheShare,
});
const bucketPartSchema = z.object({ bucket: z.enum(COST_BUCKETS), tokens: count, cost: money });

/** A cost, and what it is made of: each list adds up to `cost`. */
export const spentSchema = z.object({
  cost: money,
  calls: count,
  tokens: count,
  cacheShare,
  byModel: z.array(modelPartSchema).optional(),
  byBucket: z.array(bucketPartSchema).optional(),
  /** One for each of `parts`. */
  byPart: z.array(money).optional(),
});
export type Spent = z.infer<typeof spentSchema>;

export const LEFT_REASONS = ['unpricedNow', 'noPrice', 'noTier', 'noRate', 'totalOnly', 'noUsage'] as const;
/** Calls that have no cost on one side, or on both, and so are in neither sum. */
export const leftSchema = z.object({
  reason: z.enum(LEFT_REASONS),
  provider: z.string(),
  model: z.string(),
  /** The bucket that has no price. */
  bucket: z.enum(COST_BUCKETS).optional(),
  calls: count,
  tokens: count,
  /** What they cost as measured and what they would cost, where that is known. */
  before: money.optional(),
  after: money.optional(),
});
export type Left = z.infer<typeof leftSchema>;

export const ASSUMPTIONS = [
  'asMeasured',
  'noCalls',
  'sameTokens',
  'tokenFactor',
  'averageCalls',
  'writes',
  'freeWrites',
  'noCachePrice',
  'cacheCapped',
  'clientPrices',
  'referenceRate',
] as const;
/** What a result rests on. `values` are what its sentence is about, for those who say it in other words. */
export const assumptionSchema = z.object({
  name: z.enum(ASSUMPTIONS),
  values: z.record(z.string(), z.string()),
  text: z.string(),
});
export type Assumption = z.infer<typeof assumptionSchema>;

export const outcomeSchema = z.object({
  name: z.string(),
  /** What the same calls cost as measured. */
  before: money,
  after: spentSchema,
  /** `after` less `before`. */
  difference: money,
  left: z.array(leftSchema),
  assumptions: z.array(assumptionSchema),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const whatIfSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** The start of each hour (of ranges up to three days) or day, in UTC. */
  parts: z.array(z.string()),
  partSeconds: count,
  /** As it was: each token counted once, at what it cost. */
  measured: spentSchema.extend({
    unpricedCalls: count,
    estimatedTokens: count,
  }),
  /** In the order of the scenarios. */
  outcomes: z.array(outcomeSchema),
});
export type WhatIf = z.infer<typeof whatIfSchema>;
