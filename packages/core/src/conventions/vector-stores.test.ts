import { describe, expect, it } from 'vitest';
import { normalise } from '../normalise.ts';
import type { AttributeValue, SpanEvent } from '../span.ts';
import { anEvent, aRawSpan } from '../testing/raw-span.ts';

const json = (value: unknown) => JSON.stringify(value);
const store = (values: Record<string, AttributeValue>, events: SpanEvent[] = []) =>
  normalise(aRawSpan({ 'langtrace.service.type': 'vectordb', ...values }, { events, name: 'a call' }));
const response = (value: unknown) => [anEvent('response', { 'db.response': json(value) })];

describe('vector stores as Langtrace’s SDKs tell of them', () => {
  it('Pinecone, by its answer: what was asked, where, and what matched how well', () => {
    const query = [{ vector: [0.1, 0.2], topK: 2, filter: { lang: 'en' } }];
    const answer = {
      matches: [
        { id: 'kb-17', score: 0.91, metadata: { text: 'Refunds within 30 days.' } },
        { id: 'kb-03', score: 0.62, metadata: {} },
      ],
      namespace: 'help',
    };
    const span = store(
      {
        'db.system': 'pinecone',
        'db.operation': 'query',
        'db.index': 'support',
        'db.namespace': 'help',
        'db.top_k': 2,
        'db.query': json(query),
      },
      response(answer),
    );
    expect(span).toMatchObject({
      kind: 'retriever',
      input: { json: query },
      output: { json: answer },
      documents: [
        { id: 'kb-17', score: 0.91, content: 'Refunds within 30 days.' },
        { id: 'kb-03', score: 0.62 },
      ],
      events: [],
    });
    expect(Object.fromEntries(span.attributes)).toMatchObject({
      'db.index': 'support',
      'db.namespace': 'help',
      'db.top_k': 2,
    });
  });

  it('Pinecone of Python, by an event for each match', () => {
    const match = (id: string, score: number) =>
      anEvent('db.query.match', {
        'db.query.match.id': id,
        'db.query.match.score': score,
        'db.query.match.metadata': json({ page: 3 }),
      });
    const span = store({ 'db.system': 'pinecone', 'db.query': 'null', 'db.query.top_k': 2 }, [
      match('a', 0.9),
      match('b', 0.8),
    ]);
    expect(span).toMatchObject({
      kind: 'retriever',
      documents: [
        { id: 'a', score: 0.9, metadata: { page: 3 } },
        { id: 'b', score: 0.8 },
      ],
    });
    expect(span.input).toBeUndefined();
  });

  it('Chroma, in columns and in events', () => {
    const call = {
      'db.system': 'chromadb',
      'db.operation': 'query',
      'db.collection.name': 'kb',
      'db.query': json([{ queryTexts: ['refund?'], nResults: 2 }]),
    };
    const documents = [
      { id: 'kb-17', content: 'Refunds within 30 days.', score: 0.2, metadata: { lang: 'en' } },
      { id: 'kb-03', content: '退款', score: 0.4 },
    ];
    const columns = {
      ids: [['kb-17', 'kb-03']],
      distances: [[0.2, 0.4]],
      documents: [['Refunds within 30 days.', '退款']],
      metadatas: [[{ lang: 'en' }, null]],
      embeddings: null,
    };
    expect(store(call, response(columns))).toMatchObject({ kind: 'retriever', documents });
    const events = documents.map(({ id, content, score, metadata }) =>
      anEvent('db.chroma.query.result', {
        id,
        distance: score,
        document: content,
        ...(metadata && { metadata: json(metadata) }),
      }),
    );
    expect(store(call, events)).toMatchObject({ kind: 'retriever', documents });
  });

  it('Qdrant, one search or many', () => {
    const points = [
      { id: 7, version: 1, score: 0.8, payload: { text: 'Gift cards are not refundable.' } },
      { id: 9, version: 1, score: 0.7, payload: null },
    ];
    const documents = [{ id: '7', score: 0.8, content: 'Gift cards are not refundable.' }, { id: '9' }];
    const call = (operation: string) => ({ 'db.system': 'qdrant', 'db.operation': operation });
    expect(store(call('search'), response(points)).documents).toMatchObject(documents);
    expect(store(call('searchBatch'), response([points, points])).documents).toHaveLength(4);
    expect(store(call('recommend'), response(points)).kind).toBe('retriever');
  });

  it('Weaviate, in the shape of the question and as a list', () => {
    const call = { 'db.system': 'weaviate', 'db.operation': 'graphql.get', 'db.collection.name': 'Article' };
    const found = {
      data: { Get: { Article: [{ title: 'Refunds', _additional: { id: 'u-1', distance: 0.1 } }] } },
    };
    expect(store(call, response(found))).toMatchObject({
      kind: 'retriever',
      documents: [{ id: 'u-1', score: 0.1, content: '{"title":"Refunds"}' }],
    });
    const listed = [{ content: 'Refunds', uuid: 'u-1', collection: 'Article', metadata: { distance: 0.1 } }];
    const events = [anEvent('db.response', { 'db.response': json(listed) })];
    expect(store({ ...call, 'db.operation': 'query' }, events)).toMatchObject({
      kind: 'retriever',
      documents: [{ id: 'u-1', score: 0.1, content: 'Refunds' }],
    });
  });

  it('PostgreSQL: only what compares vectors is retrieval', () => {
    const call = (text: string) => ({
      'db.system': 'postgres',
      'db.operation': 'SELECT',
      'db.query': json({ queryOrTextConfig: text, values: ['[1,2]'] }),
    });
    const rows = { command: 'SELECT', rowCount: 1, rows: [{ id: 4, content: 'Refunds', distance: 0.3 }] };
    expect(store(call('SELECT * FROM kb ORDER BY v <=> $1'), response(rows))).toMatchObject({
      kind: 'retriever',
      documents: [{ id: '4', content: 'Refunds', score: 0.3 }],
    });
    const plain = store(call('SELECT * FROM users'), response(rows));
    expect(plain).toMatchObject({ kind: 'span', documents: [], output: { json: rows } });
  });

  it('Milvus, whose SDK calls it by another type, and MongoDB', () => {
    const hit = anEvent('db.search.match', {
      id: '3',
      distance: '0.7',
      entity: json({ text: 'Refunds', page: 1 }),
    });
    const milvus = {
      'langtrace.service.type': 'Vector Database',
      'db.system': 'milvus',
      'db.operation': 'search',
      'db.name': 'kb',
      'db.filter': 'lang == "en"',
    };
    expect(store(milvus, [hit])).toMatchObject({
      kind: 'retriever',
      input: { text: 'lang == "en"' },
      documents: [{ id: '3', score: 0.7, content: 'Refunds', metadata: { page: 1 } }],
    });
    expect(store({ ...milvus, 'db.operation': 'insert' }).kind).toBe('span');
    const mongo = {
      'db.system': 'mongodb',
      'db.query': 'aggregate',
      'db.index': 'v',
      'db.path': 'embedding',
    };
    expect(store(mongo).kind).toBe('retriever');
    expect(store(mongo, [anEvent('db.query.match', { text: 'Refunds', score: 0.5 })]).documents).toEqual([
      { content: 'Refunds', score: 0.5 },
    ]);
  });

  it.each([
    ['pinecone', 'upsert'],
    ['pinecone', 'deleteMany'],
    ['chromadb', 'count'],
    ['qdrant', 'getCollections'],
    ['qdrant', 'updateVectors'],
    ['weaviate', 'schema.classGetter'],
    ['weaviate', 'batch.objectsBatcher'],
    ['weaviate', 'graphql.aggregate'],
    ['milvus', 'create_collection'],
  ])('%s %s is no retrieval', (system, operation) => {
    const span = store({ 'db.system': system, 'db.operation': operation }, response({ upsertedCount: 3 }));
    expect(span).toMatchObject({ kind: 'span', documents: [], output: { json: { upsertedCount: 3 } } });
  });
});
