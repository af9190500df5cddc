import { ledgerEntryOf } from '@pharos/core/facts';
import type { Cost } from '@pharos/core/pricing/cost';
import type { Span } from '@pharos/core/span';
import { type CallParts, callParts } from '@pharos/core/tokens/call-text';
import { lacksUsage, type TokenEstimate, withEstimate, withoutEstimate } from '@pharos/core/tokens/estimate';
import { isLasting, type LedgerFacts } from '@pharos/core/trace-ledger';
import { asKept } from './as-kept.ts';
import {
  type EncodedRows,
  type FoldedSpan,
  NO_ROWS,
  type SpanCorrection,
  type SpanKey,
  type SpanName,
  type StoredSpanFacts,
  type TelemetryWriter,
  type TraceKey,
} from './contract.ts';
import { deleteRows } from './ddl.ts';
import type { Driver, Param } from './driver.ts';
import { RowEncoder } from './encode.ts';
import { factsOfParked, foldParked, type ParkedRow, parkedBySpan } from './parked.ts';
import { POINT_COLUMNS } from './point-columns.ts';
import { LOG_COLUMNS, PATCH_COLUMNS, PAYLOAD_COLUMNS, SCORE_COLUMNS } from './record-columns.ts';
import { SPAN_COLUMNS } from './span-columns.ts';
import { type StoredPayload, type StoredRow, storedSpan } from './stored-span.ts';
import { voidSpan } from './void-span.ts';
import { covering, windowCondition } from './windows.ts';
import {
  CORRECT_SQL,
  factsSql,
  HOME_SCORES_SQL,
  HOMELESS_SPANS_SQL,
  PATCHES_OF_SPANS_SQL,
  PATCHES_OF_SQL,
  PAYLOADS_SQL,
  RECENT_TRACES_SQL,
  rowsSql,
  THESE_SCORES,
  TRACES_OF_SPANS_SQL,
  WINDOWS_SQL,
} from './writer-sql.ts';

/** What a span that was put together anew is told by others. */
export interface Folding {
  /** What it costs by the prices of its project; asked when a patch changes its usage or model. */
  reprice(projectId: string, span: Span): Promise<Cost | undefined>;
  /** The tokens of model calls that report none, in their order, off the event loop. */
  estimate(calls: readonly CallParts[]): Promise<readonly (TokenEstimate | undefined)[]>;
}

/** In the order of writing: a visible span has its text, and its parked facts last. */
const TABLES = [
  ['payloads', 'payloads', PAYLOAD_COLUMNS],
  ['spans', 'spans', SPAN_COLUMNS],
  ['logs', 'logs', LOG_COLUMNS],
  ['scores', 'scores', SCORE_COLUMNS],
  ['metric_points', 'points', POINT_COLUMNS],
  ['span_patches', 'patches', PATCH_COLUMNS],
] as const;

/** Keys named in one statement. */
const CHUNK = 500;
/** Fewer where all text of the spans is read. */
const FOLD_CHUNK = 100;

interface KeyRow {
  project_id: string;
  trace_id: string;
  span_id: string;
}
interface FactsRow extends KeyRow {
  ver: string;
  parent_id: string;
  start_ns: string;
  duration_ns: string;
  kind: StoredSpanFacts['kind'];
  spends: number;
  estimated: number;
  counted: number;
  covered: number;
  user_id: string;
  session_id: string;
  convention: string;
}

const spanKey = ({ projectId, traceId, spanId }: SpanKey): string => `${projectId}\n${traceId}\n${spanId}`;
const ids = (row: KeyRow): SpanKey => ({
  projectId: row.project_id,
  traceId: row.trace_id,
  spanId: row.span_id,
});
const rowKey = (row: KeyRow): string => `${row.project_id}\n${row.trace_id}\n${row.span_id}`;

/** The writing half of the telemetry store. Calls must not overlap: one writer owns the order of versions. */
export class EngineWriter implements TelemetryWriter {
  readonly #driver: Driver;
  readonly #folding: Folding;
  readonly #encoder = new RowEncoder();

  constructor(driver: Driver, folding: Folding) {
    this.#driver = driver;
    this.#folding = folding;
  }

