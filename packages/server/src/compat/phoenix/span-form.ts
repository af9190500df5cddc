import type { ApiSpan, SpanSkeleton } from '@pharos/core/api/spans';
import type { SpanKind } from '@pharos/core/span';
import { completionTokens, promptTokens } from '@pharos/core/usage';
import { globalId } from '../../receive/phoenix/global-ids.ts';

/** OpenInference's word for each kind. */
export const KINDS: Readonly<Record<SpanKind, string>> = {
  agent: 'AGENT',
  llm: 'LLM',
  tool: 'TOOL',
  retriever: 'RETRIEVER',
  embedding: 'EMBEDDING',
  reranker: 'RERANKER',
  guardrail: 'GUARDRAIL',
  evaluator: 'EVALUATOR',
  chain: 'CHAIN',
  span: 'UNKNOWN',
  event: 'UNKNOWN',
};

/** What a span is from what Phoenix calls it. */
export const kindsNamed = (names: readonly string[]): SpanKind[] =>
  (Object.keys(KINDS) as SpanKind[]).filter((kind) => names.includes(KINDS[kind]));

const content = (value: unknown): { value: string; mime: string } | undefined => {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string'
    ? { value, mime: 'text/plain' }
    : { value: JSON.stringify(value), mime: 'application/json' };
};

/** Facts that were taken out of the attributes are put back under OpenInference's names. */
function attributesOf(span: ApiSpan): Record<string, unknown> {
  const { usage, documents } = span;
  const input = content(span.input);
  const output = content(span.output);
  const facts: Record<string, unknown> = {
    'openinference.span.kind': KINDS[span.kind],
    'input.value': input?.value,
    'input.mime_type': input?.mime,
    'output.value': output?.value,
    'output.mime_type': output?.mime,
    'session.id': span.sessionId,
    'user.id': span.userId,
    'llm.model_name': span.kind === 'llm' ? span.model : undefined,
    'embedding.model_name': span.kind === 'embedding' ? span.model : undefined,
    'llm.provider': span.provider,
    'llm.token_count.prompt': usage && promptTokens(usage),
    'llm.token_count.completion': usage && completionTokens(usage),
    'llm.token_count.total': usage?.total,
    'llm.token_count.prompt_details.cache_read': usage?.cachedRead,
    'llm.token_count.prompt_details.cache_write': usage?.cacheWrite,
    'llm.token_count.completion_details.reasoning': usage?.reasoning,
    'tool.name': span.toolName,
  };
  documents.forEach((document, i) => {
    for (const [key, value] of Object.entries(document))
      facts[`retrieval.documents.${i}.document.${key}`] = key === 'metadata' ? JSON.stringify(value) : value;
  });
  const told = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null);
  return { ...Object.fromEntries(told), ...span.attributes };
}

/** Without attributes and events, as spans stand within a trace. */
export const briefSpan = (span: SpanSkeleton) => ({
  id: globalId('Span', span.spanId),
  span_id: span.spanId,
  parent_id: span.parentSpanId,
  name: span.name,
  span_kind: KINDS[span.kind],
  status_code: span.status.toUpperCase(),
  start_time: span.startTime,
  end_time: span.endTime,
});

export function fullSpan(span: ApiSpan) {
  const { span_id, ...rest } = briefSpan(span);
  return {
    ...rest,
    context: { trace_id: span.traceId, span_id },
    status_message: span.statusMessage,
    attributes: attributesOf(span),
    events: span.events.map(({ name, time, attributes }) => ({ name, timestamp: time, attributes })),
  };
}
