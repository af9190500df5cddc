/*
 * What calls to vector databases are called, as regular expressions that JavaScript and the engine read alike, whatever the case:
 * `upsert`, `deleteMany`, `milvus.create_collection`, `graphql.aggregate`. What is neither is a search.
 */
const begins = (...words: string[]): string => `(^|[^a-z])(${words.join('|')})`;

/** Changes what is in a collection, or the collection. */
export const WRITES = `${begins('add', 'upsert', 'insert', 'delete', 'update', 'create', 'drop', 'modify', 'set', 'overwrite', 'remove', 'load', 'flush')}|(^|[.])batch`;
/** Tells about a collection and finds nothing in it. */
export const TELLS = `${begins('count', 'list', 'describe', 'has', 'aggregate', 'get_?collection')}|(^|[.])schema`;
