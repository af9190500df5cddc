import type { ErrorIdentity } from '@pharos/core/errors/identity';
import type { CustomEvent } from '@pharos/core/events/custom-event';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import type { Sighting } from '@pharos/core/presence/sighting';
import type { VectorCall } from '@pharos/core/retrieval/vector-call';

import type { Score } from '@pharos/core/score';
import type { LogRecord, Span } from '@pharos/core/span';
import type { RowBinary } from './row-binary.ts';

/** A column as data: the DDL, the inserts and the encoder all read the same list, in this order. */
export interface Column<Row> {
  name: string;
  type: string;
  codec?: string;
  write(out: RowBinary, row: Row): void;
}

/** What every row of a request shares. `ver` decides which version of a row is the newest. */
interface Stamped {
  projectId: string;
  ver: bigint;
}

export interface SpanRow extends Stamped {
  span: Span;
  /** Which error it is an occurrence of. */
  error: ErrorIdentity | undefined;
  /** What it tells of a vector database, if it is about one. */
  vectorCall: VectorCall | undefined;
  apiKeyId: string;
  inputPreview: string;
  outputPreview: string;
  counted: boolean;
  covered: boolean;
}

export interface PayloadRow extends Stamped {
  span: Span;
  /** JSON texts; '' when there is none. */
  input: string;
  output: string;
  details: string;
}

export interface LogRow extends Stamped {
  log: LogRecord;
  body: string;
}

export interface ScoreRow extends Stamped {
  score: Score;
  /** Its metadata as JSON; '' when there is none. */
  metadata: string;
}

export interface PointRow extends Stamped {
  point: MetricPoint;
}

export interface PatchRow {
  projectId: string;
  traceId: string;
  spanId: string;
  timeNs: bigint;
  /** The patch as JSON; the same fact stated twice has the same text, so it is kept once. */
  patch: string;
}

/** That a user was there, in a minute. */
export interface PresenceRow extends Stamped {
  sighting: Sighting;
}

/** That a user did something. */
export interface EventRow extends Stamped {
  event: CustomEvent;
}

/** That a run of an agent was in flight, or is no more. */
export interface AgentRunRow extends Stamped {
  runId: string;
  /** When it began. */
  atNs: bigint;
  over: boolean;
  /** What it has told, as JSON. */
  told: string;
}

/** That a state of an agent, or of one of its instances, began. */
export interface AgentStateRow extends Stamped {
  agent: string;
  /** '' for the agent itself. */
  instance: string;
  atNs: bigint;
  state: string;
  /** As JSON, as is what the instance had said last; '' for agents. */
  reason: string;
  beat: string;
}

export const LABEL = 'LowCardinality(String)';
export const MONEY = 'Decimal(18, 12)';
export const TIME = "DateTime64(9, 'UTC')";
/** By the clock of the engine, which all who write to it share. */
export const NOW_MICROS = 'toUInt64(toUnixTimestamp64Micro(now64(6)))';
export const ZSTD = 'ZSTD(1)';
const DELTA = 'Delta(8), ZSTD(1)';
export const SMALL = 'T64, ZSTD(1)';
const MAX_INT64 = (1n << 63n) - 1n;
const DAY_NS = 86_400_000_000_000n;
const LAST_DAY = 0xffff;

export const label = <Row>(name: string, of: (row: Row) => string): Column<Row> => ({
  name,
  type: LABEL,
  codec: ZSTD,
  write: (out, row) => out.string(of(row)),
});
export const text = <Row>(name: string, of: (row: Row) => string): Column<Row> => ({
  name,
  type: 'String',
  codec: ZSTD,
  write: (out, row) => out.string(of(row)),
});
export const figure = <Row>(name: string, of: (row: Row) => number): Column<Row> => ({
  name,
  type: 'Float64',
  codec: ZSTD,
  write: (out, row) => out.f64(of(row)),
});
export const figureOrNull = <Row>(name: string, of: (row: Row) => number | undefined): Column<Row> => ({
  name,
  type: 'Nullable(Float64)',
  codec: ZSTD,
  write(out, row) {
    const value = of(row);
    out.u8(value === undefined ? 1 : 0);
    if (value !== undefined) out.f64(value);
  },
});
export const figures = <Row>(name: string, of: (row: Row) => readonly number[]): Column<Row> => ({
  name,
  type: 'Array(Float64)',
  codec: ZSTD,
  write(out, row) {
    const values = of(row);
    out.varint(values.length);
    for (const value of values) out.f64(value);
  },
});
/** An id that whole ranges of spans are counted and grouped by: LZ4 takes some bytes more and is read twice as fast. */
export const groupedId = <Row>(name: string, of: (row: Row) => string): Column<Row> => ({
  ...text(name, of),
  codec: 'LZ4',
});
export const flag = <Row>(name: string, of: (row: Row) => boolean): Column<Row> => ({
  name,
  type: 'UInt8',
  codec: ZSTD,
  write: (out, row) => out.u8(of(row) ? 1 : 0),
});
export const time = <Row>(name: string, of: (row: Row) => bigint): Column<Row> => ({
  name,
  type: TIME,
  codec: DELTA,
  write: (out, row) => out.i64(clamp(of(row))),
});
export const nanoseconds = <Row>(name: string, of: (row: Row) => bigint): Column<Row> => ({
  name,
  type: 'UInt64',
  codec: ZSTD,
  write: (out, row) => out.u64(clamp(of(row))),
});
export const version = <Row extends Stamped>(): Column<Row> => ({
  name: 'ver',
  type: 'UInt64',
  codec: DELTA,
  write: (out, row) => out.u64(row.ver),
});
const clamp = (ns: bigint): bigint => (ns < 0n ? 0n : ns > MAX_INT64 ? MAX_INT64 : ns);

/** Days since 1970 of a start time, up to the last day a Date holds: the partition a span's text lives in. */
export const dayOf = (startNs: bigint): number => Math.min(Number(clamp(startNs) / DAY_NS), LAST_DAY);

/** The first line of sight of a message; the whole of it is in the payload. */
export const short = (message: string): string =>
  message.length <= 500 ? message : `${message.slice(0, 499)}…`;
