import { type Widget, widgetSchema } from '@pharos/core/dashboards/dashboard';
import { compact, overlap } from '@pharos/core/dashboards/grid';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countBelow, unfolded } from './rows.ts';

const text = (id: string, x: number, y: number, w: number, h: number): Widget =>
  widgetSchema.parse({ kind: 'text', id, markdown: id, place: { x, y, w, h } });
const heading = (id: string, y: number): Widget =>
  widgetSchema.parse({ kind: 'heading', id, title: id, place: { x: 0, y, w: 12, h: 1 } });
const PAGE = [
  text('top', 0, 0, 12, 3),
  heading('first', 3),
  text('a', 0, 4, 6, 8),
  text('b', 6, 4, 6, 4),
  heading('second', 12),
  text('c', 0, 13, 12, 2),
];
const shown = (folded: string[]) =>
  unfolded(PAGE, (id) => folded.includes(id)).map(({ id, place }) => `${id} ${place.y}`);

test('a folded row leaves its heading, and what follows rises', () => {
  expect(shown([])).toEqual(['top 0', 'first 3', 'a 4', 'b 4', 'second 12', 'c 13']);
  expect(shown(['first'])).toEqual(['top 0', 'first 3', 'second 4', 'c 5']);
  expect(shown(['first', 'second'])).toEqual(['top 0', 'first 3', 'second 4']);
  expect(countBelow(PAGE, 'first')).toBe(2);
  expect(countBelow(PAGE, 'second')).toBe(1);
});

test('what stands beside a heading keeps its room', () => {
  const page = [
    text('tall', 6, 0, 6, 6),
    widgetSchema.parse({ kind: 'heading', id: 'side', title: '', place: { x: 0, y: 0, w: 6, h: 1 } }),
    text('below', 0, 1, 6, 9),
    heading('next', 10),
  ];
  const seen = unfolded(page, (id) => id === 'side');
  expect(seen.map(({ id, place }) => `${id} ${place.y}`)).toEqual(['side 0', 'tall 0', 'next 6']);
});

test('whatever is folded, nothing that is seen overlaps', () => {
  const someWidget = fc.record({
    kind: fc.constantFrom('text', 'heading' as const),
    x: fc.nat(11),
    w: fc.integer({ min: 1, max: 12 }),
    h: fc.integer({ min: 1, max: 8 }),
    y: fc.nat(20),
  });
  fc.assert(
    fc.property(fc.array(someWidget, { maxLength: 12 }), fc.nat(), (widgets, mask) => {
      const page = compact(
        widgets.map(({ kind, x, w, h, y }, index) =>
          widgetSchema.parse({
            ...{ kind, id: `w${index}`, place: { x, y, w: Math.min(w, 12 - x), h } },
            ...(kind === 'text' ? { markdown: '' } : { title: '' }),
          }),
        ),
      );
      const seen = unfolded(page, (id) => ((mask >> Number(id.slice(1))) & 1) === 1);
      for (const [index, a] of seen.entries())
        for (const b of seen.slice(index + 1))
          expect(overlap(a.place, b.place), `${a.id} ${b.id}`).toBe(false);
    }),
  );
});
