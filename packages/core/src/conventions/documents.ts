import { jsonOf, numberOf, recordOf, textOf } from '../attributes.ts';
import type { Json, RetrievedDocument } from '../content.ts';
import { firstString, isRecord } from '../message-parts.ts';
import type { Attributes, AttributeValue, SpanEvent } from '../span.ts';

export const MAX_DOCUMENTS = 1_000;

/** A document from what is known of it; undefined when that is nothing. */
export function document(
  id: AttributeValue | undefined,
  content: AttributeValue | undefined,
  score: AttributeValue | undefined,
  metadata: AttributeValue | undefined,
): RetrievedDocument | undefined {
  const found: RetrievedDocument = {};
  const idText = textOf(id);
  const text = textOf(content);
  const facts = metadata === undefined || metadata === null ? undefined : recordOf(metadata);
  const number = numberOf(score) ?? numberOf(facts?.score) ?? numberOf(facts?.relevance_score);
  if (idText !== undefined) found.id = idText;
  if (text !== undefined) found.content = text;
  if (number !== undefined) found.score = number;
  if (found.id === undefined && found.content === undefined) return undefined;
  const isEmpty = facts !== undefined && Object.keys(facts).length === 0;
  if (metadata !== undefined && metadata !== null && !isEmpty) found.metadata = facts ?? jsonOf(metadata);
  return found;
}

function fromJson(value: Json): RetrievedDocument | undefined {
  if (typeof value === 'string') return { content: value };
  if (!isRecord(value)) return undefined;
  const inner = [value.document, value.kwargs, value.node].find(isRecord) ?? value;
  return document(
    inner.id ?? inner.document_id ?? inner.chunk_id ?? inner._id ?? value.id,
    firstString(inner.content, inner.text, inner.page_content, inner.pageContent, inner.document),
    inner.score ?? value.score ?? inner.relevance_score ?? inner.similarity ?? inner.distance,
    inner.metadata ?? inner.payload,
  );
}

/** Where an answer that holds documents may have them. */
const LISTS = ['documents', 'matches', 'results', 'points', 'nodes', 'outputs', 'output'];

/** Documents in ranked order from a list of them, or from an answer that holds one; undefined when there is none. */
export function documentsOf(value: AttributeValue | undefined): RetrievedDocument[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const json = jsonOf(value);
  const list = isRecord(json) ? LISTS.map((name) => json[name]).find(Array.isArray) : json;
  if (!Array.isArray(list)) return undefined;
  const documents = list.slice(0, MAX_DOCUMENTS).flatMap((item) => fromJson(item) ?? []);
  return documents.length > 0 ? documents : undefined;
}

/** Event names of vector store hits, and the attribute prefix that their facts have. */
const HITS = new Map([
  ['db.query.result', 'db.query.result.'],
  ['db.query.match', 'db.query.match.'],
  ['db.search.match', 'db.search.match.'],
  ['db.search.result', 'db.search.result.'],
]);

export const HIT_EVENTS: readonly string[] = [...HITS.keys()];

/** One span event per hit, as OpenLLMetry and Langtrace report vector stores. */
export function documentsInEvents(events: readonly SpanEvent[]): RetrievedDocument[] | undefined {
  let documents: RetrievedDocument[] | undefined;
  for (const { name, attributes } of events) {
    const prefix = HITS.get(name);
    if (prefix === undefined) continue;
    const hit = document(
      attributes.get(`${prefix}id`),
      attributes.get(`${prefix}document`),
      attributes.get(`${prefix}score`) ?? attributes.get(`${prefix}distance`),
      attributes.get(`${prefix}metadata`),
    );
    if (!hit) continue;
    documents ??= [];
    if (documents.push(hit) === MAX_DOCUMENTS) break;
  }
  return documents;
}

/** A flattened document, `document.id`, `document.content` … */
export const documentInRow = (row: Attributes): RetrievedDocument | undefined =>
  document(
    row.get('document.id'),
    row.get('document.content'),
    row.get('document.score'),
    row.get('document.metadata'),
  );
