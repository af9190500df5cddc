import { describe, expect, it } from 'vitest';
import { normalise } from '../normalise.ts';
import type { AttributeValue, SpanEvent } from '../span.ts';
import { anEvent, aRawSpan } from '../testing/raw-span.ts';
import { vectorCallOf } from './vector-call.ts';

const call = (values: Record<string, AttributeValue>, events: SpanEvent[] = [], name = 'a call') =>
  vectorCallOf(normalise(aRawSpan(values, { events, name })));
const match = (id: string, score: number) =>
  anEvent('db.query.result', { 'db.query.result.id': id, 'db.query.result.score': score });

describe('what a call to a vector database tells', () => {
  it('OpenLLMetry of Pinecone: units, and a match an event', () => {
    const values = {
      ...{ 'db.system': 'pinecone', 'db.vector.query.top_k': 5 },
      ...{ 'pinecone.usage.read_units': 6, 'pinecone.usage.write_units': 0 },
    };
    expect(call(values, [match('a', 0.91), match('b', 0.42)], 'pinecone.query')).toEqual({
      ...{ system: 'pinecone', collection: '', operation: 'query' },
      facts: { topK: 5, matches: 2, topScore: 0.91, lowScore: 0.42, readUnits: 6, writeUnits: 0 },
    });
  });

  it('OpenLLMetry of Chroma and Milvus: limits under names of their own', () => {
    const chroma = { 'db.system': 'chroma', 'db.operation': 'query', 'db.chroma.query.n_results': 4 };
    expect(call(chroma)).toMatchObject({ system: 'chroma', operation: 'query', facts: { topK: 4 } });
    const milvus = {
      ...{ 'db.system': 'milvus', 'db.operation': 'search', 'db.milvus.search.collection_name': 'kb' },
      ...{ 'db.milvus.search.limit': 3, 'db.milvus.search.result_count': 0 },
    };
    expect(call(milvus)).toEqual({
      ...{ system: 'milvus', collection: 'kb', operation: 'search' },
      facts: { topK: 3, matches: 0 },
    });
  });

  it('Langtrace: the index, and how many were asked for', () => {
    const values = { 'langtrace.service.type': 'vectordb', 'db.system': 'pinecone', 'db.operation': 'query' };
    expect(call({ ...values, 'db.index': 'support', 'db.namespace': 'help', 'db.top_k': 2 })).toMatchObject({
      ...{ collection: 'support', operation: 'query', facts: { topK: 2 } },
    });
  });

  it('OpenTelemetry: collection, operation and rows, also of what is written', () => {
    const values = { 'db.system.name': 'qdrant', 'db.collection.name': 'articles' };
    expect(call({ ...values, 'db.operation.name': 'upsert' })).toEqual({
      ...{ system: 'qdrant', collection: 'articles', operation: 'upsert', facts: {} },
    });
    expect(
      call({ ...values, 'db.operation.name': 'query', 'db.response.returned_rows': '7' })?.facts,
    ).toEqual({ matches: 7 });
  });

  it('OpenInference: the documents of a retriever that names no database', () => {
    const values = {
      'openinference.span.kind': 'RETRIEVER',
      'retrieval.documents.0.document.id': 'a',
      'retrieval.documents.0.document.score': 0.8,
      'retrieval.documents.1.document.id': 'b',
      'retrieval.documents.1.document.score': 0.5,
    };
    expect(call(values)).toEqual({
      ...{ system: '', collection: '', operation: '' },
      facts: { matches: 2, topScore: 0.8, lowScore: 0.5 },
    });
  });

  it('keeps unknown what is not told: no document is not the same as none found', () => {
    expect(call({ 'db.system': 'weaviate', 'db.operation': 'query' })?.facts).toEqual({});
  });

  it.each([{ 'db.system.name': 'postgresql', 'db.query.text': 'SELECT 1' }, { 'gen_ai.system': 'openai' }])(
    'is nothing of %j',
    (values) => {
      expect(call(values)).toBeUndefined();
    },
  );

  it('is read from hostile values without harm', () => {
    const values = { 'db.system': 'pinecone', 'db.vector.query.top_k': 'many', 'db.index': '__proto__' };
    expect(call(values)).toMatchObject({ collection: '__proto__', facts: {} });
  });
});
