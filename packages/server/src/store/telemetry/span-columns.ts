import type { Cost } from '@pharos/core/pricing/cost';
import { regionOf } from '@pharos/core/pricing/region';
import { serviceTierOf } from '@pharos/core/pricing/service-tier';
import type { UsageBucket } from '@pharos/core/usage';
import {
  type Column,
  flag,
  groupedId,
  LABEL,
  label,
  MONEY,
  nanoseconds,
  SMALL,
  type SpanRow,
  short,
  text,
  time,
  version,
  ZSTD,
} from './columns.ts';
import { errorGroupOf } from './error-group.ts';
import { writeLabels, writeMoney, writeNumbers, writeResource, writeStructures, writeTexts } from './maps.ts';

/** The buckets with columns of their own, in the order of the bits of `usage_reported`; others are map entries. */
export const COMMON_BUCKETS = ['input', 'cachedRead', 'cacheWrite', 'output', 'reasoning'] as const;
export const RARE_BUCKETS = [
  'cacheWrite1h',
  'inputAudio',
  'inputImage',
  'outputAudio',
  'outputImage',
  'searchUnits',
] as const satisfies readonly UsageBucket[];
export const RARE_COSTS = [...RARE_BUCKETS, 'request'] as const;

/** How a span came by its cost: no usage at all, our price table, no price known, or the client said it. */
export const PRICED = ['none', 'priced', 'unpriced', 'client'] as const;
export type Priced = (typeof PRICED)[number];

const MAX_UINT32 = 0xffff_ffff;
const tokenCount = (value: number | undefined): number => Math.min(value ?? 0, MAX_UINT32);

const tokens = (name: string, bucket: UsageBucket | 'total'): Column<SpanRow> => ({
  name,
  type: 'UInt32',
  codec: SMALL,
  write: (out, { span }) => out.u32(tokenCount(span.usage?.[bucket])),
});
const money = (
  name: string,
  bucket: keyof Cost & (UsageBucket | 'total' | 'cacheSaved'),
): Column<SpanRow> => ({
  name,
  type: MONEY,
  codec: SMALL,
  write: (out, { span }) => writeMoney(out, span.cost?.[bucket]),
});

function reportedMask({ span: { usage } }: SpanRow): number {
  if (usage === undefined) return 0;
  let mask = 0;
  let bit = 1;
  for (const bucket of COMMON_BUCKETS) {
    if (usage[bucket] !== undefined) mask |= bit;
    bit <<= 1;
  }
  return mask;
}

function pricedIndex({ span }: SpanRow): number {
  if (span.cost !== undefined) return span.cost.priceId === 'client' ? 3 : 1;
  return span.usage === undefined ? 0 : 2;
}

/**
 * One row a version of a span. What the pipeline may still change comes first, so that it can be overwritten in the
 * encoded row: see row-patch.ts. `received_at` is read from `ver`, which is the time of receipt in nanoseconds.
 */
