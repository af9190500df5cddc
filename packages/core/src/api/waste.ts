import { z } from 'zod';
import { WASTE_KINDS } from '../waste/waste.ts';
import { listQuery, pageOf } from './common.ts';
import { traceSummarySchema } from './spans.ts';

const kind = z.enum(WASTE_KINDS);
/** USD as an exact decimal. */
const money = z.string();

export const WASTE_DIMENSIONS = ['model', 'agent', 'user'] as const;

/** Without a start the seven days before its end or now. Filters choose the spans that count. */
export const wasteQuery = listQuery.pick({ project: true, from: true, to: true, filter: true }).extend({
  /** Also apart for each model, agent or user. */
  by: z.enum(WASTE_DIMENSIONS).optional(),
  /** So many of these, those that wasted most. */
  limit: z.coerce.number().int().min(1).max(200).default(20),
});
export type WasteQuery = z.infer<typeof wasteQuery>;

const figures = {
  cost: money,
  tokens: z.number(),
  /** Model calls. */
  calls: z.number(),
  traces: z.number(),
};

/** What waste of one kind comes from. */
export const wasteCauseSchema = z.object({
  kind,
  /** Of a run that of its root, else that of the step. */
  name: z.string(),
  agent: z.string(),
  /** '' of runs. */
  model: z.string(),
  /** Type of the error; '' where nobody saw an end, and of calls that were repeated though they went well. */
  error: z.string(),
  ...figures,
  /** The traces that wasted most, the worst first. */
  worst: z.array(z.object({ traceId: z.string(), cost: money })),
});
export type WasteCause = z.infer<typeof wasteCauseSchema>;

export const wasteSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** All that was spent in the range, wasted or not. */
  cost: money,
  wasted: money,
  /** All kinds, also those without any. */
  kinds: z.array(z.object({ kind, ...figures })),
  /** At most ten of each kind, the largest first. */
  causes: z.array(wasteCauseSchema),
  /** With `by`. */
  groups: z
    .array(z.object({ value: z.string(), cost: money, wasted: money, kinds: z.record(kind, money) }))
    .optional(),
});
export type Waste = z.infer<typeof wasteSchema>;

/** Which traces wasted money, the worst first. */
export const wasteTracesQuery = listQuery.extend({ kind: kind.optional() });
export type WasteTracesQuery = z.infer<typeof wasteTracesQuery>;

export const wasteTraceSchema = z.object({
  traceId: z.string(),
  kinds: z.array(kind),
  wasted: money,
  calls: z.number(),
  /** Null when its summary is not there any more. */
  trace: traceSummarySchema.nullable(),
});
export const wasteTracesSchema = pageOf(wasteTraceSchema);
export type WasteTrace = z.infer<typeof wasteTraceSchema>;
