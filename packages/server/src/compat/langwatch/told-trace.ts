import type { ApiScore } from '@pharos/core/api/scores';
import type { ApiSpan, ApiTrace, TraceSummary } from '@pharos/core/api/spans';
import type { Message } from '@pharos/core/content';

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
const isMessages = (value: unknown): value is Message[] =>
  Array.isArray(value) && value.every((each) => Array.isArray((each as Partial<Message> | null)?.parts));

/** A message in the words of OpenAI, which LangWatch speaks. */
function chatMessage({ role, parts }: Message): object {
  const calls = parts.flatMap((part) =>
    part.type === 'toolCall'
      ? [
          {
            id: part.id ?? null,
            type: 'function',
            function: { name: part.name, arguments: JSON.stringify(part.arguments) },
          },
        ]
      : [],
  );
  const said = parts.filter((part) => part.type !== 'toolCall');
  const text = said.map((part) => ('text' in part ? part.text : JSON.stringify(part))).join('\n');
  return { role, content: said.length > 0 ? text : null, ...(calls.length > 0 && { tool_calls: calls }) };
}

function typedValue(value: unknown): object | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return { type: 'text', value };
  return isMessages(value)
    ? { type: 'chat_messages', value: value.map(chatMessage) }
    : { type: 'json', value };
}

const errorOf = ({ status, statusMessage, error }: ApiSpan): object | null =>
  status === 'error'
    ? {
        has_error: true,
        message: error?.message || statusMessage,
        stacktrace: error?.stack.split('\n') ?? [],
      }
    : null;

type Buckets = 'input' | 'cachedRead' | 'cacheWrite' | 'output' | 'reasoning';

/** Its counts contain what was read from the cache and what was reasoned. */
const tokensOf = (usage: { [bucket in Buckets]?: number | undefined }) => ({
  prompt_tokens: (usage.input ?? 0) + (usage.cachedRead ?? 0) + (usage.cacheWrite ?? 0),
  completion_tokens: (usage.output ?? 0) + (usage.reasoning ?? 0),
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
