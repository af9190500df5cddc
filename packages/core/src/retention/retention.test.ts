import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nsFromIso } from '../time.ts';
import {
  BUILT_IN,
  isShorter,
  parseRetention,
  RETENTION_KINDS,
  type Retention,
  retentionOf,
} from './kinds.ts';
import { DAY_MS, firstDayKept, tooOld } from './past.ts';

const days = fc.option(fc.integer({ min: 1, max: 4000 }), { nil: null });
const retention: fc.Arbitrary<Retention> = fc
  .record(Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, days])))
  .map((said) => retentionOf(said, BUILT_IN));
const moment = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2100-01-01') });
const kind = fc.constantFrom(...RETENTION_KINDS);

describe('how long a project keeps what it sends', () => {
  it('is what it says, else what is said of all projects', () => {
    const defaults = parseRetention('spans=90, logs=30') as Retention;
    expect(retentionOf({}, defaults)).toMatchObject({ spans: 90, logs: 30, events: null, rollups: null });
    expect(retentionOf({ spans: null, logs: 7 }, defaults)).toMatchObject({ spans: null, logs: 7 });
  });

  it('never keeps texts longer than their spans, nor spans longer than their sums', () => {
    fc.assert(
      fc.property(retention, ({ spans, payloads, rollups }) => {
        const length = (each: number | null) => each ?? Number.POSITIVE_INFINITY;
        expect(length(payloads)).toBeLessThanOrEqual(length(spans));
        expect(length(rollups)).toBeGreaterThanOrEqual(length(spans));
      }),
    );
  });

  it.each(['spans', 'spans=0', 'spans=90,spans=30', 'traces=9', 'spans=-1', 'spans=99999', ''])(
    'is no default that reads %j',
    (text) => expect(parseRetention(text)).toBeUndefined(),
  );

  it('is shorter when any kind is', () => {
    const ninety = retentionOf({ spans: 90 }, BUILT_IN);
    expect(isShorter(retentionOf({ spans: 30 }, BUILT_IN), ninety)).toBe(true);
    expect(isShorter(ninety, BUILT_IN)).toBe(true);
    expect(isShorter(BUILT_IN, ninety)).toBe(false);
    expect(isShorter(ninety, ninety)).toBe(false);
  });
});

describe('what is too old to be taken', () => {
  it('is what lies on a day that is removed, and nothing else', () => {
    fc.assert(
      fc.property(kind, retention, moment, moment, (kind, retention, nowMs, atMs) => {
        const first = firstDayKept(retention[kind], nowMs);
        const removed = first !== undefined && Math.floor(atMs / DAY_MS) < first;
        expect(tooOld(kind, BigInt(atMs) * 1_000_000n, { retention }, nowMs) !== undefined).toBe(removed);
      }),
    );
  });

  it('is never what happened within so many days', () => {
    fc.assert(
      fc.property(kind, retention, moment, fc.nat(4000 * DAY_MS), (kind, retention, nowMs, ageMs) => {
        fc.pre(ageMs <= (retention[kind] ?? Number.POSITIVE_INFINITY) * DAY_MS);
        expect(tooOld(kind, BigInt(nowMs - ageMs) * 1_000_000n, { retention }, nowMs)).toBeUndefined();
      }),
    );
  });

  it('is said in words', () => {
    const nowMs = Date.parse('2026-11-27T12:00:00Z');
    const at = (iso: string) => nsFromIso(iso) as bigint;
    const taking = { retention: retentionOf({ spans: 30 }, BUILT_IN) };
    expect(tooOld('spans', at('2026-10-28T00:00:00Z'), taking, nowMs)).toBeUndefined();
    expect(tooOld('spans', at('2026-10-27T23:59:59.999999999Z'), taking, nowMs)).toBe(
      'older than the 30 days for which this project keeps spans',
    );
    expect(tooOld('logs', 0n, taking, nowMs)).toBeUndefined();
  });

  it('is a span of hours whose spans were removed, also when they would be kept by now', () => {
    const spansFromNs = nsFromIso('2026-10-28T00:00:00Z') as bigint;
    const taking = { retention: BUILT_IN, spansFromNs };
    const nowMs = Date.parse('2026-11-27T12:00:00Z');
    expect(tooOld('spans', spansFromNs - 1n, taking, nowMs)).toMatch(/^from before 2026-10-28T00:00:00/);
    expect(tooOld('spans', spansFromNs, taking, nowMs)).toBeUndefined();
    expect(tooOld('logs', spansFromNs - 1n, taking, nowMs)).toBeUndefined();
  });
});
