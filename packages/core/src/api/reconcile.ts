import { z } from 'zod';
import { filterSchema } from '../filter.ts';
import { CAUSE_KINDS } from '../reconcile/causes.ts';
import { FORM_IDS } from '../reconcile/forms.ts';
import { isZone } from '../reconcile/zone.ts';

/** Files of one statement, and bytes of all of them: what is beyond is refused. */
export const MAX_FILES = 24;
export const MAX_STATEMENT_BYTES = 12 << 20;
export const MAX_STATEMENTS = 200;

export const zoneSchema = z
  .string()
  .max(64)
  .refine(isZone, 'a time zone such as Asia/Shanghai, UTC or UTC+08:00');

const column = z.string().trim().toLowerCase().min(1).max(200);
/** Which column of a plain CSV file is what. Headers are compared without regard to case. */
export const mappingSchema = z
  .object({
    day: column,
    /** How a date is written when the year does not come first. */
    dayForm: z.enum(['date', 'dmy', 'mdy']).default('date'),
    /** When its days begin; absent: nobody knows, and UTC is assumed. */
    zone: zoneSchema.optional(),
    /** Who sent it, such as `openai`; '' of all that was used. */
    provider: z.string().trim().max(80).default(''),
    model: column.optional(),
    requests: column.optional(),
    input: column.optional(),
    /** The input column also contains what was read from and written to the cache. */
    inputHoldsCached: z.boolean().default(false),
    cachedRead: column.optional(),
    cacheWrite: column.optional(),
    output: column.optional(),
    cost: column.optional(),
    /** A column of currencies, or one currency of all costs. */
    currency: column.optional(),
    currencyIs: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('USD'),
  })
  .refine(({ input, output, cost, requests }) => input || output || cost || requests, {
    message: 'name at least one column of tokens, requests or cost',
  });
export type Mapping = z.infer<typeof mappingSchema>;
export type MappingInput = z.input<typeof mappingSchema>;

export const statementInputSchema = z.object({
  name: z.string().trim().max(120).default(''),
  /** The files as text: CSV, or JSON as the API of the provider answers. */
  files: z
    .array(z.object({ name: z.string().max(200), content: z.string().max(MAX_STATEMENT_BYTES) }))
    .min(1)
    .max(MAX_FILES),
  /** For CSV files of no known form. */
  mapping: mappingSchema.optional(),
});
export type StatementInput = z.input<typeof statementInputSchema>;

const fileSchema = z.object({
  name: z.string(),
  form: z.enum([...FORM_IDS, 'mapped']),
  rows: z.number(),
  /** Rows without any figure, as exports have them for days without usage. */
  empty: z.number(),
  /** Rows that could not be read. */
  left: z.number(),
  /** The file says that there are more pages. */
  isPartial: z.boolean(),
});
export const rowProblemSchema = z.object({
  file: z.string(),
  /** The line of a CSV file, or the path into JSON. */
  at: z.string(),
  column: z.string(),
  value: z.string(),
  /** `row`: of statements from when a broken file was read up to where it breaks. */
  problem: z.enum(['day', 'count', 'money', 'currency', 'parts', 'name', 'row']),
});
export type RowProblem = z.infer<typeof rowProblemSchema>;

const moneySchema = z.object({ currency: z.string(), cost: z.string() });

/** What was read from the files of a statement. */
export const readingSchema = z.object({
  provider: z.string(),
  zone: z.string(),
  zoneTold: z.boolean(),
  /** First and last day. */
  from: z.iso.date(),
  to: z.iso.date(),
  files: z.array(fileSchema),
  /** The first rows that could not be read. */
  problems: z.array(rowProblemSchema),
  lines: z.number(),
  models: z.array(z.string()),
  requests: z.number().optional(),
  tokens: z.number().optional(),
  costs: z.array(moneySchema),
});
export type Reading = z.infer<typeof readingSchema>;

export const statementSchema = readingSchema.extend({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type Statement = z.infer<typeof statementSchema>;

const count = z.number().optional();
/** What is absent is not told by the statement. */
const figuresSchema = z.object({
  requests: count,
  input: count,
  cachedRead: count,
  cacheWrite: count,
  output: count,
  tokens: count,
  /** US dollars, exact. */
  cost: z.string().optional(),
});
export type Figures = z.infer<typeof figuresSchema>;

const sidesSchema = z.object({
  stated: figuresSchema,
  measured: figuresSchema,
  /** Stated less measured. */
  difference: figuresSchema,
});
export type Sides = z.infer<typeof sidesSchema>;

const cellSchema = sidesSchema.extend({
  day: z.string(),
  /** The key of its model; `*` of all models, where the statement does not tell them apart. */
  key: z.string(),
  unpricedTokens: z.number(),
  estimatedTokens: z.number(),
  errorTokens: z.number(),
});
export type ComparedCell = z.infer<typeof cellSchema>;

const modelSchema = sidesSchema.extend({
  key: z.string(),
  /** As spans call it, else as the statement does. */
  name: z.string(),
  statedNames: z.array(z.string()),
  measuredNames: z.array(z.string()),
});
export type ComparedModel = z.infer<typeof modelSchema>;

const causeSchema = z.object({
  kind: z.enum(CAUSE_KINDS),
  /** What of the difference it explains. */
  tokens: z.number(),
  cost: z.string(),
  /** Its part of all that is apart, 0 to 1. */
  share: z.number(),
  /** Models and days, the largest first. */
  keys: z.array(z.string()),
  days: z.array(z.string()),
  cells: z.number(),
  zone: z.string().optional(),
  apart: z.object({ unit: z.enum(['tokens', 'usd']), before: z.number(), after: z.number() }).optional(),
  factor: z.number().optional(),
  tokensTold: z.boolean().optional(),
  steadyShare: z.number().optional(),
  pairs: z.array(z.object({ stated: z.string(), measured: z.string() })).optional(),
});
export type Cause = z.infer<typeof causeSchema>;

export const comparisonSchema = z.object({
  total: sidesSchema,
  models: z.array(modelSchema),
  days: z.array(z.string()),
  cells: z.array(cellSchema),
  /** Cells that are left out: those least apart. */
  cut: z.number(),
  /** The likeliest first. */
  causes: z.array(causeSchema),
  /** What no cause explains, without its sign. */
  unexplained: z.object({ tokens: z.number(), cost: z.string() }),
  /** Costs of the statement in its own currencies; `inDollars` is false when the project has no exchange rate for one. */
  currencies: z.array(moneySchema.extend({ inDollars: z.boolean() })),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** A statement beside what was measured, and by which days. */
export const reconciliationSchema = z.object({
  statement: statementSchema,
  zone: z.string(),
  /** Which spans count, besides those of the provider. */
  filters: z.array(filterSchema),
  comparison: comparisonSchema,
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** One model on the statement and in spans: `gpt-4o-eu=gpt-4o`. */
const pair = z
  .string()
  .max(420)
  .regex(/^[^=]+=[^=]+$/, 'two names with = between them');
export const reconcileQuery = z.object({
  /** Days begin there; absent: as the statement says. */
  zone: zoneSchema.optional(),
  /** Filter text: only these spans count, such as `apiKey:… environment:production tag:eu`. */
  filter: z.string().max(4096).default(''),
  same: z
    .union([pair, z.array(pair).max(50)])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .default([]),
});
