import type { ApiSpan, SpanSkeleton } from '@pharos/core/api/spans';
import { STEP_NAMES } from '@pharos/core/paths/step';
import type { SpanKind, SpanStatus } from '@pharos/core/span';
import { isoFromNs } from '@pharos/core/time';
import { COMMON_BUCKETS, type Priced, RARE_BUCKETS, RARE_COSTS } from '../span-columns.ts';
import { decimal } from './decimal.ts';
import { apiContent, apiDetails, mergeAttributes, NO_DETAILS, plainObject } from './stored-json.ts';

const COST_COLUMNS = [
  ['input', 'cost_input'],
  ['cachedRead', 'cost_cached_read'],
  ['cacheWrite', 'cost_cache_write'],
  ['output', 'cost_output'],
  ['reasoning', 'cost_reasoning'],
] as const;
const USAGE_COLUMNS = {
  input: 'usage_input',
  cachedRead: 'usage_cached_read',
  cacheWrite: 'usage_cache_write',
  output: 'usage_output',
  reasoning: 'usage_reasoning',
} as const satisfies Record<(typeof COMMON_BUCKETS)[number], string>;

/** Whether a span is named as a step of an agent; the names of attributes are text of our own. */
export const NAMED_STEP = `(name != '' AND name IN (${STEP_NAMES.map((key) => `attrs['${key}']`).join(', ')}))`;

/** What a tree needs. */
export const SKELETON_COLUMNS = `trace_id, span_id, parent_id, toUnixTimestamp64Nano(start_time) AS start_ns, duration_ns,
name, kind, status, status_message, model, request_model, provider, user_id, session_id, agent_name, tool_name, prompt_name,
prompt_version, environment, release, service, tags, convention, ttft_ns, has_usage, usage_estimated, usage_tokenizer, usage_mismatch,
usage_reported, usage_input, usage_cached_read, usage_cache_write, usage_output, usage_reasoning, usage_total,
usage_extra, counted, cost_input, cost_cached_read, cost_cache_write, cost_output, cost_reasoning, cost_total,
cost_extra, cost_cache_saved, currency, priced, price_id, price_version, input_preview, output_preview,
${NAMED_STEP} AS named_step`;

export const SPAN_COLUMNS = `${SKELETON_COLUMNS}, agent_version, error_type, scope, attrs, attrs_num,
attrs_json, resource`;

export interface SkeletonRow {
  trace_id: string;
  span_id: string;
  parent_id: string;
  start_ns: string;
  duration_ns: string;
  name: string;
  kind: SpanKind;
  status: SpanStatus;
  status_message: string;
  model: string;
  request_model: string;
  provider: string;
  user_id: string;
  session_id: string;
  agent_name: string;
  tool_name: string;
  prompt_name: string;
  prompt_version: string;
  environment: string;
  release: string;
  service: string;
  tags: string[];
  convention: string;
  ttft_ns: string;
  has_usage: number;
  usage_estimated: number;
  usage_tokenizer: string;
  usage_mismatch: number;
  usage_reported: number;
  usage_input: number;
  usage_cached_read: number;
  usage_cache_write: number;
  usage_output: number;
  usage_reasoning: number;
  usage_total: number;
  usage_extra: Record<string, number>;
  counted: number;
  cost_input: string;
  cost_cached_read: string;
  cost_cache_write: string;
  cost_output: string;
  cost_reasoning: string;
  cost_total: string;
  cost_extra: Record<string, string>;
  cost_cache_saved: string;
  currency: string;
  priced: Priced;
  price_id: string;
  price_version: string;
  input_preview: string;
  output_preview: string;
  named_step: number;
}

export interface SpanRow extends SkeletonRow {
  agent_version: string;
  error_type: string;
  scope: string;
  attrs: Record<string, string>;
  attrs_num: Record<string, number>;
  attrs_json: Record<string, string>;
  resource: Record<string, string>;
}

export interface PayloadRow {
  trace_id: string;
  span_id: string;
  input: string;
  output: string;
  details: string;
}

const orNull = (text: string): string | null => (text === '' ? null : text);

