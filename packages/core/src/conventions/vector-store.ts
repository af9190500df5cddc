import { firstText, firstValue } from '../attributes.ts';
import { plainContent } from '../messages.ts';
import { TELLS, WRITES } from '../retrieval/operations.ts';
import type { RawSpan, SpanKind } from '../span.ts';
import { documentsInEvents, documentsOf, HIT_EVENTS } from './documents.ts';
import type { Convention } from './types.ts';

/** Databases that are asked by similarity. */
const STORES = new Set([
  'astra',
  'astradb',
  'chroma',
  'chromadb',
  'deeplake',
  'faiss',
  'lancedb',
  'marqo',
  'milvus',
  'pg_vector',
  'pgvector',
  'pinecone',
  'qdrant',
  'turbopuffer',
  'upstash_vector',
  'vectara',
  'vespa',
  'weaviate',
  'zilliz',
]);

const MANAGES = new RegExp(`${WRITES}|${TELLS}`, 'i');

const SYSTEM = ['db.system.name', 'db.system', 'db.vendor'];
const OPERATION = ['db.operation.name', 'db.operation', 'langtrace.span.name'];
const QUERY = ['db.vector.query.content', 'db.query.text', 'db.statement', 'db.query'];
/** Whatever the database is otherwise, it was asked by similarity. */
const BY_SIMILARITY = [
  'db.vector.query.content',
  'db.vector.query.top_k',
  'db.vector.query.similarity_threshold',
];
/** Distances as pgvector's SQL computes them. */
const DISTANCE = /<=>|<->|<#>|<\+>/;

/** The vector database that a span calls, as it is called there; undefined when it calls none. */
export const storeNamed = ({
  attributes,
  name,
}: Pick<RawSpan, 'attributes' | 'name'>): string | undefined => {
  const system = firstText(attributes, SYSTEM)?.toLowerCase();
  if (system?.startsWith('postgres')) {
    return DISTANCE.test(firstText(attributes, QUERY) ?? '') ? 'pgvector' : undefined;
  }
  if (system !== undefined) return STORES.has(system) ? system : undefined;
  const dot = name.indexOf('.');
  return dot > 0 && STORES.has(name.slice(0, dot).toLowerCase())
    ? name.slice(0, dot).toLowerCase()
    : undefined;
};

/** Reading a vector store is retrieval; writing to it is not. Undefined when the span calls no vector store. */
export function kindOfStoreCall(span: RawSpan): SpanKind | undefined {
  if (span.events.some((event) => HIT_EVENTS.includes(event.name))) return 'retriever';
  if (firstText(span.attributes, BY_SIMILARITY) !== undefined) return 'retriever';
  if (storeNamed(span) === undefined) return undefined;
  return MANAGES.test(firstText(span.attributes, OPERATION) ?? span.name) ? 'span' : 'retriever';
}

/** What was asked, from the first of `names` that says it; Python writes `null` where a call had no query. */
export const queryOf = ({ attributes }: RawSpan, names: readonly string[]) =>
  plainContent(
    firstValue(
      attributes,
      names.filter((name) => attributes.get(name) !== 'null'),
    ),
  );

/** Calls to vector databases, whoever instrumented them. */
export const vectorStore: Convention = {
  name: 'vector-store',
  recognises: (span) =>
    span.attributes.has('db.system.name') ||
    span.attributes.has('db.system') ||
    (span.events.length > 0 && span.events.some((event) => HIT_EVENTS.includes(event.name))) ||
    storeNamed(span) !== undefined,
  kind: kindOfStoreCall,
  input: (span) => queryOf(span, QUERY),
  documents: ({ events, attributes }) =>
    documentsInEvents(events) ?? documentsOf(attributes.get('db.vector.query.response.documents')),
  payload: [...QUERY, 'db.vector.query.response.documents'],
  payloadEvents: HIT_EVENTS,
};
