import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODEL_CALLS, type SpanKind } from '../span.ts';
import { entry, LedgerStore, write } from '../testing/ledger-store.ts';
import { type LedgerEntry, type StoredEntry, TraceLedger } from '../trace-ledger.ts';

const guessed = { kind: 'llm', estimated: true } as const;

describe('the work of a ledger', () => {
  test('a span that arrives takes as much work in a large trace as in a small one', () => {
    const calls = { ...guessed, parentSpanId: 'agent' };
    const workOf = (ledger: TraceLedger, work: () => void) => {
      const before = ledger.looked;
      work();
      ledger.takeCorrections();
      return ledger.looked - before;
    };
    const works = [10, 10_000].map((size) => {
      const ledger = new TraceLedger();
      for (let depth = 0; depth < 50; depth++)
        ledger.admit(entry(`${depth}`, { kind: 'agent', parentSpanId: `${depth - 1}` }), 1n);
      ledger.admit(entry('agent', { kind: 'agent', parentSpanId: '49' }), 1n);
      for (let i = 0; i < size; i++) ledger.admit(entry(`call ${i}`, calls), 1n);
      ledger.takeCorrections();
      const inOne = entry('inner', { ...guessed, parentSpanId: 'call 5' });
      return [
        workOf(ledger, () => ledger.admit(entry('call', calls), 2n)),
        workOf(ledger, () => ledger.admit(inOne, 3n)),
        workOf(ledger, () => ledger.admit({ ...inOne, estimated: false }, 4n)),
        workOf(ledger, () => ledger.admit(entry('agent', { kind: 'agent', parentSpanId: '49' }), 5n)),
      ];
    });
    expect(works[1]).toEqual(works[0]);
    expect(Math.max(...works.flat())).toBeLessThan(10);
  });

  test('a trace put together in the worst of orders takes work for each span, not for each pair', () => {
    const size = 2_000;
    const span = (i: number) => entry(`${i}`, { ...guessed, parentSpanId: i === 0 ? '' : `${i - 1}` });
    const down = Array.from({ length: size }, (_, i) => span(i));
    const joined = [...down.filter((_, i) => i % 2 === 0), ...down.filter((_, i) => i % 2 === 1).reverse()];
    for (const order of [down, down.toReversed(), joined]) {
      const ledger = new TraceLedger();
      for (const each of order) ledger.admit(each, 1n);
      expect(ledger.looked).toBeLessThan(5 * size);
    }
  });
});

describe('the book of a trace', () => {
  const trees = fc.array(
    fc.record({
      parent: fc.nat(12),
      kind: fc.constantFrom<SpanKind>('agent', 'chain', 'llm', 'tool', 'embedding'),
      told: fc.constantFrom('nothing', 'spends', 'estimated'),
      owned: fc.boolean(),
      convention: fc.constantFrom('langsmith', 'openinference'),
    }),
    { minLength: 1, maxLength: 12 },
  );

  test('any order, any batches, resends and restarts give the same book, cycles and orphans included', () => {
    fc.assert(
      fc.property(trees, fc.infiniteStream(fc.nat(1000)), fc.set(fc.nat(12)), (tree, random, restarts) => {
        const spans = tree.map((t, i) =>
          entry(`s${i}`, {
            parentSpanId: t.parent === 12 ? '' : `s${t.parent}`,
            kind: t.kind,
            spends: t.told === 'spends',
            estimated: t.told === 'estimated' && MODEL_CALLS.has(t.kind),
            userId: t.owned ? 'u' : '',
            convention: t.convention,
          }),
        );
        const next = () => random.next().value as number;
        const shuffled = [...spans, ...spans.filter(() => next() % 3 === 0)]
          .map((span) => ({ span, at: next() }))
          .sort((a, b) => a.at - b.at)
          .map(({ span }) => span);
        const batches: LedgerEntry[][] = [[]];
        for (const span of shuffled) {
          if (next() % 2) batches.push([]);
          batches.at(-1)?.push(span);
        }
        const plain = (stored: Map<string, StoredEntry>) =>
          [...stored.values()].map((s) => [s.spanId, s.counted, s.covered, s.userId]).sort();
        expect(plain(write(batches, new Set(restarts)))).toEqual(plain(write([spans])));
      }),
    );
  });

  const facts = fc.record({
    id: fc.nat(7),
    parent: fc.nat(8),
    kind: fc.constantFrom<SpanKind>('agent', 'chain', 'llm', 'tool'),
    told: fc.constantFrom('nothing', 'spends', 'estimated'),
    convention: fc.constantFrom('langsmith', 'openinference'),
  });
  const spanOf = ({ id, parent, kind, told, convention }: ReturnType<typeof facts.generate>['value']) =>
    entry(`s${id}`, {
      ...{ parentSpanId: parent === 8 ? '' : `s${parent}`, kind, convention },
      ...{ spends: told === 'spends', estimated: told === 'estimated' && MODEL_CALLS.has(kind) },
    });
  /** Versions that are old already when they are written, usage told apart, and starts of the server. */
  const events = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ spans: fc.array(facts, { maxLength: 3 }), late: fc.constant(0) }) },
      {
        weight: 1,
        arbitrary: fc.record({
          spans: fc.array(facts, { maxLength: 3 }),
          late: fc.integer({ min: 1, max: 4 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ patched: fc.nat(7) }) },
      { weight: 1, arbitrary: fc.record({ folded: facts }) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    ),
    { minLength: 1, maxLength: 30 },
  );

  test('whatever arrives, changes, comes late or is folded leaves what is read from the facts in the end', () => {
    fc.assert(
      fc.property(events, (events) => {
        const store = new LedgerStore();
        events.forEach((event, i) => {
          if (event === 'restart') store.restart();
          else if ('patched' in event) store.patch(`s${event.patched}`);
          else if ('folded' in event) store.fold(spanOf(event.folded));
          else
            store.write(
              event.spans.map(spanOf),
              BigInt((i + 5 - event.late) * 1_000 - (event.late > 0 ? 500 : 0)),
            );
        });
        const outcome = ({ rows }: LedgerStore) =>
          [...rows.values()].map(({ spanId, counted, covered }) => [spanId, counted, covered]).sort();
        expect(outcome(store)).toEqual(outcome(store.anew()));
      }),
      { numRuns: 1_000 },
    );
  });
});
