import { jsonOf, numberOf, recordOf, textOf } from '../attributes.ts';
import type { Json, RetrievedDocument } from '../content.ts';
import { fieldsOf } from '../gen-ai-events.ts';
import { firstString, isRecord, type JsonRecord } from '../message-parts.ts';
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

/** What a result says of itself beside its own fields, and where stores put the text of what they found. */
const BESIDE = ['_additional', 'metadata', 'payload', 'entity'];
const textIn = (value: Json | undefined) =>
  isRecord(value)
    ? firstString(value.content, value.text, value.page_content, value.pageContent, value.document)
    : undefined;

function fromJson(value: Json): RetrievedDocument | undefined {
  if (typeof value === 'string') return { content: value };
  if (!isRecord(value)) return undefined;
  const inner = [value.document, value.kwargs, value.node].find(isRecord) ?? value;
  const beside = BESIDE.map((name) => inner[name]).find(isRecord);
  const own = isRecord(inner._additional) ? { ...inner, _additional: null } : undefined;
  return document(
    inner.id ?? inner.document_id ?? inner.chunk_id ?? inner._id ?? inner.uuid ?? value.id ?? beside?.id,
    textIn(inner) ?? textIn(beside) ?? (own && JSON.stringify(own, (_, fact: Json) => fact ?? undefined)),
    inner.score ??
      value.score ??
      inner.relevance_score ??
      inner.similarity ??
      inner.distance ??
      beside?.score ??
      beside?.certainty ??
      beside?.distance,
    inner.metadata ?? inner.payload ?? inner.entity ?? inner._additional,
  );
}

/** Chroma answers in columns, one list for each text that was looked for. */
function fromColumns({ ids, documents, distances, metadatas }: JsonRecord): Json[] | undefined {
  if (!Array.isArray(ids)) return undefined;
  const column = (values: Json | undefined) => (Array.isArray(values) ? values.flat(1) : []);
  const [texts, far, facts] = [column(documents), column(distances), column(metadatas)];
  return ids.flat(1).map((id, i) => ({
    id: id as Json,
    content: texts[i] ?? null,
    distance: far[i] ?? null,
    metadata: facts[i] ?? null,
  }));
}

/** Weaviate answers with the shape of the question: `{data: {Get: {Article: [...]}}}`. */
function inGraph({ data }: JsonRecord): Json[] | undefined {
  const found = isRecord(data) ? data.Get : undefined;
  return isRecord(found) ? Object.values(found).find(Array.isArray) : undefined;
}

/** Where an answer that holds documents may have them. */
const LISTS = ['documents', 'matches', 'results', 'points', 'nodes', 'outputs', 'output', 'rows'];

function listIn(json: Json): Json | undefined {
  if (!isRecord(json)) return json;
  return fromColumns(json) ?? LISTS.map((name) => json[name]).find(Array.isArray) ?? inGraph(json);
}

/** Documents in ranked order from a list of them, or from an answer that holds one; undefined when there is none. */
export function documentsOf(value: AttributeValue | undefined): RetrievedDocument[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const list = listIn(jsonOf(value));
  if (!Array.isArray(list)) return undefined;
  // Several searches at once are answered by a list of lists.
  const documents = list
    .flat(1)
    .slice(0, MAX_DOCUMENTS)
    .flatMap((item) => fromJson(item as Json) ?? []);
  return documents.length > 0 ? documents : undefined;
}

/** Event names of vector store hits, and the attribute prefix that their facts have where they have one. */
const HITS = new Map([
  ['db.query.result', 'db.query.result.'],
  ['db.query.match', 'db.query.match.'],
  ['db.search.match', 'db.search.match.'],
  ['db.search.result', 'db.search.result.'],
  ['db.chroma.query.result', 'db.chroma.query.result.'],
]);

export const HIT_EVENTS: readonly string[] = [...HITS.keys()];

/** One span event per hit, as OpenLLMetry and Langtrace report vector stores. */
export function documentsInEvents(events: readonly SpanEvent[]): RetrievedDocument[] | undefined {
  let documents: RetrievedDocument[] | undefined;
  for (const { name, attributes } of events) {
    const prefix = HITS.get(name);
    const hit = prefix === undefined ? undefined : (prefixedHit(attributes, prefix) ?? bareHit(attributes));
    if (!hit) continue;
    documents ??= [];
    if (documents.push(hit) === MAX_DOCUMENTS) break;
  }
  return documents;
}

const prefixedHit = (attributes: Attributes, prefix: string) =>
  document(
    attributes.get(`${prefix}id`),
    attributes.get(`${prefix}document`),
    attributes.get(`${prefix}score`) ?? attributes.get(`${prefix}distance`),
    attributes.get(`${prefix}metadata`),
  );

/** The hit as the store gave it. */
const bareHit = (attributes: Attributes) => fromJson(fieldsOf(attributes));

/** A flattened document, `document.id`, `document.content` … */
export const documentInRow = (row: Attributes): RetrievedDocument | undefined =>
  document(
    row.get('document.id'),
    row.get('document.content'),
    row.get('document.score'),
    row.get('document.metadata'),
  );
