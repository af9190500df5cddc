import type { Content } from '@pharos/core/content';
import type { Cost } from '@pharos/core/pricing/cost';
import type { Attributes, AttributeValue, Span } from '@pharos/core/span';
import type { Usage } from '@pharos/core/usage';
import type { Details } from './details.ts';
import { COMMON_BUCKETS, type Priced, RARE_BUCKETS, RARE_COSTS } from './span-columns.ts';

const COLUMN_OF = {
  input: 'input',
  cachedRead: 'cached_read',
  cacheWrite: 'cache_write',
  output: 'output',
  reasoning: 'reasoning',
} as const;
type Common = (typeof COLUMN_OF)[keyof typeof COLUMN_OF];

/** A row of `spans` as the engine prints it, times in nanoseconds. */
export interface StoredRow
  extends Record<`usage_${Common | 'total'}`, number>,
    Record<`cost_${Common | 'total'}`, string> {
  project_id: string;
  api_key_id: string;
  ver: string;
  start_ns: string;
  duration_ns: string;
  counted: number;
  covered: number;
  user_id: string;
  session_id: string;
  trace_id: string;
  span_id: string;
  parent_id: string;
  name: string;
  kind: Span['kind'];
  status: Span['status'];
  status_message: string;
  error_type: string;
  model: string;
  request_model: string;
  provider: string;
  convention: string;
  service: string;
  scope: string;
  agent_name: string;
  agent_version: string;
  tool_name: string;
  prompt_name: string;
  prompt_version: string;
  environment: string;
  release: string;
  tags: string[];
  has_usage: number;
  usage_estimated: number;
  usage_tokenizer: string;
  usage_mismatch: number;
  usage_reported: number;
  usage_extra: Record<string, number>;
  cost_extra: Record<string, string>;
  cost_cache_saved: string;
  currency: string;
  priced: Priced;
  price_id: string;
  price_version: string;
  ttft_ns: string;
  attrs: Record<string, string>;
  attrs_num: Record<string, number>;
  attrs_json: Record<string, string>;
  resource: Record<string, string>;
}

export interface StoredPayload {
  input: string;
  output: string;
  details: string;
}

/** The span that these rows were encoded from, so that it can be changed and encoded anew. */
export function storedSpan(row: StoredRow, payload: StoredPayload | undefined): Span {
  const startNs = BigInt(row.start_ns);
  const details = payload?.details ? (JSON.parse(payload.details) as Details) : {};
  const statusMessage = details.statusMessage ?? row.status_message;
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: row.parent_id,
    name: row.name,
    kind: row.kind,
    startNs,
    endNs: startNs + BigInt(row.duration_ns),
    status: row.status,
    statusMessage,
    error: details.error ?? undefined,
    model: row.model,
    requestModel: row.request_model,
    provider: row.provider,
    usage: usageOf(row),
    usageEstimated: row.usage_estimated === 1,
    usageTokenizer: row.usage_tokenizer,
    clientCost: row.priced === 'client' ? row.cost_total : undefined,
    cost: costOf(row),
    timeToFirstTokenNs: row.ttft_ns === '0' ? undefined : BigInt(row.ttft_ns),
    userId: row.user_id,
    sessionId: row.session_id,
    agentName: row.agent_name,
    agentVersion: row.agent_version,
    toolName: row.tool_name,
    promptName: row.prompt_name,
    promptVersion: row.prompt_version,
    environment: row.environment,
    release: row.release,
    service: row.service,
    tags: row.tags,
    input: contentOf(payload?.input),
    output: contentOf(payload?.output),
    documents: details.documents ?? [],
    toolDefinitions: details.toolDefinitions ?? [],
    attributes: attributesOf(row),
    resource: new Map(Object.entries(row.resource)),
    events: (details.events ?? []).map(({ name, timeNs, attributes }) => ({
      name,
      timeNs: BigInt(timeNs),
      attributes: new Map(Object.entries(attributes)),
    })),
    links: (details.links ?? []).map((link) => ({
      ...link,
      attributes: new Map(Object.entries(link.attributes)),
    })),
    scopeName: row.scope,
    convention: row.convention,
  };
}

const contentOf = (text: string | undefined): Content | undefined =>
  text ? (JSON.parse(text) as Content) : undefined;

function usageOf(row: StoredRow): Usage | undefined {
  if (row.has_usage === 0) return undefined;
  const usage: Usage = { total: row.usage_total };
  COMMON_BUCKETS.forEach((bucket, bit) => {
    if (row.usage_reported & (1 << bit)) usage[bucket] = row[`usage_${COLUMN_OF[bucket]}`];
  });
  for (const bucket of RARE_BUCKETS) {
    const count = row.usage_extra[bucket];
    if (count !== undefined) usage[bucket] = count;
  }
  if (row.usage_mismatch === 1) usage.mismatch = true;
  return usage;
}

function costOf(row: StoredRow): Cost | undefined {
  if (row.priced === 'none' || row.priced === 'unpriced') return undefined;
  const cost: Cost = {
    total: row.cost_total,
    currency: row.currency,
    priceId: row.price_id,
    priceVersion: row.price_version,
  };
  COMMON_BUCKETS.forEach((bucket, bit) => {
    const amount = row[`cost_${COLUMN_OF[bucket]}`];
    if (row.priced === 'priced' && (row.usage_reported & (1 << bit) || amount !== '0')) cost[bucket] = amount;
  });
  for (const bucket of RARE_COSTS) {
    const amount = row.cost_extra[bucket];
    if (amount !== undefined) cost[bucket] = amount;
  }
  if (row.cost_cache_saved !== '0') cost.cacheSaved = row.cost_cache_saved;
  return cost;
}

function attributesOf(row: StoredRow): Attributes {
  const attributes: Attributes = new Map(Object.entries(row.attrs));
  for (const [key, value] of Object.entries(row.attrs_num)) attributes.set(key, value);
  for (const [key, text] of Object.entries(row.attrs_json)) attributes.set(key, structureOf(text));
  return attributes;
}

/** A whole number beyond 2^53 was a big integer and becomes one again. */
function structureOf(text: string): AttributeValue {
  if (/^-?\d+$/.test(text)) return BigInt(text);
  return JSON.parse(text) as AttributeValue;
}
