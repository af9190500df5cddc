import { createPriceBook } from '@pharos/core/pricing/price-book';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SignalKind } from '../intake/request.ts';
import { decode } from '../receive/decode.ts';
import { RowEncoder } from '../store/telemetry/encode.ts';
import { type OtlpSpan, protobufLogs, protobufTraces } from '../testing/otlp.ts';
import { createPrepare } from './prepare.ts';

const RECEIVED_MS = 1_790_000_000_000;
const NS = BigInt(RECEIVED_MS) * 1_000_000n;
const prepared = (kind: SignalKind, body: Buffer) =>
  createPrepare()(
    decode('protobuf', kind, body, { receivedNs: NS, contentType: '', subject: '' }),
    { projectId: 'p', apiKeyId: 'k', receivedAtMs: RECEIVED_MS, version: 1n },
    createPriceBook(),
  );

const judgement = { 'gen_ai.evaluation.name': 'helpful', 'gen_ai.evaluation.score.value': 1 };
const EVENT = 'gen_ai.evaluation.result';
const span = (id: number, over: Partial<OtlpSpan> = {}): OtlpSpan => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: id.toString(16).padStart(16, '0'),
  startNs: NS,
  endNs: NS + 1n,
  ...over,
});

/** What hangs on a record fails, for whatever reason. */
const failScores = () =>
  vi.spyOn(RowEncoder.prototype, 'score').mockImplementation(() => {
    throw new Error('no score');
  });
afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is refused leaves no row', () => {
  test('of a span whose judgement cannot be taken', () => {
    failScores();
    const judged = span(1, { events: [{ name: EVENT, attributes: judgement }] });
    const batch = prepared('traces', protobufTraces([judged, span(2)]));
    const alone = prepared('traces', protobufTraces([span(2)]));
    expect(batch.rejected.count).toBe(1);
    expect(batch.spans).toEqual(alone.spans);
    expect(batch.spanRows).toEqual(alone.spanRows);
  });

  test('of a log record whose judgement cannot be taken', () => {
    failScores();
    const judged = { timeNs: NS, eventName: EVENT, attributes: judgement };
    const batch = prepared('logs', protobufLogs([judged]));
    expect([batch.rejected.count, batch.logCount, batch.logRows.byteLength]).toEqual([1, 0, 0]);
  });
});
