import type { ListQuery, Page } from '@pharos/core/api/common';
import type { Differences, DifferencesRequest } from '@pharos/core/api/differences';
import type { CountedError, ErrorListQuery } from '@pharos/core/api/errors';
import type { TableFormat } from '@pharos/core/api/questions';
import type { ApiScore } from '@pharos/core/api/scores';
import type {
  ApiLog,
  ApiSpan,
  ApiTrace,
  SessionSummary,
  SpanSkeleton,
  Suggestion,
  TraceSummary,
  UserSummary,
} from '@pharos/core/api/spans';
import type { SqlAnswer, SqlExportRequest, SqlRequest } from '@pharos/core/api/sql';
import type { Filter } from '@pharos/core/filter';
import type { Answer, Question } from '@pharos/core/question';
import type { MeasuredStep } from '@pharos/core/reconcile/measured';
import type { Score, ScoreSource, ScoreType } from '@pharos/core/score';
import type { LedgerEntry, LedgerFacts, StoredEntry } from '@pharos/core/trace-ledger';
import type { PriceBounds } from '@pharos/core/what-if/bounds';
import type { CallGroup } from '@pharos/core/what-if/traffic';
import type { ProjectScope } from '../scope.ts';
import type { AgentsReader } from './agents-contract.ts';
import type { BehaviourReader } from './behaviour-contract.ts';
import type { EventsReader } from './events.ts';
import type { ExportReader } from './export-contract.ts';
import type { LiveReader } from './live-contract.ts';
import type { MetricsReader } from './metrics-contract.ts';
import type { PagedReader } from './paged-contract.ts';
import type { PathsReader } from './paths-contract.ts';
import type { LifeAsked, UsersSeenReader } from './presence.ts';
import type { SavingsReader } from './savings-contract.ts';

/** RowBinary rows of one or many projects, ready to append. Each entry is any number of whole rows. */
export interface EncodedRows {
  spans: Uint8Array[];
  payloads: Uint8Array[];
  logs: Uint8Array[];
  scores: Uint8Array[];
  points: Uint8Array[];
  patches: Uint8Array[];
}

export const NO_ROWS: EncodedRows = {
  spans: [],
  payloads: [],
  logs: [],
  scores: [],
  points: [],
  patches: [],
};

export interface TraceKey {
  projectId: string;
  traceId: string;
}
export interface SpanKey extends TraceKey {
  spanId: string;
}
/** A span as those name it who do not know its trace. */
export type SpanName = Omit<SpanKey, 'traceId'>;

/** Corrections to stored spans that the engine applies by itself, by writing a newer version of each row. */
export interface SpanCorrection extends SpanKey {
  startNs: bigint;
  endNs?: bigint;
  counted?: boolean;
  covered?: boolean;
  userId?: string;
  sessionId?: string;
}

/** What the writer must know of a stored span to place a new version or a relative of it. */
export type StoredSpanFacts = TraceKey & StoredEntry;

/** A span as a fold has written it, as far as the ledger of its trace must know it. */
export type FoldedSpan = TraceKey & LedgerEntry & Pick<StoredEntry, 'version'>;

/** The writing side. Everything resolves after fsync. */
export interface TelemetryWriter {
  /** Payloads before spans: a visible span always has its text. */
  append(rows: EncodedRows): Promise<void>;
  /** The stored spans of these traces; an unknown trace contributes nothing. */
  storedSpans(traces: readonly TraceKey[]): Promise<StoredSpanFacts[]>;
  /** Keys of traces that have spans or parked patches, newest first, to warm the writer's memory at start. */
  recentTraces(limit: number): Promise<TraceKey[]>;
  /** What is parked for spans of these traces, as far as their ledgers must know it. */
  parkedFacts(traces: readonly TraceKey[]): Promise<(SpanKey & LedgerFacts)[]>;
  /** Folds what is parked onto spans that exist: reads, merges, writes a newer version. Idempotent. */
  fold(spans: readonly SpanKey[]): Promise<FoldedSpan[]>;
  correct(corrections: readonly SpanCorrection[]): Promise<void>;
  /** Those of these spans that are stored. */
  tracesOfSpans(spans: readonly SpanName[]): Promise<SpanKey[]>;
  /** Spans that scores name without their trace, at most so many. */
  homelessSpans(limit: number): Promise<SpanName[]>;
  /** Gives the scores that name only one of these spans its trace. */
  homeScores(spans: readonly SpanKey[]): Promise<void>;
  /** Deletes these scores of one project; unknown ids are no matter. */
  removeScores(projectId: string, scoreIds: readonly string[]): Promise<void>;
}

