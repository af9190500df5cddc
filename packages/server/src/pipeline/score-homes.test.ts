import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryBus } from '../live/memory-bus.ts';
import { decode } from '../receive/decode.ts';
import { scopeTo } from '../store/scope.ts';
import { openTelemetry, type Telemetry } from '../store/telemetry/open.ts';
import { NO_FOLDING } from '../store/telemetry/testing/no-folding.ts';
import { protobufTraces } from '../testing/otlp.ts';
import { aScore } from '../testing/spans.ts';
import { GroupCommit } from './group-commit.ts';
import { KnownTraces } from './known-traces.ts';
import { createPrepare } from './prepare.ts';
import { createScoreBook } from './score-book.ts';
import { ScoreHomes } from './score-homes.ts';
import { createVersions } from './versions.ts';

const clock = { nowMs: () => Date.now() };
const nextVersion = createVersions(clock);
const START = 1_790_000_000_000_000_000n;
const fail = (error: unknown): never => {
  throw error;
};

let dataDir: string;
let telemetry: Telemetry;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pharos-homes-'));
  telemetry = await openTelemetry({ dataDir, engineMemoryMb: 1024, searchIndex: false }, clock, NO_FOLDING);
});
afterAll(async () => {
  await telemetry.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The writing side of one process. */
function aProcess(maxWaiting?: number) {
  const commit = new GroupCommit(telemetry.writer, new KnownTraces(telemetry.writer), createMemoryBus());
  const homes = new ScoreHomes(telemetry.writer, fail, maxWaiting);
  commit.onWritten = (batches) => homes.written(batches);
  return { commit, homes, book: createScoreBook(commit, telemetry.writer, nextVersion) };
}

const hex = (id: number, digits: number) => id.toString(16).padStart(digits, '0');
const spanOf = (projectId: string, trace: number, span: number) => {
  const body = protobufTraces([
    { traceId: hex(trace, 32), spanId: hex(span, 16), name: 'step', startNs: START, endNs: START + 1n },
  ]);
  const envelope = { projectId, apiKeyId: 'k', receivedAtMs: clock.nowMs(), version: nextVersion() };
  const context = { receivedNs: 0n, contentType: '', subject: '' };
  return createPrepare()(decode('protobuf', 'traces', body, context), envelope, createPriceBook());
};
const judged = (span: number, id = `of ${span}`) =>
  aScore({ scoreId: id, traceId: '', spanId: hex(span, 16), timeNs: START });
const scoresOf = async (project: string, trace: number) =>
  (await telemetry.reader.trace(scopeTo(project), hex(trace, 32), 'skeleton'))?.scores.map(
    ({ scoreId }) => scoreId,
  );

describe('a score that names only its span', () => {
  test('finds the trace of a span that is stored, of its own project alone', async () => {
    const { commit, homes, book } = aProcess();
    await commit.commit(spanOf('p1', 1, 7));
    await commit.commit(spanOf('p2', 2, 7));
    await book.put(scopeTo('p1'), [judged(7)]);
    await homes.drain();
    expect([await scoresOf('p1', 1), await scoresOf('p2', 2)]).toEqual([['of 7'], []]);
  });

  test('waits for a span that is still to come', async () => {
    const { commit, homes, book } = aProcess();
    await book.put(scopeTo('p1'), [judged(8), judged(8, 'also of 8'), judged(9)]);
    await homes.drain();
    await commit.commit(spanOf('p1', 3, 8));
    await homes.drain();
    expect(await scoresOf('p1', 3)).toEqual(['also of 8', 'of 8']);
  });

  test('waits over a restart, and is found when the span came while nobody looked', async () => {
    const before = aProcess();
    await before.book.put(scopeTo('p1'), [judged(10), judged(11)]);
    await before.homes.drain();
    before.commit.onWritten = () => undefined;
    await before.commit.commit(spanOf('p1', 10, 10));
    const after = aProcess();
    await after.homes.warm();
    await after.homes.drain();
    expect(await scoresOf('p1', 10)).toEqual(['of 10']);
    await after.commit.commit(spanOf('p1', 11, 11));
    await after.homes.drain();
    expect(await scoresOf('p1', 11)).toEqual(['of 11']);
  });

  test('counts those that it cannot wait for', async () => {
    const { homes, book } = aProcess(1);
    await book.put(scopeTo('p3'), [judged(20), judged(21), judged(22)]);
    await homes.drain();
    expect(homes.givenUp).toBe(2);
  });

  test('is looked for again after a look-up that failed', async () => {
    const { writer } = telemetry;
    let failing = true;
    const store = {
      homelessSpans: (limit: number) => writer.homelessSpans(limit),
      homeScores: (spans: Parameters<typeof writer.homeScores>[0]) => writer.homeScores(spans),
      tracesOfSpans: (spans: Parameters<typeof writer.tracesOfSpans>[0]) =>
        failing ? Promise.reject(new Error('busy')) : writer.tracesOfSpans(spans),
    };
    const errors: unknown[] = [];
    const homes = new ScoreHomes(store, (error) => errors.push(error));
    const { commit, book } = aProcess();
    commit.onWritten = (batches) => homes.written(batches);
    await commit.commit(spanOf('p5', 40, 40));
    await book.put(scopeTo('p5'), [judged(40)]);
    await homes.drain();
    expect([errors.length, await scoresOf('p5', 40)]).toEqual([1, []]);
    failing = false;
    await commit.commit(spanOf('p5', 41, 41));
    await homes.drain();
    expect(await scoresOf('p5', 40)).toEqual(['of 40']);
  });

  test('is not brought back after it was deleted', async () => {
    const { commit, homes, book } = aProcess();
    await book.put(scopeTo('p4'), [judged(30)]);
    await book.remove(scopeTo('p4'), ['of 30']);
    await commit.commit(spanOf('p4', 30, 30));
    await homes.drain();
    expect(await scoresOf('p4', 30)).toEqual([]);
  });
});
