import { z } from 'zod';
import type { Client } from '../../http.ts';
import type { Door, List, Load, Row } from '../../transfer/list.ts';
import { nextOf } from '../../transfer/next.ts';
import { read, readIfThere } from '../read.ts';
import { chunks, isRow, row, structured, textIn } from '../rows.ts';
import type { Scope } from '../system.ts';
import { annotationSchema, type PhoenixAnnotation, SCORES, type Subject, scoreBody } from './annotations.ts';
import { spanBody } from './span.ts';

/** A project of a Phoenix: it is read by its id, and named by its name. */
export interface Project {
  id: string;
  name: string;
}

const PAGE = 500;
/** As many ids as an address holds on all servers. */
const IDS = 200;
const MOST_ANNOTATIONS = 1000;

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullish() });
const rowsPage = pageOf(row);
const annotationsPage = pageOf(annotationSchema);

export const spansDoor = (project: string): Door => ({
  path: `/v1/projects/${encodeURIComponent(project)}/spans`,
  most: 1000,
  encode: (data) => ({ data }),
  // Its text is JSON, as Phoenix's clients look for it.
  refused(answer) {
    const detail = isRow(answer) ? structured(answer.detail) : undefined;
    const invalid = isRow(detail) ? detail.invalid_spans : undefined;
    return Array.isArray(invalid) ? invalid.filter(isRow).map((span) => textIn(span, 'error')) : undefined;
  },
});

const annotations = (
  found: readonly PhoenixAnnotation[],
  traceOfSpan: (spanId: string) => string = () => '',
): Load => ({
  kind: 'annotations',
  door: SCORES,
  values: found.map((each) => scoreBody(each, traceOfSpan)).filter((score) => score !== undefined),
});

async function annotationsOf(
  source: Client,
  project: Project,
  subject: Subject,
  ids: readonly string[],
): Promise<PhoenixAnnotation[]> {
  const path = `/v1/projects/${encodeURIComponent(project.id)}/${subject}_annotations`;
  const found: PhoenixAnnotation[] = [];
  for (const some of chunks([...new Set(ids)], IDS)) {
    let cursor: string | undefined;
    do {
      const query = { [`${subject}_ids`]: some, limit: MOST_ANNOTATIONS, cursor };
      // A Phoenix that finds none of the ids says so with 404, as one that knows no such annotations does.
      const page = await readIfThere(source, { path, query }, annotationsPage);
      found.push(...(page?.data ?? []));
      cursor = nextOf(cursor, page?.next_cursor);
    } while (cursor !== undefined);
  }
  return found;
}

const contextOf = (span: Row): Row => (isRow(span.context) ? span.context : {});

/** The spans of a project, each page with what is said of them. */
export const spansList = (source: Client, project: Project, { since, until }: Scope): List => ({
  name: `${project.name}: spans`,
  async page(cursor) {
    const path = `/v1/projects/${encodeURIComponent(project.id)}/spans`;
    const query = { start_time: since, end_time: until, limit: PAGE, cursor };
    const { data, next_cursor: next } = await read(source, { path, query }, rowsPage);
    const traces = new Map(
      data.map(contextOf).map((context) => [textIn(context, 'span_id'), textIn(context, 'trace_id')]),
    );
    const said = await annotationsOf(source, project, 'span', [...traces.keys()]);
    const spans: Load = { kind: 'spans', door: spansDoor(project.name), values: data.map(spanBody) };
    return {
      loads: [spans, annotations(said, (spanId) => traces.get(spanId) ?? '')],
      next: next ?? undefined,
    };
  },
});

/** What is said of traces, or of sessions. */
export const annotationsList = (
  source: Client,
  project: Project,
  subject: 'trace' | 'session',
  { since, until }: Scope,
): List => ({
  name: `${project.name}: annotations of ${subject}s`,
  async page(cursor) {
    const path = `/v1/projects/${encodeURIComponent(project.id)}/${subject}s`;
    const times = subject === 'trace' ? { start_time: since, end_time: until } : {};
    const { data, next_cursor: next } = await read(
      source,
      { path, query: { ...times, limit: subject === 'trace' ? PAGE : 100, cursor } },
      rowsPage,
    );
    const ids = data.map((each) => textIn(each, `${subject}_id`));
    const said = await annotationsOf(source, project, subject, ids);
    return { loads: [annotations(said)], next: next ?? undefined };
  },
});
