import type { SpanKind } from '../span.ts';

/** One word, in capitals, by which OpenInference, MLflow and Alibaba's extension of gen_ai say what a span is. */
export const KIND_WORDS: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ['LLM', 'llm'],
  ['CHAT_MODEL', 'llm'],
  ['EMBEDDING', 'embedding'],
  ['RERANKER', 'reranker'],
  ['RETRIEVER', 'retriever'],
  ['TOOL', 'tool'],
  ['AGENT', 'agent'],
  ['CHAIN', 'chain'],
  ['WORKFLOW', 'chain'],
  ['TASK', 'chain'],
  ['STEP', 'chain'],
  ['PROMPT', 'chain'],
  ['PARSER', 'chain'],
  ['GUARDRAIL', 'guardrail'],
  ['EVALUATOR', 'evaluator'],
]);

const EMBEDS = /embed/i;
const RERANKS = /rerank/i;

/** What a call to this model is, when nothing but the model is known. */
export function kindOfModel(model: string): SpanKind {
  if (EMBEDS.test(model)) return 'embedding';
  return RERANKS.test(model) ? 'reranker' : 'llm';
}