export const SPAN_COLUMNS: readonly Column<SpanRow>[] = [
  version(),
  time('start_time', ({ span }) => span.startNs),
  nanoseconds('duration_ns', ({ span }) => span.endNs - span.startNs),
  flag('counted', (row) => row.counted),
  flag('covered', (row) => row.covered),
  groupedId('user_id', ({ span }) => span.userId),
  groupedId('session_id', ({ span }) => span.sessionId),
  label('project_id', (row) => row.projectId),
  groupedId('trace_id', ({ span }) => span.traceId),
  text('span_id', ({ span }) => span.spanId),
  groupedId('parent_id', ({ span }) => span.parentSpanId),
  label('name', ({ span }) => span.name),
  label('kind', ({ span }) => span.kind),
  label('status', ({ span }) => span.status),
  text('status_message', ({ span }) => short(span.statusMessage)),
  label('error_type', ({ span }) => span.error?.type ?? ''),
  label('error_group', ({ error }) => errorGroupOf(error)),
  label('error_message', ({ error }) => error?.message ?? ''),
  label('model', ({ span }) => span.model),
  label('request_model', ({ span }) => span.requestModel),
  label('provider', ({ span }) => span.provider),
  label('convention', ({ span }) => span.convention),
  label('service', ({ span }) => span.service),
  label('scope', ({ span }) => span.scopeName),
  label('agent_name', ({ span }) => span.agentName),
  label('agent_version', ({ span }) => span.agentVersion),
  label('tool_name', ({ span }) => span.toolName),
  label('prompt_name', ({ span }) => span.promptName),
  label('prompt_version', ({ span }) => span.promptVersion),
  label('environment', ({ span }) => span.environment),
  label('release', ({ span }) => span.release),
  {
    name: 'tags',
    type: `Array(${LABEL})`,
    codec: ZSTD,
    write: (out, { span }) => writeLabels(out, span.tags),
  },
  label('api_key_id', (row) => row.apiKeyId),
  label('service_tier', ({ span }) => serviceTierOf(span.attributes)),
  label('region', ({ span }) => regionOf(span)),
  label('db_system', ({ vectorCall }) => vectorCall?.system ?? ''),
  label('db_collection', ({ vectorCall }) => vectorCall?.collection ?? ''),
  label('db_operation', ({ vectorCall }) => vectorCall?.operation ?? ''),
  {
    name: 'db_facts',
    type: `Map(${LABEL}, Float64)`,
    codec: ZSTD,
    write(out, { vectorCall }) {
      const facts = Object.entries(vectorCall?.facts ?? {});
      out.varint(facts.length);
      for (const [fact, value] of facts) {
        out.string(fact);
        out.f64(value);
      }
    },
  },
  flag('has_usage', ({ span }) => span.usage !== undefined),
  flag('usage_estimated', ({ span }) => span.usageEstimated),
  label('usage_tokenizer', ({ span }) => span.usageTokenizer),
  flag('usage_mismatch', ({ span }) => span.usage?.mismatch === true),
  { name: 'usage_reported', type: 'UInt8', codec: ZSTD, write: (out, row) => out.u8(reportedMask(row)) },
  tokens('usage_input', 'input'),
  tokens('usage_cached_read', 'cachedRead'),
  tokens('usage_cache_write', 'cacheWrite'),
  tokens('usage_output', 'output'),
  tokens('usage_reasoning', 'reasoning'),
  tokens('usage_total', 'total'),
  {
    name: 'usage_extra',
    type: `Map(${LABEL}, UInt32)`,
    codec: ZSTD,
    write(out, { span: { usage } }) {
      const present = usage ? RARE_BUCKETS.filter((bucket) => usage[bucket] !== undefined) : [];
      out.varint(present.length);
      for (const bucket of present) {
        out.string(bucket);
        out.u32(tokenCount(usage?.[bucket]));
      }
    },
  },
  money('cost_input', 'input'),
  money('cost_cached_read', 'cachedRead'),
  money('cost_cache_write', 'cacheWrite'),
  money('cost_output', 'output'),
  money('cost_reasoning', 'reasoning'),
  money('cost_total', 'total'),
  {
    name: 'cost_extra',
    type: `Map(${LABEL}, ${MONEY})`,
    codec: ZSTD,
    write(out, { span: { cost } }) {
      const present = cost ? RARE_COSTS.filter((bucket) => cost[bucket] !== undefined) : [];
      out.varint(present.length);
      for (const bucket of present) {
        out.string(bucket);
        writeMoney(out, cost?.[bucket]);
      }
    },
  },
  money('cost_cache_saved', 'cacheSaved'),
  label('currency', ({ span }) => span.cost?.currency ?? ''),
  {
    name: 'priced',
    type: `Enum8(${PRICED.map((name, i) => `'${name}' = ${i}`).join(', ')})`,
    codec: ZSTD,
    write: (out, row) => out.u8(pricedIndex(row)),
  },
  label('price_id', ({ span }) => span.cost?.priceId ?? ''),
  label('price_version', ({ span }) => span.cost?.priceVersion ?? ''),
  nanoseconds('ttft_ns', ({ span }) => span.timeToFirstTokenNs ?? 0n),
  text('input_preview', (row) => row.inputPreview),
  text('output_preview', (row) => row.outputPreview),
  {
    name: 'attrs',
    type: `Map(${LABEL}, String)`,
    codec: ZSTD,
    write: (out, { span }) => writeTexts(out, span.attributes),
  },
  {
    name: 'attrs_num',
    type: `Map(${LABEL}, Float64)`,
    codec: ZSTD,
    write: (out, { span }) => writeNumbers(out, span.attributes),
  },
  {
    name: 'attrs_json',
    type: `Map(${LABEL}, String)`,
    codec: ZSTD,
    write: (out, { span }) => writeStructures(out, span.attributes),
  },
  {
    name: 'resource',
    type: `Map(${LABEL}, String)`,
    codec: ZSTD,
    write: (out, { span }) => writeResource(out, span.resource),
  },
];
