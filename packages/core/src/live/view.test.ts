import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, type Seen, type View, withFrame } from './view.ts';

interface Items {
  agents: { state: string; since: number | null };
  runs: { step: string };
}

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '');
const topic = <Item>(item: fc.Arbitrary<Item>) =>
  fc.record({
    total: fc.nat(9),
    stale: fc.boolean(),
    items: fc.array(fc.tuple(key, item), { maxLength: 6 }).map((entries) => new Map(entries)),
  });
const views: fc.Arbitrary<View<Items>[]> = fc.array(
  fc.record({
    agents: topic(
      fc.record({ state: fc.constantFrom('idle', 'stuck'), since: fc.option(fc.nat(3), { nil: null }) }),
    ),
    runs: topic(fc.record({ step: fc.constantFrom('plan', 'search') })),
  }),
  { minLength: 1, maxLength: 8 },
);
const overTheWire = <Data>(data: Data): Data => JSON.parse(JSON.stringify(data)) as Data;

describe('a view', () => {
  it('is the newest after any number of others were left out on the way', () => {
    fc.assert(
      fc.property(views, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (all, reached) => {
        let seen: Seen<Items> | undefined;
        all.forEach((view, seq) => {
          if (!reached[seq] && seq < all.length - 1) return;
          const changes = changesBetween(seen?.view ?? {}, view);
          if (changes === undefined) return;
          seen = withFrame(seen, overTheWire({ from: seen?.seq ?? null, seq, changes }));
        });
        expect(seen?.view).toEqual(all.at(-1));
      }),
    );
  });

  it('that shows the same has no changes', () => {
    fc.assert(
      fc.property(views, ([view = {}]) => {
        expect(changesBetween(view, structuredClone(view))).toBeUndefined();
      }),
    );
  });

  it('is told only what differs', () => {
    const idle = { state: 'idle', since: null };
    const stuck = { state: 'stuck', since: 1 };
    const of = (items: Record<string, Items['agents']>): View<Items> => ({
      agents: { total: 2, stale: false, items: new Map(Object.entries(items)) },
    });
    expect(changesBetween(of({ a: idle }), of({ a: idle, b: stuck }))).toEqual({
      agents: { total: 2, stale: false, set: [['b', stuck]], gone: [] },
    });
    expect(changesBetween(of({ a: idle, b: stuck }), of({ a: idle }))).toEqual({
      agents: { total: 2, stale: false, set: [], gone: ['b'] },
    });
  });

  it('begins anew where a frame does not follow on what was seen', () => {
    expect(withFrame<Items>(undefined, { from: 3, seq: 4, changes: {} })).toBeUndefined();
    expect(withFrame<Items>({ seq: 2, view: {} }, { from: 3, seq: 4, changes: {} })).toBeUndefined();
    expect(withFrame<Items>({ seq: 2, view: {} }, { from: null, seq: 9, changes: {} })).toEqual({
      seq: 9,
      view: {},
    });
  });
});
