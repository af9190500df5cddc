import type { ApiScore } from '@pharos/core/api/scores';
import type { ApiSpan, ApiTrace, TraceSummary } from '@pharos/core/api/spans';
import { readContent } from '@pharos/core/read-content';
import { completionTokens, promptTokens } from '@pharos/core/usage';
import { messageView } from '../content-view.ts';

/** Kinds that LangWatch calls by another name; what it has none for is a `span`. */
const TYPES: Readonly<Partial<Record<ApiSpan['kind'], string>>> = {
  agent: 'agent',
  chain: 'chain',
  llm: 'llm',
  tool: 'tool',
  guardrail: 'guardrail',
  retriever: 'rag',
  evaluator: 'evaluation',
};

const msOf = (time: string): number => Date.parse(time);

function typedValue(value: unknown): object | null {
  const content = readContent(value);
  if (content === undefined) return null;
  if ('text' in content) return { type: 'text', value: content.text };
  return 'messages' in content
    ? { type: 'chat_messages', value: content.messages.map(messageView) }
    : { type: 'json', value: content.json };
}

const errorOf = ({ status, statusMessage, error }: ApiSpan): object | null =>
  status === 'error'
    ? {
        has_error: true,
        message: error?.message || statusMessage,
        stacktrace: error?.stack.split('\n') ?? [],
      }
    : null;

/** Its counts contain what was read from the cache and what was reasoned. */
const tokensOf = (usage: Parameters<typeof promptTokens>[0]) => ({
  prompt_tokens: promptTokens(usage),
  completion_tokens: completionTokens(usage),
});

const spanOf = (span: ApiSpan, projectId: string): object => ({
  project_id: projectId,
  trace_id: span.traceId,
  span_id: span.spanId,
  parent_id: span.parentSpanId,
  type: TYPES[span.kind] ?? 'span',
  name: span.name,
  model: span.model,
  vendor: span.provider,
  input: typedValue(span.input),
  output: typedValue(span.output),
  error: errorOf(span),
  params: span.attributes,
  timestamps: { started_at: msOf(span.startTime), finished_at: msOf(span.endTime) },
  metrics: span.usage
    ? {
        ...tokensOf(span.usage),
        tokens_estimated: span.usage.estimated ?? false,
        cost: Number(span.cost?.total ?? 0),
      }
    : null,
  ...(span.kind === 'retriever' && {
    contexts: span.documents.map(({ id, content }) => ({ document_id: id ?? null, content: content ?? '' })),
  }),
});

const evaluationOf = (score: ApiScore): object => ({
  evaluation_id: score.scoreId,
  span_id: score.spanId,
  name: score.name,
  status: 'processed',
  score: score.type === 'boolean' ? null : score.value,
  passed: score.type === 'boolean' ? score.value === 1 : null,
  label: score.label,
  details: score.comment,
});

/** What is known of a trace without its spans. */
export const summaryOf = (trace: TraceSummary, projectId: string): object => ({
  trace_id: trace.traceId,
  project_id: projectId,
  metadata: { user_id: trace.userId, thread_id: trace.sessionId, labels: trace.tags },
  timestamps: {
    started_at: msOf(trace.startTime),
    inserted_at: msOf(trace.endTime),
    updated_at: msOf(trace.endTime),
  },
  input: { value: trace.inputPreview },
  output: { value: trace.outputPreview },
  metrics: {
    ...tokensOf(trace.usage),
    total_time_ms: Math.round(trace.durationMs),
    first_token_ms: trace.timeToFirstTokenMs === null ? null : Math.round(trace.timeToFirstTokenMs),
    total_cost: Number(trace.cost.total),
  },
  error: trace.status === 'error' ? { has_error: true, message: '', stacktrace: [] } : null,
});

/** A trace as LangWatch's API gives it. */
export const toldTrace = ({ trace, spans, scores }: ApiTrace, projectId: string): object => {
  const whole = spans as ApiSpan[];
  const root = whole.find(({ parentSpanId }) => parentSpanId === null);
  return {
    ...summaryOf(trace, projectId),
    ...(root && { error: errorOf(root) }),
    spans: whole.map((span) => spanOf(span, projectId)),
    evaluations: scores.filter(({ source }) => source === 'evaluation').map(evaluationOf),
  };
};
