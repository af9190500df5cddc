import type { ApiSpan, TraceSummary } from '@pharos/core/api/spans';
import type { Json } from '@pharos/core/content';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';
import { NO_END_TIME, type SpanKind } from '@pharos/core/span';
import { nsFromIso } from '@pharos/core/time';
import { promptTokens } from '@pharos/core/usage';
import { runIdOf } from '../../receive/langsmith/ids.ts';
import { contentView } from '../content-view.ts';
import { DEFAULT_PROJECT, PROJECT_ATTRIBUTE, projectIdOf } from './project-form.ts';

export const TYPE_ATTRIBUTE = 'langsmith.span.kind';
const METADATA = 'langsmith.metadata.';

/** What LangSmith has a type of run for; all else is a chain to it. */
export const TYPES: Partial<Record<SpanKind, string>> = {
  llm: 'llm',
  tool: 'tool',
  retriever: 'retriever',
  embedding: 'embedding',
};

/** Inputs and outputs are objects to LangSmith. */
function valuesOf(content: unknown, side: 'input' | 'output'): JsonRecord {
  const view = contentView(content, side) as Json;
  if (view === null) return {};
  if (isRecord(view)) return view;
  const isChat = Array.isArray(view) && view.every((each) => isRecord(each) && 'role' in each);
  return { [isChat ? 'messages' : side]: view };
}

/** The form of a time within a dotted order. */
const stamp = (iso: string): string => {
  const [, day = '', time = '', fraction = ''] = /^(.+)T(\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(iso) ?? [];
  const digits = `${day}T${time}`.replace(/[-:]/g, '');
  return `${digits}${fraction.padEnd(6, '0').slice(0, 6)}Z`;
};

function metadataOf({ attributes, userId, sessionId, usage }: ApiSpan): JsonRecord {
  const told = Object.entries(attributes as JsonRecord).flatMap(([name, value]): [string, Json][] =>
    name.startsWith(METADATA) ? [[name.slice(METADATA.length), value]] : [],
  );
  return {
    ...(userId !== null && { user_id: userId }),
    ...(sessionId !== null && { session_id: sessionId }),
    ...(usage?.counted && {
      usage_metadata: usageMetadata(attributes['langsmith.usage_metadata'] as Json, usage),
    }),
    ...Object.fromEntries(told),
  };
}

interface Spent {
  usage: Parameters<typeof promptTokens>[0] & { total: number };
  cost: string | undefined;
}

const ownSpending = ({ usage, cost }: ApiSpan): Spent => ({
  usage: usage ?? { total: 0 },
  cost: cost?.priced ? cost.total : undefined,
});

const spendingOf = ({ usage, cost }: Spent) => {
  const prompt = promptTokens(usage);
  return {
    prompt_tokens: prompt,
    completion_tokens: Math.max(0, usage.total - prompt),
    total_tokens: usage.total,
    total_cost: cost === undefined ? null : Number(cost),
  };
};

const NS_PER_MS = 1_000_000;
const firstToken = ({ startTime, timeToFirstTokenMs: wait }: ApiSpan): string | null => {
  const start = nsFromIso(startTime);
  if (wait === null || start === undefined) return null;
  return new Date(Number(start / BigInt(NS_PER_MS)) + wait).toISOString();
};

/** The same with its parts, as the SDK reported them, or in the words that one would. */
function usageMetadata(told: Json | undefined, usage: NonNullable<ApiSpan['usage']>): JsonRecord {
  if (isRecord(told)) return told;
  const { prompt_tokens, completion_tokens } = spendingOf({ usage, cost: undefined });
  return {
    input_tokens: prompt_tokens,
    output_tokens: completion_tokens,
    total_tokens: usage.total,
    ...parts('input_token_details', {
      cache_read: usage.cachedRead,
      cache_creation: usage.cacheWrite,
      ephemeral_1h_input_tokens: usage.cacheWrite1h,
      audio: usage.inputAudio,
    }),
    ...parts('output_token_details', { reasoning: usage.reasoning, audio: usage.outputAudio }),
  };
}

function parts(name: string, counts: Record<string, number | undefined>): JsonRecord {
  const told = Object.entries(counts).flatMap(([key, count]): [string, Json][] =>
    count === undefined ? [] : [[key, count]],
  );
  return told.length > 0 ? { [name]: Object.fromEntries(told) } : {};
}

const errorText = ({ type, message, stack }: NonNullable<ApiSpan['error']>): string => {
  const what = [type, message].filter(Boolean).join(': ');
  return stack === '' ? what : `${what}\n${stack}`;
};

/** Any span as the run that it is, or would be; a root with what its whole trace has spent. */
export function runOf(span: ApiSpan, pharosProject: string, trace?: TraceSummary): JsonRecord {
  const attributes = span.attributes as JsonRecord;
  const textAt = (name: string) => (typeof attributes[name] === 'string' ? attributes[name] : undefined);
  const open = attributes[NO_END_TIME] === true;
  const isRoot = span.parentSpanId === null;
  const { error } = span;
  return {
    id: runIdOf(span.spanId),
    trace_id: runIdOf(span.traceId),
    parent_run_id: span.parentSpanId && runIdOf(span.parentSpanId),
    dotted_order:
      textAt('langsmith.dotted_order') ?? (isRoot ? stamp(span.startTime) + runIdOf(span.spanId) : null),
    session_id: projectIdOf(textAt(PROJECT_ATTRIBUTE) ?? DEFAULT_PROJECT),
    name: span.name,
    run_type: textAt(TYPE_ATTRIBUTE) ?? TYPES[span.kind] ?? 'chain',
    start_time: span.startTime,
    end_time: open ? null : span.endTime,
    first_token_time: firstToken(span),
    status: span.status === 'error' ? 'error' : open ? 'pending' : 'success',
    error: error === null ? null : errorText(error),
    inputs: valuesOf(span.input, 'input'),
    outputs: open || span.output === null ? null : valuesOf(span.output, 'output'),
    extra: { metadata: metadataOf(span) },
    // An exception is told as the error of the run.
    events: span.events.filter(({ name }) => name !== 'exception').map(({ name, time }) => ({ name, time })),
    tags: span.tags,
    reference_example_id: textAt('langsmith.reference_example_id') ?? null,
    app_path: `/p/${pharosProject}/traces/${encodeURIComponent(span.traceId)}`,
    ...spendingOf(isRoot && trace ? { usage: trace.usage, cost: trace.cost.total } : ownSpending(span)),
  };
}