/** Where judgements that are no part of telemetry are written: by the API, by reviewers, by other systems' SDKs. */
export interface ScoreBook {
  /** Resolves when all are on disk. A score whose id is known is replaced. */
  put(scope: ProjectScope, scores: readonly Score[]): Promise<void>;
  remove(scope: ProjectScope, scoreIds: readonly string[]): Promise<void>;
}

/** Which scores: all that is given must hold, a list means any of it. */
export interface ScoreFilter {
  ids?: readonly string[] | undefined;
  names?: readonly string[] | undefined;
  sources?: readonly ScoreSource[] | undefined;
  types?: readonly ScoreType[] | undefined;
  labels?: readonly string[] | undefined;
  authors?: readonly string[] | undefined;
  environments?: readonly string[] | undefined;
  configIds?: readonly string[] | undefined;
  /** On these traces or on spans of them. */
  traceIds?: readonly string[] | undefined;
  spanIds?: readonly string[] | undefined;
  /** On these sessions themselves. */
  sessionIds?: readonly string[] | undefined;
  /** On these sessions or on traces of them. */
  ofSessions?: readonly string[] | undefined;
  /** On traces or sessions of these users. */
  ofUsers?: readonly string[] | undefined;
  /** What is judged. */
  target?: 'span' | 'trace' | 'session' | undefined;
  minValue?: number | undefined;
  maxValue?: number | undefined;
  /** ISO 8601; `to` is exclusive. */
  from?: string | undefined;
  to?: string | undefined;
}

/** A page of scores: where the one before ended, or, for APIs that count pages, how many to pass over. */
export interface ScoreQuery extends ScoreFilter {
  limit: number;
  cursor?: string | undefined;
  offset?: number | undefined;
}

/** Which spans; a list means any of its values. */
export interface SpanFilter {
  from?: string | undefined;
  to?: string | undefined;
  traceIds?: readonly string[] | undefined;
  spanIds?: readonly string[] | undefined;
  /** '' for roots. */
  parentIds?: readonly string[] | undefined;
  /** Roots and what an attribute marks as one, or all but these. */
  root?: { is: boolean; marked: string; inTracesOf: string } | undefined;
  names?: readonly string[] | undefined;
  /** What an attribute, of the span or its resource, says; '' for spans without it. */
  naming?: { attribute: string; values: readonly string[] } | undefined;
  kinds?: readonly string[] | undefined;
  statuses?: readonly string[] | undefined;
  /** Of the filter language; those on facts of a whole trace are no matter here. */
  filters?: readonly Filter[] | undefined;
}
export interface SpanQuery extends SpanFilter {
  limit: number;
  /** Pages by number, for those who count them; a cursor is cheaper. */
  offset?: number | undefined;
  cursor?: string | undefined;
  order?: 'newest' | 'oldest' | undefined;
  /** Whether input, output and details are read; else they are marked as left out. */
  content?: boolean | undefined;
}

/** What was spent in a range, as whoever keeps count of it asks. */
export interface SpendingQuery {
  /** ISO 8601; `to` is exclusive. */
  from: string;
  to: string;
  /** One that adds up. */
  metric: 'tokens' | 'cost' | 'requests' | 'modelCalls';
  /** Of which spans; of the filter language, but no facts of a whole trace. */
  filters?: readonly Filter[] | undefined;
  /** Each user apart; spans without one are left out. */
  byUser?: boolean | undefined;
  /** Apart for each such stretch of the range. */
  partMs?: number | undefined;
  /** So many amounts, the largest. */
  limit: number;
}
export interface Spending {
  /** The user, or ''. */
  subject: string;
  /** The number of the stretch, from 0. */
  part: number;
  /** Exact, more than 0. */
  amount: string;
}

/** What model calls used in a range, as whoever compares it with a bill asks. */
export interface MeteredQuery {
  fromMs: number;
  toMs: number;
  stepMs: number;
  /** Of which spans. */
  filters: readonly Filter[];
}

/** Which calls a what-if is about, and what tells them apart. */
export interface CallGroupQuery {
  /** ISO 8601; `to` is exclusive. */
  from: string;
  to: string;
  filters: Filter[];
  search: string;
  /** Apart for each such stretch of time, counted from 1970 in UTC; it divides a day. */
  partSeconds: number;
  bounds: PriceBounds;
  /** Each agent apart. */
  byAgent: boolean;
}

