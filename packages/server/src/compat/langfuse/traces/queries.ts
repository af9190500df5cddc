import type { Filter } from '@pharos/core/filter';
import { z } from 'zod';
import type { TracePartQuery } from '../../../store/telemetry/paged-contract.ts';
import { unsupported } from '../errors.ts';
import {
  type Columns,
  type Condition,
  environmentsNamed,
  filtersOf,
  oneOf,
  rangeOf,
  readConditions,
} from '../filter.ts';
import { TRACE_NAME } from '../observations/facts.ts';
import { listOf, moment, optional, pageQuery, text, texts } from '../query.ts';
import { TRACE_GROUPS } from './trace.ts';

const ORDERS = ['timestamp.asc', 'timestamp.desc'] as const;

export const fieldsQuery = listOf(z.enum(TRACE_GROUPS));

/** What `GET /api/public/traces` takes. */
export const tracesQuery = z.object({
  ...pageQuery,
  userId: text,
  name: text,
  sessionId: text,
  fromTimestamp: moment,
  toTimestamp: moment,
  orderBy: optional(
    z.preprocess(
      (value) => (typeof value === 'string' ? value.toLowerCase() : value),
      z.enum(ORDERS, 'traces are ordered by timestamp.asc or timestamp.desc'),
    ),
  ),
  tags: texts,
  version: text,
  release: text,
  environment: texts,
  fields: fieldsQuery,
  filter: optional(z.string().max(20_000)),
});

const COLUMNS: Columns = {
  id: { field: 'trace' },
  userId: { field: 'user' },
  sessionId: { field: 'session' },
  environment: { field: 'environment', values: (name) => environmentsNamed([name]) },
  version: { field: 'attr.langfuse.version' },
  release: { field: 'release' },
  tags: { field: 'tag' },
  latency: { field: 'duration', times: 1000 },
  totalCost: { field: 'cost' },
  totalTokens: { field: 'tokens' },
  metadata: { field: 'attr.langfuse.trace.metadata.<key>' },
};

const called = (name: string) => ({ name, attributes: [TRACE_NAME] });

/**
 * Which traces are meant. The JSON of `filter` takes the place of the simple parameters.
 * @throws ApiError for what Pharos has no counterpart of.
 */
export function traceFilterOf(query: z.output<typeof tracesQuery>): Omit<TracePartQuery, 'limit'> {
  const order = query.orderBy === 'timestamp.asc' ? 'asc' : 'desc';
  if (query.filter !== undefined) return { order, ...byConditions(readConditions(query.filter)) };
  const tags = (query.tags ?? []).flatMap((tag) => oneOf('tag', tag));
  return {
    order,
    from: query.fromTimestamp,
    to: query.toTimestamp,
    named: query.name === undefined ? undefined : called(query.name),
    filters: [
      ...oneOf('user', query.userId),
      ...oneOf('session', query.sessionId),
      ...oneOf('attr.langfuse.version', query.version),
      ...oneOf('release', query.release),
      ...oneOf('environment', query.environment && environmentsNamed(query.environment)),
      ...tags,
    ],
  };
}

function byConditions(conditions: readonly Condition[]): Omit<TracePartQuery, 'limit'> {
  const isTime = ({ column }: Condition) => column === 'timestamp';
  const filters: Filter[] = [];
  let named: TracePartQuery['named'];
  for (const condition of conditions.filter((each) => !isTime(each))) {
    if (condition.column !== 'name') filters.push(...filtersOf(condition, COLUMNS));
    else {
      const [name, ...others] = [condition.value ?? []].flat();
      const isOne = (condition.operator === '=' || condition.operator === 'any of') && others.length === 0;
      if (!isOne || typeof name !== 'string') throw unsupported('Any condition on name but one name');
      named = called(name);
    }
  }
  return { ...rangeOf(conditions.filter(isTime)), filters, named };
}
