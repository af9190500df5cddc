import { z } from 'zod';
import type { Client } from '../../http.ts';
import type { List, Load, Row } from '../../transfer/list.ts';
import { read } from '../read.ts';
import { isRow, row } from '../rows.ts';
import type { Scope } from '../system.ts';
import { observations, scores, traces, tracesTold } from './events.ts';

const PAGE = 100;
/** Where a server takes more at a time. */
const LONG_PAGE = 500;

const pageSchema = z.object({
  data: z.array(row),
  meta: z.object({ totalItems: z.number(), totalPages: z.number() }),
});
const cursorSchema = z.object({ data: z.array(row), meta: z.object({ cursor: z.string().nullish() }) });
type Query = Readonly<Record<string, string>>;

/**
 * Newest first, up to a moment that stands: what arrives meanwhile can only move items to later pages, where they are
 * met twice and not missed.
 */
const pageList = (
  source: Client,
  name: string,
  path: string,
  query: Query,
  load: (rows: readonly Row[]) => Load,
): List => ({
  name,
  async page(position = '1') {
    const page = Number(position);
    const { data, meta } = await read(source, { path, query: { ...query, page, limit: PAGE } }, pageSchema);
    const isLast = page >= meta.totalPages || data.length === 0;
    return {
      loads: [load(data)],
      next: isLast ? undefined : String(page + 1),
      progress: { read: Math.min(meta.totalItems, page * PAGE), of: meta.totalItems },
    };
  },
});

const between = ({ since, until }: Scope, from: string, to: string): Query => ({
  ...(since !== undefined && { [from]: since }),
  [to]: until,
});

export const tracesList = (source: Client, scope: Scope): List =>
  pageList(
    source,
    'traces',
    '/api/public/traces',
    // Figures and ids of what a trace holds cost the source much and are not asked for.
    { fields: 'core,io', ...between(scope, 'fromTimestamp', 'toTimestamp') },
    traces,
  );

export const observationsList = (source: Client, scope: Scope): List =>
  pageList(
    source,
    'observations',
    '/api/public/observations',
    between(scope, 'fromStartTime', 'toStartTime'),
    observations,
  );

/** Releases 1 and 2 of the API give the same, in different places. */
export const SCORES_PATHS = ['/api/public/v2/scores', '/api/public/scores'] as const;

export const scoresList = (source: Client, path: string, scope: Scope): List =>
  pageList(
    source,
    'scores',
    path,
    { fields: 'score', ...between(scope, 'fromTimestamp', 'toTimestamp') },
    scores,
  );

const GROUPS = 'core,basic,time,io,metadata,model,usage,prompt,trace_context';
/** Where the list cuts values of metadata, unless they are asked for by name. */
const CUT_AT = 200;

/** Of servers that know traces no more, only what their observations say of them. */
export const observationsListV2 = (source: Client, scope: Scope): List => ({
  name: 'observations',
  async page(cursor) {
    const query = {
      fields: GROUPS,
      limit: LONG_PAGE,
      cursor,
      ...between(scope, 'fromStartTime', 'toStartTime'),
    };
    const ask = { path: '/api/public/v2/observations', query };
    let { data, meta } = await read(source, ask, cursorSchema);
    const cut = cutKeys(data);
    if (cut.length > 0)
      ({ data, meta } = await read(
        source,
        { ...ask, query: { ...query, expandMetadata: cut.join(',') } },
        cursorSchema,
      ));
    return { loads: [traces(tracesTold(data)), observations(data)], next: meta.cursor ?? undefined };
  },
});

const cutKeys = (rows: readonly Row[]): string[] => [
  ...new Set(
    rows.flatMap(({ metadata }) =>
      isRow(metadata)
        ? Object.entries(metadata).flatMap(([key, value]) =>
            typeof value === 'string' && value.length >= CUT_AT ? [key] : [],
          )
        : [],
    ),
  ),
];

export const scoresListV3 = (source: Client, scope: Scope): List => ({
  name: 'scores',
  async page(cursor) {
    const query = {
      fields: 'details,subject,annotation',
      limit: PAGE,
      cursor,
      ...between(scope, 'fromTimestamp', 'toTimestamp'),
    };
    const { data, meta } = await read(source, { path: '/api/public/v3/scores', query }, cursorSchema);
    return { loads: [scores(data)], next: meta.cursor ?? undefined };
  },
});