/** The reading side: every method is bound to one project, and stops working for who has left when `signal` aborts. */
export interface TelemetryReader
  extends PagedReader,
    SavingsReader,
    MetricsReader,
    AgentsReader,
    BehaviourReader,
    PathsReader,
    LiveReader,
    UsersSeenReader,
    EventsReader,
    ExportReader {
  ask(scope: ProjectScope, question: Question, signal?: AbortSignal): Promise<Answer>;
  /** The answer as a file: a row a group and bucket, all of them or an error. */
  exportAnswer(
    scope: ProjectScope,
    question: Question,
    format: TableFormat,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
  /** Amounts of any number of users in one go, where a Question gives up to a thousand groups. */
  spending(scope: ProjectScope, query: SpendingQuery, signal?: AbortSignal): Promise<Spending[]>;
  /** By step of time, provider and model, in the buckets that bills tell. @throws ApiError when that is too much. */
  metered(scope: ProjectScope, query: MeteredQuery, signal?: AbortSignal): Promise<MeasuredStep[]>;
  /** What was used and paid, told apart as far as a price may. */
  callGroups(scope: ProjectScope, query: CallGroupQuery, signal?: AbortSignal): Promise<CallGroup[]>;
  /** Which values differ between a selection and the rest of the rows. */
  differences(scope: ProjectScope, request: DifferencesRequest, signal?: AbortSignal): Promise<Differences>;
  /** Answers a query that a reader wrote in SQL over the tables of core/sql-tables.ts. */
  sql(scope: ProjectScope, request: SqlRequest, signal?: AbortSignal): Promise<SqlAnswer>;
  /** The same as a file: all of it, or an error. */
  sqlExport(scope: ProjectScope, request: SqlExportRequest, signal?: AbortSignal): Promise<Uint8Array>;
  traces(scope: ProjectScope, query: ListQuery, signal?: AbortSignal): Promise<Page<TraceSummary>>;
  /** Undefined when this project has no such trace. */
  trace(
    scope: ProjectScope,
    traceId: string,
    view: 'full' | 'skeleton',
    signal?: AbortSignal,
  ): Promise<ApiTrace | undefined>;
  span(
    scope: ProjectScope,
    traceId: string,
    spanId: string,
    signal?: AbortSignal,
  ): Promise<ApiSpan | undefined>;
  /** Single spans, by the time they start. Without a start the range is all time. */
  spans(scope: ProjectScope, query: SpanQuery, signal?: AbortSignal): Promise<Page<ApiSpan>>;
  countSpans(scope: ProjectScope, filter: SpanFilter, signal?: AbortSignal): Promise<number>;
  /** Those of a range that took longest, longest first; the query's cursor is none of theirs. */
  slowestSpans(scope: ProjectScope, query: ListQuery, signal?: AbortSignal): Promise<SpanSkeleton[]>;
  /** Undefined when neither the trace nor a record of it is known. */
  logs(scope: ProjectScope, traceId: string, signal?: AbortSignal): Promise<ApiLog[] | undefined>;
  /** Errors that occurred in the range. */
  errors(scope: ProjectScope, query: ErrorListQuery, signal?: AbortSignal): Promise<Page<CountedError>>;
  sessions(
    scope: ProjectScope,
    query: ListQuery & { life?: LifeAsked | undefined },
    signal?: AbortSignal,
  ): Promise<Page<SessionSummary>>;
  session(
    scope: ProjectScope,
    sessionId: string,
    signal?: AbortSignal,
  ): Promise<{ session: SessionSummary; traces: TraceSummary[] } | undefined>;
  users(scope: ProjectScope, query: ListQuery, signal?: AbortSignal): Promise<Page<UserSummary>>;
  user(scope: ProjectScope, userId: string, signal?: AbortSignal): Promise<UserSummary | undefined>;
  /** Newest first. */
  scores(scope: ProjectScope, query: ScoreQuery, signal?: AbortSignal): Promise<Page<ApiScore>>;
  countScores(scope: ProjectScope, filter: ScoreFilter, signal?: AbortSignal): Promise<number>;
  score(scope: ProjectScope, scoreId: string, signal?: AbortSignal): Promise<ApiScore | undefined>;
  /** Most frequent values of a field (or attribute keys for `attr.`) that contain `text`. */
  suggest(
    scope: ProjectScope,
    wanted: {
      field: string;
      text: string;
      /** Of events of this name, in place of spans. */
      event?: string | undefined;
      from?: string | undefined;
      to?: string | undefined;
      /** 20 unless said. */
      limit?: number | undefined;
    },
    signal?: AbortSignal,
  ): Promise<Suggestion[]>;
}