  #query<Row>(sql: string, params?: Record<string, Param>): Promise<Row[]> {
    return this.#driver.query<Row>(sql, params, { lane: 'ingest' });
  }

  async append(rows: EncodedRows): Promise<void> {
    for (const [table, kind, columns] of TABLES) {
      const filled = rows[kind].filter((bytes) => bytes.byteLength > 0);
      if (filled.length > 0)
        await this.#driver.insert(
          table,
          columns.map(({ name }) => name),
          filled,
        );
    }
  }

  async storedSpans(traces: readonly TraceKey[]): Promise<StoredSpanFacts[]> {
    const rows = await this.#ofTraces<FactsRow>(traces, factsSql);
    return rows.map((row) => ({
      projectId: row.project_id,
      version: BigInt(row.ver),
      traceId: row.trace_id,
      spanId: row.span_id,
      parentSpanId: row.parent_id,
      startNs: BigInt(row.start_ns),
      endNs: BigInt(row.start_ns) + BigInt(row.duration_ns),
      kind: row.kind,
      spends: row.spends === 1,
      estimated: row.estimated === 1,
      counted: row.counted === 1,
      covered: row.covered === 1,
      userId: row.user_id,
      sessionId: row.session_id,
      convention: row.convention,
      lasting: isLasting({ traceId: row.trace_id, spanId: row.span_id, convention: row.convention }),
    }));
  }

  async recentTraces(limit: number): Promise<TraceKey[]> {
    const rows = await this.#query<KeyRow>(RECENT_TRACES_SQL, { limit });
    return rows.map((row) => ({ projectId: row.project_id, traceId: row.trace_id }));
  }

  async parkedFacts(traces: readonly TraceKey[]): Promise<(SpanKey & LedgerFacts)[]> {
    const parked = parkedBySpan(await this.#parkedRows(traces), rowKey);
    return [...parked.values()].map((each) => ({
      projectId: each.projectId,
      traceId: each.traceId,
      spanId: each.spanId,
      ...factsOfParked(each),
    }));
  }

  async #parkedRows(traces: readonly TraceKey[]): Promise<ParkedRow[]> {
    const rows: ParkedRow[] = [];
    for (const chunk of chunksOf(traces))
      rows.push(...(await this.#query<ParkedRow>(PATCHES_OF_SQL, traceParams(chunk))));
    return rows;
  }

  async fold(spans: readonly SpanKey[]): Promise<FoldedSpan[]> {
    const folded: FoldedSpan[] = [];
    for (const chunk of chunksOf(spans, FOLD_CHUNK)) folded.push(...(await this.#foldChunk(chunk)));
    return folded;
  }

  async #foldChunk(keys: readonly SpanKey[]): Promise<FoldedSpan[]> {
    const params = { ...traceParams(keys), spans: keys.map(({ spanId }) => spanId) };
    const [parkedRows, rows, payloads] = await Promise.all([
      this.#query<ParkedRow>(PATCHES_OF_SPANS_SQL, params),
      this.#ofTraces<StoredRow>(keys, rowsSql, { spans: params.spans }),
      this.#query<StoredPayload & KeyRow>(PAYLOADS_SQL, params),
    ]);
    const parkedOf = parkedBySpan(parkedRows, rowKey);
    const payloadOf = new Map(payloads.map((payload) => [rowKey(payload), payload]));
    const pairs = rows.flatMap((row) => {
      const parked = parkedOf.get(rowKey(row));
      if (!parked) return [];
      const before = withoutEstimate(storedSpan(row, payloadOf.get(rowKey(row))));
      return [{ row, before, after: foldParked(before, parked) }];
    });
    const folded: FoldedSpan[] = [];
    for (const { row, before, after } of await this.#estimated(pairs)) {
      if (changesPrice(before, after)) after.cost = await this.#folding.reprice(row.project_id, after);
      const sender = { projectId: row.project_id, apiKeyId: row.api_key_id, version: BigInt(row.ver) + 1n };
      // A row that stays where the span turned out not to be is written over, in the same insert.
      if (after.startNs < before.startNs) this.#encoder.span(voidSpan(before), sender, NOT_COUNTED);
      const placed = { counted: row.counted === 1, covered: row.covered === 1 };
      const version = sender.version + 1n;
      this.#encoder.span(after, { ...sender, version }, placed);
      folded.push({ projectId: row.project_id, version, ...ledgerEntryOf(after) });
    }
    const { spanRows, payloadRows } = this.#encoder.take();
    await this.append({ ...NO_ROWS, spans: [spanRows], payloads: [payloadRows] });
    return folded;
  }

  /** The same with an estimate where a model call still reports no usage. */
  async #estimated<Item extends { after: Span }>(items: readonly Item[]): Promise<readonly Item[]> {
    const lacking = items.filter(({ after }) => lacksUsage(after));
    if (lacking.length === 0) return items;
    const estimates = await this.#folding.estimate(lacking.map(({ after }) => callParts(asKept(after))));
    const of = new Map(lacking.map((item, i) => [item, estimates[i]]));
    return items.map((item) => {
      const estimate = of.get(item);
      return estimate ? { ...item, after: withEstimate(item.after, estimate) } : item;
    });
  }

  async correct(corrections: readonly SpanCorrection[]): Promise<void> {
    for (const chunk of chunksOf(corrections)) {
      await this.#driver.command(CORRECT_SQL, {
        ...traceParams(chunk),
        keys: chunk.map(spanKey),
        starts: chunk.map(({ startNs }) => startNs),
        ends: chunk.map(({ endNs }) => endNs ?? 0n),
        counted: chunk.map(({ counted }) => (counted === undefined ? 2 : Number(counted))),
        covered: chunk.map(({ covered }) => (covered === undefined ? 2 : Number(covered))),
        setUser: chunk.map(({ userId }) => Number(userId !== undefined)),
        users: chunk.map(({ userId }) => userId ?? ''),
        setSession: chunk.map(({ sessionId }) => Number(sessionId !== undefined)),
        sessions: chunk.map(({ sessionId }) => sessionId ?? ''),
      });
    }
  }

  async tracesOfSpans(spans: readonly SpanName[]): Promise<SpanKey[]> {
    const found: SpanKey[] = [];
    for (const chunk of chunksOf(spans))
      found.push(...(await this.#query<KeyRow>(TRACES_OF_SPANS_SQL, namesParams(chunk))).map(ids));
    return found;
  }

  async homelessSpans(limit: number): Promise<SpanName[]> {
    const rows = await this.#query<KeyRow>(HOMELESS_SPANS_SQL, { limit });
    return rows.map((row) => ({ projectId: row.project_id, spanId: row.span_id }));
  }

  async homeScores(spans: readonly SpanKey[]): Promise<void> {
    for (const chunk of chunksOf(spans))
      await this.#driver.command(HOME_SCORES_SQL, {
        ...namesParams(chunk),
        traces: chunk.map(({ traceId }) => traceId),
        keys: chunk.map(({ projectId, spanId }) => `${projectId}\n${spanId}`),
      });
  }

  async removeScores(projectId: string, scoreIds: readonly string[]): Promise<void> {
    const statements = deleteRows('scores', THESE_SCORES, this.#driver.layout);
    for (const ids of chunksOf(scoreIds))
      for (const statement of statements) await this.#driver.command(statement, { projectId, ids });
  }

  /** Rows of the spans of these traces, which are first looked up by id alone; most are not stored at all. */
  async #ofTraces<Row>(
    traces: readonly TraceKey[],
    sqlWithin: (window: string) => string,
    more: { spans?: string[] } = {},
  ): Promise<Row[]> {
    const rows: Row[] = [];
    for (const chunk of chunksOf(traces)) {
      const params = { ...traceParams(chunk), ...more };
      const windows = await this.#query<{ from: string; to: string }>(WINDOWS_SQL, params);
      if (windows.length === 0) continue;
      const within = windowCondition(
        'start_time',
        covering(windows.map(({ from, to }) => ({ from: BigInt(from), to: BigInt(to) }))),
      );
      rows.push(...(await this.#query<Row>(sqlWithin(within.sql), { ...params, ...within.params })));
    }
    return rows;
  }
}

const NOT_COUNTED = { counted: false, covered: false };

/** What the client itself reported as cost is no matter of prices. */
const changesPrice = (before: Span, after: Span): boolean =>
  before.clientCost !== after.clientCost ||
  (after.clientCost === undefined &&
    (before.usage !== after.usage || before.model !== after.model || before.provider !== after.provider));

const namesParams = (spans: readonly SpanName[]) => ({
  projects: spans.map(({ projectId }) => projectId),
  spans: spans.map(({ spanId }) => spanId),
});

const traceParams = (keys: readonly TraceKey[]) => ({
  traces: keys.map(({ traceId }) => traceId),
  projects: keys.map(({ projectId }) => projectId),
});

function* chunksOf<Item>(items: readonly Item[], size = CHUNK): Iterable<readonly Item[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
