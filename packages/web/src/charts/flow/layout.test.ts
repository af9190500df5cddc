import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandAt, type FlowLink, gathered, layoutFlow, middleAt, REST } from './layout.ts';

const PLOT = { x0: 0, x1: 400, y0: 0, y1: 200, width: 400, height: 200 };
const link = fc.record({
  layer: fc.constantFrom(0, 1),
  from: fc.integer({ min: 0, max: 30 }).map(String),
  to: fc.integer({ min: 0, max: 30 }).map(String),
  value: fc.integer({ min: 0, max: 1_000_000 }),
});
const sum = (links: readonly FlowLink[]) => links.reduce((total, { value }) => total + value, 0);

test('putting small names together loses nothing of what flows, and leaves names that can be told apart', () => {
  fc.assert(
    fc.property(fc.array(link, { maxLength: 120 }), (links) => {
      const shown = gathered(links);
      for (const layer of [0, 1]) {
        const of = (all: readonly FlowLink[]) => all.filter((each) => each.layer === layer);
        expect(sum(of(shown))).toBe(sum(of(links)));
        expect(new Set(of(shown).map(({ from }) => from)).size).toBeLessThanOrEqual(12);
      }
    }),
  );
});

test('whatever flows, nodes and bands lie inside the plot', () => {
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 60 }), (links) => {
      const { nodes, bands } = layoutFlow(links, PLOT);
      for (const { x, y, width, height } of nodes) {
        expect(x).toBeGreaterThanOrEqual(-0.001);
        expect(x + width).toBeLessThanOrEqual(400.001);
        expect(y).toBeGreaterThanOrEqual(-0.001);
        expect(y + height).toBeLessThanOrEqual(201.001);
      }
      for (const { path } of bands) expect(path).not.toMatch(/NaN/);
    }),
    { numRuns: 60 },
  );
});

test('a band is found where it is drawn, and the smallest names are one', () => {
  const { bands } = layoutFlow(
    [
      { layer: 0, from: 'a', to: 'x', value: 10 },
      { layer: 0, from: 'b', to: 'y', value: 10 },
    ],
    PLOT,
  );
  bands.forEach((band, nth) => {
    expect(bandAt(bands, 200, middleAt(band, 200))).toBe(nth);
  });
  expect(bandAt(bands, 900, 10)).toBeUndefined();
  const many = Array.from({ length: 30 }, (_, nth) => ({
    layer: 0,
    from: `${nth}`,
    to: 'x',
    value: nth + 1,
  }));
  expect(gathered(many).some(({ from }) => from === REST)).toBe(true);
});
