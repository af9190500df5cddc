import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import { conditionSchema } from '../filter.ts';
import { VIEWS } from './views.ts';

const GRANULARITIES = ['auto', 'minute', 'hour', 'day', 'week', 'month'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

const moment = z.iso.datetime({ offset: true });

/** The JSON that Langfuse's metrics are asked with. */
const metricsQuerySchema = z.object({
  view: z.enum(VIEWS),
  dimensions: z
    .array(z.object({ field: z.string() }))
    .max(3)
    .nullish(),
  metrics: z
    .array(z.object({ measure: z.string(), aggregation: z.string() }))
    .min(1)
    .max(8),
  filters: z.array(conditionSchema).max(30).nullish(),
  timeDimension: z.object({ granularity: z.enum(GRANULARITIES) }).nullish(),
  fromTimestamp: moment,
  toTimestamp: moment,
  orderBy: z.array(z.object({ field: z.string(), direction: z.enum(['asc', 'desc']) })).nullish(),
  config: z
    .object({ row_limit: z.number().int().min(1).max(1000).nullish(), bins: z.number().nullish() })
    .nullish(),
});
export type MetricsQuery = z.output<typeof metricsQuerySchema>;

/** @throws ApiError naming the first thing that is wrong. */
export function readMetricsQuery(text: string): MetricsQuery {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ApiError('invalid_request', { message: 'query must be JSON' });
  }
  const parsed = metricsQuerySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ApiError('invalid_request', { message: z.prettifyError(parsed.error) });
}
