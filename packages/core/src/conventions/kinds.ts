import type { SpanKind } from '../span.ts';

const EMBEDS = /embed/i;
const RERANKS = /rerank/i;

/** What a call to this model is, when nothing but the model is known. */
export function kindOfModel(model: string): SpanKind {
  if (EMBEDS.test(model)) return 'embedding';
  return RERANKS.test(model) ? 'reranker' : 'llm';
}
