import type { ApiSpan, TraceSummary } from '@pharos/core/api/spans';
import type { Filter } from '@pharos/core/filter';
import type { ProjectScope } from '../scope.ts';

/** A part of a list, and how long the whole of it is. */
export interface Counted<Item> {
  data: Item[];
  total: number;
}

/** Which part of a list is wanted: it starts in the range (ISO 8601, `to` exclusive; left out: ever), in order of start. */
export interface PartAsked {
  from?: string | undefined;
  to?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
  limit: number;
  offset?: number | undefined;
}

export interface TracePartQuery extends PartAsked {
  filters?: readonly Filter[] | undefined;
  /** What the trace is called: the name of its root, or what some span says under one of these attributes. */
  named?: { name: string; attributes: readonly string[] } | undefined;
  /** Roots and ids cost a query each, the text of roots another. */
  roots?: 'bare' | 'full' | undefined;
  withIds?: boolean | undefined;
}

/** A trace as other systems list it. */
export interface TraceWithRoot {
  trace: TraceSummary;
  /** If asked for and there is one. */
  root: ApiSpan | undefined;
  spanIds: string[];
  scoreIds: string[];
}

export interface SessionPartQuery extends PartAsked {
  environments?: readonly string[] | undefined;
}

/** A session by when it began. */
export interface SessionStart {
  sessionId: string;
  startTime: string;
  environment: string | null;
}

/** Reading whole lists in parts, over all time unless asked otherwise, for APIs that count their pages. */
export interface PagedReader {
  tracePart(
    scope: ProjectScope,
    query: TracePartQuery,
    signal?: AbortSignal,
  ): Promise<Counted<TraceWithRoot>>;
  /** Those of these traces that there are, newest first. */
  traceSummaries(
    scope: ProjectScope,
    traceIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<TraceSummary[]>;
  sessionPart(
    scope: ProjectScope,
    query: SessionPartQuery,
    signal?: AbortSignal,
  ): Promise<Counted<SessionStart>>;
}
