import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../language.ts';
import { calmText, findingsOf } from './findings.ts';
import type { MadeSection } from './made.ts';
import { writerOf } from './writer.ts';

const english = writerOf('en', 'UTC');
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');
const told = (...sections: MadeSection[]) =>
  findingsOf({ sections }, english).map(({ tone, text }) => `${tone}: ${plain(text)}`);

const times = { bucketSeconds: 3600, buckets: [] };
const figure = (
  name: string,
  unit: 'count' | 'usd' | 'ratio' | 'ms',
  value: number | null,
  previous: number | null,
) => ({
  ...{ metric: { name, unit }, value, previous, points: [] },
});
const figures = (...all: ReturnType<typeof figure>[]): MadeSection => ({
  ...{ kind: 'figures', title: '', figures: all, ...times },
});
const table = (...rows: [group: string, now: number, before: number][]): MadeSection => ({
  ...{ kind: 'table', title: '', dimension: 'model', filter: '', metrics: [{ name: 'cost', unit: 'usd' }] },
  rows: rows.map(([group, now, before]) => ({ group, other: false, values: [now], previous: [before] })),
});

describe('what stands out', () => {
  test('is a figure that moved by more than a tenth, with whether that is good', () => {
    expect(told(figures(figure('cost', 'usd', 134, 100), figure('latencyP95', 'ms', 900, 1200)))).toEqual([
      'bad: Cost rose by 34 % to $134.00, from $100.00.',
      'good: Latency P95 fell by 25 % to 900 ms, from 1.20 s.',
    ]);
  });

  test('is not what chance moves: a few more of a few, a little of much', () => {
    expect(told(figures(figure('requestErrors', 'count', 7, 3)))).toEqual([]);
    expect(told(figures(figure('requestErrors', 'count', 70, 30)))).toHaveLength(1);
    expect(told(figures(figure('cost', 'usd', 105, 100)))).toEqual([]);
    expect(told(figures(figure('successRate', 'ratio', 0.992, 0.998)))).toEqual([]);
    expect(told(figures(figure('successRate', 'ratio', 0.95, 0.998)))).toEqual([
      'bad: Success rate fell by 4.8 points to 95 %, from 99.8 %.',
    ]);
  });

  test('is nothing where nothing was before to compare with', () => {
    expect(told(figures(figure('cost', 'usd', 134, null)), table(['a', 5, 0], ['b', 3, 0]))).toEqual([]);
  });

  test('is what came from nothing, unless all did: then there is nothing to compare with', () => {
    const [cost, calls] = [figure('cost', 'usd', 5, 0), figure('modelCalls', 'count', 90, 0)];
    expect(told(figures(cost, calls))).toEqual([]);
    expect(calmText({ sections: [figures(cost, calls)] }, english)).toMatch(/^There is nothing before/);
    expect(told(figures(cost, figure('requests', 'count', 50, 50)))).toEqual([
      'neutral: Cost: $5.00, after none in the period before.',
    ]);
    expect(calmText({ sections: [figures(figure('cost', 'usd', 5, 5))] }, english)).toMatch(
      /^Nothing stands out/,
    );
  });

  test('is a group that is new or gone, or has more than half of all', () => {
    expect(told(table(['new', 30, 0], ['old', 65, 60], ['small', 5, 5]))).toEqual([
      'neutral: new is new and makes up 30 % of cost.',
    ]);
    expect(told(table(['a', 95, 60], ['gone', 0, 40]))).toEqual([
      'neutral: gone is gone; it made up 40 % of cost before.',
    ]);
    expect(told(table(['a', 80, 80], ['b', 10, 10], ['c', 5, 5], ['d', 5, 5]))).toEqual([
      'neutral: a makes up 80 % of cost.',
    ]);
  });

  test('is who a change comes from, unless others went the other way as far', () => {
    const movers = (now: number, before: number, ...rows: [string, number, number][]): MadeSection => ({
      ...{ kind: 'movers', title: '', by: 'model', filter: '', metric: { name: 'cost', unit: 'usd' } },
      total: { now, before },
      rows: rows.map(([group, now, before]) => ({ group, now, before })),
      rest: { now: 0, before: 0, groups: 0 },
    });
    expect(told(movers(200, 100, ['a', 170, 90], ['b', 30, 10]))).toEqual([
      'neutral: a alone accounts for 80 % of the change of cost: +$80.00.',
    ]);
    expect(told(movers(200, 100, ['a', 190, 20], ['b', 10, 80]))).toEqual([
      'neutral: a moved cost most: +$170.00.',
    ]);
    expect(told(movers(104, 100, ['a', 104, 100]))).toEqual([]);
  });

  test('puts critical incidents first, and is at most eight sentences, none of them twice', () => {
    const incidents: MadeSection = {
      ...{ kind: 'incidents', title: '', opened: 3, atLeast: false, bySeverity: { critical: 1, warning: 2 } },
      ...{ acknowledgedAfterMs: null, endedAfterMs: 3_600_000 },
      rows: [
        {
          ...{ id: 'i', title: 'Errors: planner', severity: 'critical', acknowledgedBy: null },
          ...{ openedAt: '2026-03-01T00:00:00Z', endedAt: '2026-03-01T02:05:00Z' },
        },
      ],
    };
    const many = figures(...Array.from({ length: 12 }, (_, i) => figure('cost', 'usd', 200 + i, 100)));
    const all = told(many, many, incidents);
    expect(all[0]).toBe('bad: Critical incidents opened: 1; the longest was “Errors: planner” (2 h 5 min).');
    expect(all).toHaveLength(8);
    expect(new Set(all).size).toBe(8);
  });

  test('leaves no place unfilled and says no number that is none, whatever the figures are', () => {
    const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: null });
    const row = fc.tuple(
      fc.string(),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(
        value,
        value,
        fc.array(row, { maxLength: 6 }),
        fc.constantFrom(...LANGUAGES),
        (now, before, rows, language) => {
          const writer = writerOf(language, 'UTC');
          const sections = [figures(figure('cost', 'usd', now, before)), table(...rows)];
          for (const { text, weight } of findingsOf({ sections }, writer)) {
            expect(text).not.toMatch(/NaN|Infinity|undefined|\{(metric|group|now|share|change|before)\}/);
            expect(weight).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
