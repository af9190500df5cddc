import type { ModelLine } from './catalogue.ts';

/**
 * By the search, of up to a hundred documents: a request is one unless it tells how many it was. Tokens cost nothing then, so
 * that estimated ones do no harm.
 */
const bySearch = (model: string, thousand: string, ...aliases: string[]): ModelLine => ({
  model,
  is: [model, ...aliases].map((name) => ['equals', name]),
  prices: [{ input: '0', output: '0', request: thousand, searchUnits: thousand }],
});
const byToken = (model: string, million: string): ModelLine => ({ model, prices: [{ input: million }] });

/**
 * Models that rank, which the list that comes with Pharos lacks. Cohere: cohere.com/pricing as OpenRouter and LiteLLM have it of
 * 2026; Voyage: docs.voyageai.com/docs/pricing as Vercel's gateway has it of 2026; Bedrock and Azure as LiteLLM has them.
 */
export const RERANK_PRICES: Readonly<Record<string, readonly ModelLine[]>> = {
  cohere: [
    bySearch('rerank-v4.0-pro', '2.5', 'rerank-4-pro'),
    bySearch('rerank-v4.0-fast', '2', 'rerank-4-fast'),
    bySearch('rerank-v3.5', '2'),
    bySearch('rerank-english-v3.0', '2'),
    bySearch('rerank-multilingual-v3.0', '2'),
  ],
  voyageai: [
    byToken('rerank-3', '0.05'),
    byToken('rerank-3-lite', '0.02'),
    byToken('rerank-2.5', '0.05'),
    byToken('rerank-2.5-lite', '0.02'),
    byToken('rerank-2', '0.05'),
    byToken('rerank-2-lite', '0.02'),
  ],
  aws: [bySearch('cohere.rerank-v3-5:0', '2'), bySearch('amazon.rerank-v1:0', '1')],
  azure: [bySearch('cohere-rerank-v3-english', '2'), bySearch('cohere-rerank-v3-multilingual', '2')],
};