export function skeletonOf(row: SkeletonRow): SpanSkeleton {
  const startNs = BigInt(row.start_ns);
  const durationNs = BigInt(row.duration_ns);
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: orNull(row.parent_id),
    name: row.name,
    kind: row.kind,
    startTime: isoFromNs(startNs),
    endTime: isoFromNs(startNs + durationNs),
    durationMs: Number(durationNs) / 1e6,
    status: row.status,
    statusMessage: row.status_message,
    model: orNull(row.model),
    requestModel: orNull(row.request_model),
    provider: orNull(row.provider),
    usage: usageOf(row),
    cost: costOf(row),
    timeToFirstTokenMs: row.ttft_ns === '0' ? null : Number(row.ttft_ns) / 1e6,
    userId: orNull(row.user_id),
    sessionId: orNull(row.session_id),
    agentName: orNull(row.agent_name),
    toolName: orNull(row.tool_name),
    namedStep: row.named_step === 1,
    promptName: orNull(row.prompt_name),
    promptVersion: orNull(row.prompt_version),
    environment: orNull(row.environment),
    release: orNull(row.release),
    service: orNull(row.service),
    tags: row.tags,
    convention: row.convention,
    inputPreview: row.input_preview,
    outputPreview: row.output_preview,
  };
}

/** `payload`: undefined when the span has no text; `omitted` when it has, but the answer has no room for it. */
export function spanOf(row: SpanRow, payload: PayloadRow | 'omitted' | undefined): ApiSpan {
  const text = payload === 'omitted' ? undefined : payload;
  const details = text?.details ? apiDetails(text.details) : NO_DETAILS;
  const statusMessage = details.statusMessage ?? row.status_message;
  const { error, documents, toolDefinitions, events, links } = details;
  return {
    ...skeletonOf(row),
    statusMessage,
    agentVersion: orNull(row.agent_version),
    error:
      error ?? (row.status === 'error' ? { type: row.error_type, message: statusMessage, stack: '' } : null),
    input: apiContent(text?.input ?? ''),
    output: apiContent(text?.output ?? ''),
    documents,
    toolDefinitions,
    attributes: mergeAttributes(row.attrs, row.attrs_num, row.attrs_json),
    resource: plainObject(Object.entries(row.resource)),
    scope: row.scope,
    events,
    links,
    ...(payload === 'omitted' ? { contentOmitted: true } : {}),
  };
}

function usageOf(row: SkeletonRow): SpanSkeleton['usage'] {
  if (row.has_usage === 0) return null;
  const usage: NonNullable<SpanSkeleton['usage']> = { total: row.usage_total, counted: row.counted === 1 };
  COMMON_BUCKETS.forEach((bucket, bit) => {
    if (row.usage_reported & (1 << bit)) usage[bucket] = row[USAGE_COLUMNS[bucket]];
  });
  for (const bucket of RARE_BUCKETS) {
    const count = row.usage_extra[bucket];
    if (count !== undefined) usage[bucket] = count;
  }
  if (row.usage_mismatch === 1) usage.mismatch = true;
  if (row.usage_estimated === 1) usage.estimated = true;
  if (row.usage_tokenizer !== '') usage.tokenizer = row.usage_tokenizer;
  return usage;
}

/** A span without usage and without a cost has none; one with usage but no known price says so. */
function costOf(row: SkeletonRow): SpanSkeleton['cost'] {
  if (row.priced === 'none') return null;
  if (row.priced === 'unpriced') return { total: '0', currency: 'USD', priced: false };
  const cost: NonNullable<SpanSkeleton['cost']> = {
    total: decimal(row.cost_total),
    currency: row.currency,
    priced: true,
    priceId: row.price_id,
    ...(row.price_version !== '' && { priceVersion: row.price_version }),
  };
  for (const [bucket, column] of COST_COLUMNS) {
    const amount = decimal(row[column]);
    if (amount !== '0') cost[bucket] = amount;
  }
  for (const bucket of RARE_COSTS) {
    const amount = row.cost_extra[bucket];
    if (amount !== undefined) cost[bucket] = decimal(amount);
  }
  const cacheSaved = decimal(row.cost_cache_saved);
  if (cacheSaved !== '0') cost.cacheSaved = cacheSaved;
  return cost;
}
