import { SQL_TABLES, type SqlTableName } from '@pharos/core/sql-tables';
import type { ProjectScope } from '../../../scope.ts';
import { SCORE_SOURCE } from '../scores.ts';
import { guardedRowsOf, join, named, type Sql, sql, type Table, trusted } from '../sql.ts';

/** A label as plain text: of labels, functions are computed for all that a block of rows may have, whoever's they are. */
const plain = (column: string): Sql => trusted(`CAST(${column} AS String)`);
const plains = (columns: Readonly<Record<string, string>>): Record<string, Sql> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, plain(column)]));
const asIs = (columns: Readonly<Record<string, string>>): Record<string, Sql> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, trusted(column)]));
/** What a span repeats of its descendants is not counted again, so sums agree with charts. */
const counted = (column: string): Sql => trusted(`if(counted, ${column}, 0)`);
const money = (column: string): Sql => trusted(`if(counted, ${column}, toDecimal64(0, 12))`);

const ALL_AS_TEXT = `CAST(mapConcat(attrs, mapApply((key, number) -> (key, toString(number)), attrs_num), attrs_json) AS Map(String, String))`;
const NUMBERS = 'CAST(attrs_num AS Map(String, Float64))';
const RESOURCE = { resource: 'CAST(resource AS Map(String, String))' };
const ATTRIBUTES = asIs({ attributes: ALL_AS_TEXT, attributeNumbers: NUMBERS, ...RESOURCE });

/** Where the rows of each table of sql-tables.ts lie. */
const ROWS: Readonly<Record<SqlTableName, Table>> = {
  spans: 'spans',
  logs: 'logs',
  scores: 'scores',
  events: 'events',
  metrics: 'metric_points',
};

/** How each column of sql-tables.ts is read from them. */
const VIEWS: Readonly<Record<SqlTableName, Readonly<Record<string, Sql>>>> = {
  spans: {
    startTime: trusted('start_time'),
    endTime: trusted(
      `fromUnixTimestamp64Nano(toInt64(least(toUInt64(toUnixTimestamp64Nano(start_time)) + duration_ns, 9223372036854775807)), 'UTC')`,
    ),
    durationMs: trusted('duration_ns / 1e6'),
    ended: trusted('CAST(ended AS Bool)'),
    ...asIs({
      traceId: 'trace_id',
      spanId: 'span_id',
      parentSpanId: 'parent_id',
      userId: 'user_id',
      sessionId: 'session_id',
      statusMessage: 'status_message',
      inputPreview: 'input_preview',
      outputPreview: 'output_preview',
      receivedAt: 'received_at',
    }),
    ...plains({
      name: 'name',
      kind: 'kind',
      status: 'status',
      errorType: 'error_type',
      model: 'model',
      requestModel: 'request_model',
      provider: 'provider',
      agentName: 'agent_name',
      agentVersion: 'agent_version',
      toolName: 'tool_name',
      promptName: 'prompt_name',
      promptVersion: 'prompt_version',
      environment: 'environment',
      release: 'release',
      service: 'service',
      apiKeyId: 'api_key_id',
      convention: 'convention',
      scope: 'scope',
      currency: 'currency',
      priced: 'priced',
    }),
    tags: trusted('CAST(tags AS Array(String))'),
    counted: trusted('CAST(counted AS Bool)'),
    inputTokens: counted('usage_input'),
    cachedReadTokens: counted('usage_cached_read'),
    cacheWriteTokens: counted('usage_cache_write'),
    outputTokens: counted('usage_output'),
    reasoningTokens: counted('usage_reasoning'),
    tokens: counted('usage_total'),
    cost: money('cost_total'),
    inputCost: money('cost_input'),
    cachedReadCost: money('cost_cached_read'),
    cacheWriteCost: money('cost_cache_write'),
    outputCost: money('cost_output'),
    reasoningCost: money('cost_reasoning'),
    timeToFirstTokenMs: trusted('if(ttft_ns > 0, ttft_ns / 1e6, NULL)'),
    ...ATTRIBUTES,
  },
  logs: {
    ...asIs({
      time: 'time',
      traceId: 'trace_id',
      spanId: 'span_id',
      severityNumber: 'severity_number',
      body: 'body',
    }),
    ...plains({ severity: 'severity', eventName: 'event_name', service: 'service', scope: 'scope' }),
    ...ATTRIBUTES,
  },
  scores: {
    ...asIs({
      time: 'time',
      scoreId: 'score_id',
      traceId: 'trace_id',
      spanId: 'span_id',
      sessionId: 'session_id',
      value: 'value',
      label: 'label',
      comment: 'comment',
      author: 'author',
      configId: 'config_id',
      metadata: 'metadata',
    }),
    ...plains({ name: 'name', type: 'type', environment: 'environment' }),
    source: sql`CAST(${SCORE_SOURCE} AS String)`,
  },
  events: {
    ...asIs({
      time: 'time',
      eventId: 'event_id',
      userId: 'user_id',
      sessionId: 'session_id',
      traceId: 'trace_id',
      page: 'page',
      properties: ALL_AS_TEXT,
      propertyNumbers: NUMBERS,
    }),
    ...plains({ name: 'name', agent: 'agent', platform: 'platform', country: 'country', locale: 'locale' }),
  },
  metrics: {
    ...asIs({
      time: 'time',
      startTime: `fromUnixTimestamp64Nano(toInt64(least(start_ns, 9223372036854775807)), 'UTC')`,
      monotonic: 'CAST(monotonic AS Bool)',
      noValue: 'CAST(no_value AS Bool)',
      value: 'value',
      count: 'count',
      sum: 'sum',
      min: 'min',
      max: 'max',
      lows: 'lows',
      highs: 'highs',
      counts: 'counts',
      quantiles: 'quantiles',
      quantileValues: 'quantile_values',
      attributes: 'CAST(attrs AS Map(String, String))',
      ...RESOURCE,
    }),
    ...plains({
      metric: 'metric',
      kind: 'kind',
      temporality: 'temporality',
      unit: 'unit',
      description: 'description',
      service: 'service',
      scope: 'scope',
    }),
  },
};

/** The rows of one project that stand for a table's name in a reader's query; undefined when it is not one of theirs. */
export function viewOf(scope: ProjectScope, name: string): Sql | undefined {
  const table = SQL_TABLES.find((each) => each.name === name);
  if (table === undefined) return undefined;
  const read = VIEWS[table.name];
  const columns = table.columns.map(
    (column) => sql`${read[column.name] ?? trusted('NULL')} AS ${named(column.name)}`,
  );
  return sql`(SELECT ${join(columns, ', ')} FROM ${guardedRowsOf(scope, ROWS[table.name])})`;
}
