import { firstNumber, firstText } from '../attributes.ts';
import { storeNamed } from '../conventions/vector-store.ts';
import type { Span } from '../span.ts';

/** What a call to a vector database, or a step of retrieval, tells. Texts that are not told are ''. */
export interface VectorCall {
  system: string;
  collection: string;
  operation: string;
  facts: Partial<Record<VectorFact, number>>;
}

/** `topScore` and `lowScore`: as the database tells them of the first and the last match. Whether more is nearer differs. */
export const VECTOR_FACTS = ['topK', 'matches', 'topScore', 'lowScore', 'readUnits', 'writeUnits'] as const;
export type VectorFact = (typeof VECTOR_FACTS)[number];

/** Names of attributes, the first that a span has is taken: OpenTelemetry's, then OpenLLMetry's, Langtrace's, OpenLIT's. */
const COLLECTION = [
  'db.collection.name',
  'db.index',
  'db.milvus.search.collection_name',
  'db.milvus.insert.collection_name',
  'db.weaviate.collection.name',
  'gen_ai.data_source.id',
  'db.namespace',
  'db.name',
];
const OPERATION = ['db.operation.name', 'db.operation'];
const COUNTS: Partial<Record<VectorFact, readonly string[]>> = {
  topK: [
    'db.vector.query.top_k',
    'db.query.top_k',
    'db.top_k',
    'pinecone.query.top_k',
    'db.pinecone.query.top_k',
    'db.chroma.query.n_results',
    'db.milvus.search.limit',
    'retrieval.top_k',
    'db.limit',
  ],
  matches: [
    'db.response.returned_rows',
    'db.vector.query.result_count',
    'db.milvus.search.result_count',
    'db.num_matches',
  ],
  readUnits: ['pinecone.usage.read_units', 'db.pinecone.usage.read_units'],
  writeUnits: ['pinecone.usage.write_units', 'db.pinecone.usage.write_units'],
};

/** Of a span that is called by both, such as `pinecone.query`. */
const operationIn = (name: string, system: string): string =>
  system !== '' && name.toLowerCase().startsWith(`${system}.`) ? name.slice(system.length + 1) : '';

/** Undefined where a step neither calls a vector database nor retrieves. Matches are counted where they are not told. */
export function vectorCallOf(
  span: Pick<Span, 'kind' | 'name' | 'attributes' | 'documents'>,
): VectorCall | undefined {
  const { kind, name, attributes, documents } = span;
  const system = storeNamed(span) ?? '';
  if (system === '' && kind !== 'retriever') return undefined;
  const facts: VectorCall['facts'] = {};
  for (const fact of VECTOR_FACTS) {
    const told = firstNumber(attributes, COUNTS[fact] ?? []);
    if (told !== undefined) facts[fact] = told;
  }
  if (documents.length > 0) facts.matches ??= documents.length;
  const scores = documents.flatMap(({ score }) => score ?? []);
  const [top, low] = [scores[0], scores.at(-1)];
  if (top !== undefined) facts.topScore = top;
  if (low !== undefined) facts.lowScore = low;
  return {
    system: system || (firstText(attributes, ['db.system.name', 'db.system']) ?? ''),
    collection: firstText(attributes, COLLECTION) ?? '',
    operation: firstText(attributes, OPERATION) ?? operationIn(name, system),
    facts,
  };
}
