import { z } from 'zod';
import { SPAN_KINDS, SPAN_STATUSES } from '../span.ts';
import { USAGE_BUCKETS } from '../usage.ts';
import { pageOf } from './common.ts';
import { scoreSchema } from './scores.ts';

const buckets = <Value extends z.ZodType>(value: Value) =>
  z.object(
    Object.fromEntries(USAGE_BUCKETS.map((name) => [name, value])) as Record<
      (typeof USAGE_BUCKETS)[number],
      Value
    >,
  );

export const usageSchema = buckets(z.number().optional()).extend({
  total: z.number(),
  mismatch: z.boolean().optional(),
  /** The counts are a guess: by what reported the span, or by Pharos where `tokenizer` is there. */
  estimated: z.boolean().optional(),
  /**
   * What Pharos counted the texts with, of a span that reported no usage: an encoding (`o200k_base`), or the family of
   * the model and the encoding that stands in for its own (`claude~o200k_base`).
   */
  tokenizer: z.string().optional(),
  /** False when this span repeats tokens that its descendants already count. */
  counted: z.boolean(),
});

export const costSchema = buckets(z.string().optional()).extend({
  request: z.string().optional(),
  total: z.string(),
  /** How much more its cached tokens would have cost as plain input; below 0 where writing cost more than reading saved. */
  cacheSaved: z.string().optional(),
  currency: z.string(),
  priced: z.boolean(),
  priceId: z.string().optional(),
  /** Which edition of the price: that of the catalogue, or when the project last set it. */
  priceVersion: z.string().optional(),
});

/**
 * Any keys at all: `z.record` would leave out a key such as `__proto__`, so the object passes as it is.
 */
const attributes = z.unknown().meta({ type: 'object', additionalProperties: true }) as unknown as z.ZodType<
  Record<string, unknown>
>;

/** Input or output as the API gives it: an array of messages, a text, or any JSON. */
const content = z.unknown();

/** What a tree needs: no text, no attributes. */
export const spanSkeletonSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  name: z.string(),
  kind: z.enum(SPAN_KINDS),
  startTime: z.string(),
  endTime: z.string(),
  durationMs: z.number(),
  status: z.enum(SPAN_STATUSES),
  statusMessage: z.string(),
  model: z.string().nullable(),
  requestModel: z.string().nullable(),
  provider: z.string().nullable(),
  usage: usageSchema.nullable(),
  cost: costSchema.nullable(),
  timeToFirstTokenMs: z.number().nullable(),
  userId: z.string().nullable(),
  sessionId: z.string().nullable(),
  agentName: z.string().nullable(),
  toolName: z.string().nullable(),
  /** The program or its framework names it as a step of an agent. */
  namedStep: z.boolean(),
  promptName: z.string().nullable(),
  promptVersion: z.string().nullable(),
  environment: z.string().nullable(),
  release: z.string().nullable(),
  service: z.string().nullable(),
  tags: z.array(z.string()),
  convention: z.string(),
  inputPreview: z.string(),
  outputPreview: z.string(),
});
export type SpanSkeleton = z.infer<typeof spanSkeletonSchema>;

export const spanSchema = spanSkeletonSchema.extend({
  agentVersion: z.string().nullable(),
  error: z.object({ type: z.string(), message: z.string(), stack: z.string() }).nullable(),
  input: content,
  output: content,
  documents: z.array(
    z.object({
      id: z.string().optional(),
      content: z.string().optional(),
      score: z.number().optional(),
      metadata: z.unknown().optional(),
    }),
  ),
  toolDefinitions: z.array(
    z.object({ name: z.string(), description: z.string().optional(), parameters: z.unknown().optional() }),
  ),
  attributes,
  resource: attributes,
  scope: z.string(),
  events: z.array(z.object({ name: z.string(), time: z.string(), attributes })),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes })),
  /** True when input, output and details were left out because the whole trace would be too large: ask for the span. */
  contentOmitted: z.boolean().optional(),
});
export type ApiSpan = z.infer<typeof spanSchema>;

/** One line of the trace list, and the strip above a trace. Sums count every token once. */
export const traceSummarySchema = z.object({
  traceId: z.string(),
  name: z.string(),
  startTime: z.string(),
  endTime: z.string(),
  durationMs: z.number(),
  status: z.enum(SPAN_STATUSES),
  /** Errors anywhere in the trace, whether or not the root recovered. */
  errorCount: z.number(),
  spanCount: z.number(),
  usage: z.object({
    input: z.number(),
    cachedRead: z.number(),
    cacheWrite: z.number(),
    output: z.number(),
    reasoning: z.number(),
    total: z.number(),
    /** How many of the total are a guess, by an SDK or by Pharos. */
    estimated: z.number(),
  }),
  cost: z.object({ total: z.string(), currency: z.string(), unpricedSpans: z.number() }),
  timeToFirstTokenMs: z.number().nullable(),
  models: z.array(z.string()),
  agents: z.array(z.string()),
  userId: z.string().nullable(),
  sessionId: z.string().nullable(),
  environment: z.string().nullable(),
  release: z.string().nullable(),
  service: z.string().nullable(),
  tags: z.array(z.string()),
  inputPreview: z.string(),
  outputPreview: z.string(),
});
export type TraceSummary = z.infer<typeof traceSummarySchema>;

export const traceListSchema = pageOf(traceSummarySchema);

export const traceSchema = z.object({
  trace: traceSummarySchema,
  /** In order of start. Full spans, or skeletons when asked with `view=skeleton`. */
  spans: z.array(z.union([spanSchema, spanSkeletonSchema])),
  scores: z.array(scoreSchema),
  /** True when the trace has more spans than one answer holds. */
  truncated: z.boolean(),
});
export type ApiTrace = z.infer<typeof traceSchema>;

export const logSchema = z.object({
  time: z.string(),
  traceId: z.string().nullable(),
  spanId: z.string().nullable(),
  severity: z.string(),
  eventName: z.string().nullable(),
  body: z.string(),
  attributes,
  service: z.string().nullable(),
});
export type ApiLog = z.infer<typeof logSchema>;

export const sessionSummarySchema = z.object({
  sessionId: z.string(),
  userId: z.string().nullable(),
  startTime: z.string(),
  lastSeen: z.string(),
  traceCount: z.number(),
  errorCount: z.number(),
  tokens: z.number(),
  /** How many of the tokens are a guess, by an SDK or by Pharos. */
  estimatedTokens: z.number(),
  cost: z.string(),
  /** Spans whose cost is not in it because no price is known. */
  unpricedSpans: z.number(),
  firstInput: z.string(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

export const userSummarySchema = z.object({
  userId: z.string(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  traceCount: z.number(),
  sessionCount: z.number(),
  errorCount: z.number(),
  tokens: z.number(),
  /** How many of the tokens are a guess, by an SDK or by Pharos. */
  estimatedTokens: z.number(),
  cost: z.string(),
  /** Spans whose cost is not in it because no price is known. */
  unpricedSpans: z.number(),
});
export type UserSummary = z.infer<typeof userSummarySchema>;

export const suggestionSchema = z.object({ value: z.string(), count: z.number() });
export type Suggestion = z.infer<typeof suggestionSchema>;
