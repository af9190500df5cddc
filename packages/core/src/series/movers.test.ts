import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moved, rankMovers } from './movers.ts';

const amount = fc.oneof(fc.constant(0), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const groups = fc.array(fc.record({ key: fc.string(), before: amount, now: amount }), { maxLength: 30 });
const sum = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('rankMovers', () => {
  it('says what moved a total, and by how much', () => {
    const { movers, ...total } = rankMovers([
      { key: 'a', before: 50, now: 50 },
      { key: 'b', before: 40, now: 20 },
      { key: 'c', before: 0, now: 60 },
      { key: 'd', before: 10, now: 0 },
    ]);
    expect(total).toEqual({ before: 100, now: 130, change: 30 });
    const told = movers.map(
      ({ key, rank, movement, change, contribution, shareOfChange, shareOfMovement }) => [
        key,
        rank,
        movement,
        change,
        contribution,
        shareOfChange,
        shareOfMovement,
      ],
    );
    expect(told).toEqual([
      ['c', 1, 'new', 60, 0.6, 2, 60 / 90],
      ['b', 2, 'down', -20, -0.2, -20 / 30, -20 / 90],
      ['d', 3, 'gone', -10, -0.1, -10 / 30, -10 / 90],
      ['a', 4, 'same', 0, 0, 0, 0],
    ]);
  });

  it('keeps what a group brings along', () => {
    expect(rankMovers([{ key: 'a', before: 1, now: 2, name: 'Ann' }]).movers[0]?.name).toBe('Ann');
  });

  it('adds up, in one order whatever order groups come in', () => {
    fc.assert(
      fc.property(groups, (groups) => {
        const unique = [...new Map(groups.map((group) => [group.key, group])).values()];
        const { before, now, change, movers } = rankMovers(unique);
        const size = 1e-9 * (1 + sum(unique.map((group) => Math.abs(group.before) + Math.abs(group.now))));
        expect(Math.abs(sum(movers.map((mover) => mover.change)) - change)).toBeLessThan(size);
        expect(Math.abs(now - before - change)).toBeLessThan(size);
        const moved = sum(movers.map(({ shareOfMovement }) => Math.abs(shareOfMovement)));
        expect(moved).toBeCloseTo(movers.some((mover) => mover.change !== 0) ? 1 : 0, 9);
        expect(rankMovers(unique.toReversed()).movers.map(({ key }) => key)).toEqual(
          movers.map(({ key }) => key),
        );
      }),
      { seed: 20261126 },
    );
  });

  it('gives no shares of no change', () => {
    const shares = (groups: Moved[]) => rankMovers(groups).movers.map((mover) => mover.shareOfChange);
    expect(
      shares([
        { key: 'a', before: 0.1 + 0.2, now: 0 },
        { key: 'b', before: 0, now: 0.3 },
      ]),
    ).toEqual([null, null]);
    expect(shares([{ key: 'a', before: 0, now: 0 }])).toEqual([null]);
    expect(rankMovers([])).toEqual({ before: 0, now: 0, change: 0, movers: [] });
    expect(rankMovers([{ key: 'a', before: 0, now: 5 }]).movers[0]?.contribution).toBeNull();
  });
});
