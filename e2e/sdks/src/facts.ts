import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import { ALL_ANSWERS, type Answer, type TokenCount } from '../scenario/answers.ts';
import { CONVERSATIONS, type Conversation } from '../scenario/conversations.ts';

/** What the checks ask of a trace, in the words of the scenario. */
export const traceOf = (traces: readonly ApiTrace[], id: Conversation['id']): ApiTrace | undefined =>
  traces[CONVERSATIONS.findIndex((conversation) => conversation.id === id)];

/** The API gives all of a span unless it is asked for less. */
export const spansOf = (trace: ApiTrace | undefined): ApiSpan[] => (trace?.spans ?? []) as ApiSpan[];

/** Calls of a model that were answered. Of one that is told in two steps the inner is meant. */
export function answeredCalls(trace: ApiTrace | undefined, of: 'llm' | 'embedding' = 'llm'): ApiSpan[] {
  const calls = spansOf(trace).filter(({ kind, status }) => kind === of && status !== 'error');
  const outer = new Set(calls.map(({ parentSpanId }) => parentSpanId));
  return calls.filter(({ spanId }) => !outer.has(spanId));
}

/** The span of a scripted answer. SDKs that do not read the answer of a stream know only the model that was asked. */
export const callOf = (traces: readonly ApiTrace[], answer: Answer): ApiSpan | undefined =>
  answeredCalls(traceOf(traces, answer.conversation)).find(
    ({ model }) => model === answer.responseModel || model === answer.requestModel,
  );

/** Tokens as a provider counts them, put together again from exclusive buckets; undefined where Pharos estimates them. */
export function tokensOf(span: ApiSpan): TokenCount | undefined {
  const { usage } = span;
  if (usage === null || usage.tokenizer !== undefined) return undefined;
  if (usage.input === undefined && usage.output === undefined) return undefined;
  const cached = usage.cachedRead ?? 0;
  const reasoning = usage.reasoning ?? 0;
  return {
    input: (usage.input ?? 0) + cached + (usage.cacheWrite ?? 0),
    cached,
    output: (usage.output ?? 0) + reasoning,
    reasoning,
  };
}

export const WHOLE_ANSWERS = ALL_ANSWERS.filter(({ streamed }) => !streamed);
export const STREAMED_ANSWERS = ALL_ANSWERS.filter(({ streamed }) => streamed);

/** Every step of a trace with all that it is part of: `support-agent [agent] > lookup_order [tool]`. */
export function stepsOf(trace: ApiTrace): string[] {
  const spans = new Map(spansOf(trace).map((span) => [span.spanId, span]));
  const pathTo = ({ name, kind, parentSpanId }: ApiSpan): string => {
    const parent = parentSpanId === null ? undefined : spans.get(parentSpanId);
    const above = parent !== undefined ? `${pathTo(parent)} > ` : parentSpanId === null ? '' : '… > ';
    return `${above}${name} [${kind}]`;
  };
  return [...spans.values()].map(pathTo).sort();
}
