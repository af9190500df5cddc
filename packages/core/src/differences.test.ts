import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountedRows, comparedFields, rankDifferences } from './differences.ts';

type Row = readonly string[];

/** What the store counts, of rows given as a value for each dimension. */
function counted(rows: readonly Row[], isSelected: (row: Row, index: number) => boolean): CountedRows {
  const dimensions = (rows[0] ?? []).map((_, d) => `d${d}`);
  const marked = rows.map((row, index) => ({ row, selected: isSelected(row, index) }));
  const values = dimensions.flatMap((dimension, d) => {
    const byValue = new Map<string, { selected: number; rest: number; rows: number[] }>();
    marked.forEach(({ row, selected }, index) => {
      const value = row[d] ?? '';
      const entry = byValue.get(value) ?? { selected: 0, rest: 0, rows: [] };
      byValue.set(value, entry);
      entry[selected ? 'selected' : 'rest']++;
      entry.rows.push(index);
    });
    return [...byValue].map(([value, { rows, ...counts }]) => ({
      dimension,
      value,
      ...counts,
      fingerprint: rows.join(),
    }));
  });
  return {
    selected: marked.filter(({ selected }) => selected).length,
    rest: marked.filter(({ selected }) => !selected).length,
    dimensions: dimensions.map((dimension) => ({
      dimension,
      distinct: values.filter((value) => value.dimension === dimension).length,
    })),
    values,
  };
}

/** Dimensions of two values up to one of nearly as many values as rows, and a seed of chance. */
const shape = fc.record({
  cardinalities: fc.array(fc.constantFrom(2, 3, 8, 40, 300, 2500), { minLength: 2, maxLength: 8 }),
  seed: fc.noShrink(fc.nat()),
});
/** mulberry32: even chances in [0, 1), which fast-check's own doubles are not. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const ROWS = 3000;
const drawRows = (cardinalities: readonly number[], next: () => number): Row[] =>
  Array.from({ length: ROWS }, () =>
    // Some values are frequent, most are rare, as in life.
    cardinalities.map((most) => `v${Math.floor(most * next() ** 2)}`),
  );

describe('rankDifferences', () => {
  it('puts the value that causes a spike first, whatever other dimensions there are', () => {
    fc.assert(
      fc.property(
        shape,
        fc.nat(),
        fc.double({ min: 0.4, max: 1, noNaN: true }),
        ({ cardinalities, seed }, which, badness) => {
          const next = chance(seed);
          const rows = drawRows(cardinalities, next);
          const d = which % cardinalities.length;
          const causes = counted(rows, () => false).values.filter(
            ({ dimension, rest }) => dimension === `d${d}` && rest > ROWS * 0.03 && rest < ROWS * 0.7,
          );
          const cause = causes[which % Math.max(1, causes.length)];
          fc.pre(cause !== undefined);
          const spike = counted(rows, (row) => next() < (row[d] === cause?.value ? badness : 0.02));
          expect(rankDifferences(spike).differences[0]).toMatchObject({
            dimension: cause?.dimension,
            value: cause?.value,
          });
        },
      ),
      { numRuns: 100, seed: 20261126 },
    );
  });

  it('finds nothing where nothing is the cause', () => {
    fc.assert(
      fc.property(
        shape,
        fc.double({ min: 0.005, max: 0.9, noNaN: true }),
        ({ cardinalities, seed }, share) => {
          const next = chance(seed);
          const rows = drawRows(cardinalities, next);
          expect(rankDifferences(counted(rows, () => next() < share)).differences).toEqual([]);
        },
      ),
      { numRuns: 100, seed: 20261126 },
    );
  });

  it('does not let ids win that occur in the selection alone', () => {
    const rows = Array.from({ length: 400 }, (_, i) => [`user${i}`, i % 4 === 0 ? 'slow' : 'fast']);
    const { differences } = rankDifferences(counted(rows, ([, model], i) => model === 'slow' && i % 8 !== 0));
    expect(differences.map(({ dimension, value }) => [dimension, value])).toEqual([['d1', 'slow']]);
  });

  it('tells the same rows once, under the dimension that comes first', () => {
    const rows = Array.from({ length: 300 }, (_, i) =>
      i % 3 === 0 ? ['gpt', 'openai', 'eu'] : ['claude', i % 3 === 1 ? 'anthropic' : 'bedrock', 'eu'],
    );
    const { differences } = rankDifferences(counted(rows, ([model]) => model === 'gpt'));
    expect(differences).toEqual([
      {
        dimension: 'd0',
        value: 'gpt',
        selected: { count: 100, share: 1 },
        rest: { count: 0, share: 0 },
        lift: null,
        score: expect.closeTo(0.8896, 4),
        sameAs: [{ dimension: 'd1', value: 'openai' }],
      },
    ]);
  });

  it('names what is missing from the selection when no value is as much more frequent', () => {
    const rows = Array.from({ length: 6000 }, (_, i) => [i % 2 === 0 ? 'v1' : `v${(i % 60) + 2}`]);
    const { differences } = rankDifferences(counted(rows, ([release]) => release !== 'v1'));
    expect(differences[0]).toMatchObject({
      value: 'v1',
      selected: { share: 0 },
      rest: { share: 1 },
      lift: 0,
    });
  });

  it('gives every dimension with its largest values, those that differ first', () => {
    const rows = Array.from({ length: 900 }, (_, i) => [`v${i % 30}`, i % 9 === 0 ? 'bad' : 'good']);
    const { dimensions } = rankDifferences(counted(rows, ([, state]) => state === 'bad'));
    expect(dimensions.map(({ dimension, distinct, values }) => [dimension, distinct, values.length])).toEqual(
      [
        ['d1', 2, 2],
        ['d0', 30, 10],
      ],
    );
    expect(dimensions[0]?.values[0]).toEqual({
      value: 'bad',
      selected: { count: 100, share: 1 },
      rest: { count: 0, share: 0 },
    });
  });

  it.each([
    [0, 5],
    [5, 0],
    [0, 0],
  ])('says nothing of %i rows against %i', (selected, rest) => {
    const rows = Array.from({ length: selected + rest }, () => ['a']);
    expect(rankDifferences(counted(rows, (_, i) => i < selected))).toMatchObject({
      selected,
      rest,
      differences: [],
    });
  });
});

describe('comparedFields', () => {
  it('leaves out what the selection is made by and what that settles', () => {
    const fields = comparedFields([
      { field: 'status', op: '=', values: ['error'] },
      { field: 'model', op: '=', values: ['gpt'] },
    ]);
    expect(fields).toContain('provider');
    for (const settled of ['status', 'error', 'model', 'score', 'spanDuration'])
      expect(fields).not.toContain(settled);
  });
});
