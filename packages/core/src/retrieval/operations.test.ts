import { expect, test } from 'vitest';
import { TELLS, WRITES } from './operations.ts';

const is = (pattern: string) => (operation: string) => new RegExp(pattern, 'i').test(operation);

test.each([
  ...['upsert', 'UPSERT', 'deleteMany', 'add', 'updateVectors', 'pinecone.upsert', 'create_collection'],
  ...['batch.objectsBatcher', 'milvus.insert', 'drop', 'collection.modify'],
])('%s writes', (operation) => {
  expect([is(WRITES)(operation), is(TELLS)(operation)]).toEqual([true, false]);
});

test.each(['count', 'getCollections', 'describe_index_stats', 'schema.classGetter', 'graphql.aggregate'])(
  '%s only tells about a collection',
  (operation) => {
    expect([is(WRITES)(operation), is(TELLS)(operation)]).toEqual([false, true]);
  },
);

test.each([
  'query',
  'search',
  'similarity_search',
  'get',
  'fetch',
  'SELECT',
  'hybrid_search',
  'dataset.query',
  '',
])('%s searches', (operation) => {
  expect([is(WRITES)(operation), is(TELLS)(operation)]).toEqual([false, false]);
});
