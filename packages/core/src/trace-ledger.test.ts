import { describe, expect, test } from 'vitest';
import { entry, LedgerStore, write } from './testing/ledger-store.ts';
import { type LedgerEntry, type StoredEntry, TraceLedger } from './trace-ledger.ts';

const counted = (stored: Map<string, StoredEntry>) =>
  [...stored.values()]
    .filter((s) => (s.spends || s.estimated) && s.counted)
    .map((s) => s.spanId)
    .sort();

describe('TraceLedger', () => {
  test('an agent that repeats the sum of its model calls does not count, whichever arrives first', () => {
    const agent = entry('agent', { kind: 'agent', spends: true });
    const step = entry('step', { kind: 'chain', parentSpanId: 'agent', spends: true });
    const call = entry('call', { kind: 'llm', parentSpanId: 'step', spends: true });
    for (const order of [
      [agent, step, call],
      [call, step, agent],
      [call, agent, step],
      [agent, call, step],
    ]) {
      expect(counted(write(order.map((s) => [s])))).toEqual(['call']);
    }
  });

  test('an agent whose calls report nothing counts its own total', () => {
    const stored = write([
      [entry('call', { kind: 'llm', parentSpanId: 'agent' })],
      [entry('agent', { kind: 'agent', spends: true })],
    ]);
    expect(counted(stored)).toEqual(['agent']);
  });

  test('one call seen by two instrumentations counts once, as the inner one', () => {
    const outer = entry('outer', { kind: 'llm', spends: true });
    const inner = entry('inner', { kind: 'llm', parentSpanId: 'outer', spends: true });
    expect(counted(write([[inner], [outer]]))).toEqual(['inner']);
    expect(counted(write([[outer], [inner]]))).toEqual(['inner']);
  });

  test('of one call seen twice the outer one is no call of its own, even if only the inner one knows its tokens', () => {
    const outer = entry('outer', { kind: 'embedding' });
    const inner = entry('inner', { kind: 'embedding', parentSpanId: 'outer', spends: true });
    for (const order of [
      [outer, inner],
      [inner, outer],
    ]) {
      expect(write(order.map((span) => [span])).get('outer')?.counted).toBe(false);
    }
  });

  test('a call that LangSmith wrote over the span around its siblings counts beside them', () => {
    const langsmith = { kind: 'llm', spends: true, convention: 'langsmith' } as const;
    const stored = write([
      [entry('root', langsmith)],
      [entry('call', { ...langsmith, parentSpanId: 'root' })],
    ]);
    expect(counted(stored)).toEqual(['call', 'root']);
  });

  test('a model call that a tool makes inside a model call counts beside it', () => {
    const stored = write([
      [
        entry('outer', { kind: 'llm', spends: true }),
        entry('tool', { kind: 'tool', parentSpanId: 'outer' }),
        entry('inner', { kind: 'llm', parentSpanId: 'tool', spends: true }),
      ],
    ]);
    expect(counted(stored)).toEqual(['inner', 'outer']);
  });

  test('a span resent with another start time keeps the first', () => {
    const stored = write([[entry('a', { startNs: 5n })], [entry('a', { startNs: 9n })]], new Set([1]));
    expect(stored.get('a')?.startNs).toBe(5n);
  });

  test('an older version that is written late undoes no correction that is due', () => {
    const agent = entry('agent', { kind: 'agent', spends: true });
    const call = entry('call', { kind: 'llm', parentSpanId: 'agent', spends: true });
    expect(counted(write([[agent], [call, agent]], new Set(), [2n, 1n]))).toEqual(['call']);
  });

  test('a full trace takes no other span, and new versions of those it has', () => {
    const ledger = new TraceLedger(2);
    for (const id of ['a', 'b']) expect(ledger.admit(entry(id), 1n)).toBeDefined();
    expect(ledger.admit(entry('c'), 2n)).toBeUndefined();
    expect(ledger.admit(entry('a'), 3n)).toBeDefined();
    expect(ledger.size).toBe(2);
  });

  test('the user named first stays the owner over a restart', () => {
    const stored = write(
      [[entry('b', { userId: 'first' })], [entry('a', { userId: 'second' })], [entry('late')]],
      new Set([2]),
    );
    expect(stored.get('late')?.userId).toBe('first');
  });

  test('spans without a user take the one their trace names, before and after', () => {
    const stored = write([
      [entry('early')],
      [entry('root', { userId: 'u1', sessionId: 's1' })],
      [entry('late')],
    ]);
    expect([...stored.values()].map((s) => `${s.userId}/${s.sessionId}`)).toEqual([
      'u1/s1',
      'u1/s1',
      'u1/s1',
    ]);
  });

  test('a patch that brings usage to a call takes it from the agent above', () => {
    const ledger = new TraceLedger();
    ledger.admit(entry('agent', { kind: 'agent', spends: true }), 1n);
    ledger.admit(entry('call', { kind: 'llm', parentSpanId: 'agent' }), 1n);
    ledger.patch('call', { spends: true, userId: '', sessionId: '', endNs: 0n });
    expect(ledger.takeCorrections()).toEqual([{ spanId: 'agent', startNs: 1n, counted: false }]);
  });

  const guessed = { kind: 'llm', estimated: true } as const;
  const orders = <Item>(items: Item[]): Item[][] =>
    items.length < 2
      ? [items]
      : items.flatMap((first, i) => orders(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
  /** What counts in the end, whichever of the spans comes first. */
  const countedInAnyOrder = (...spans: LedgerEntry[]) => {
    const outcomes = orders(spans).map((order) => counted(write(order.map((span) => [span]))).join());
    expect(new Set(outcomes).size).toBe(1);
    return outcomes[0];
  };

  test('an estimate counts where nobody reports', () => {
    expect(
      countedInAnyOrder(
        entry('agent', { kind: 'agent' }),
        entry('a', { ...guessed, parentSpanId: 'agent' }),
        entry('b', { kind: 'llm', spends: true, parentSpanId: 'agent' }),
      ),
    ).toBe('a,b');
  });

  test('of two records of one call the one that reports counts, be it the outer or the inner', () => {
    const between = entry('http', { kind: 'chain', parentSpanId: 'outer' });
    const reports = { kind: 'llm', spends: true } as const;
    for (const [parentSpanId, more] of [
      ['outer', []],
      ['http', [between]],
    ] as const) {
      const inner = { parentSpanId };
      expect(
        countedInAnyOrder(entry('outer', guessed), entry('inner', { ...reports, ...inner }), ...more),
      ).toBe('inner');
      expect(
        countedInAnyOrder(entry('outer', reports), entry('inner', { ...guessed, ...inner }), ...more),
      ).toBe('outer');
      expect(
        countedInAnyOrder(entry('outer', guessed), entry('inner', { ...guessed, ...inner }), ...more),
      ).toBe('inner');
    }
  });

  test('what an agent reports covers the estimates of its calls, which stay calls', () => {
    const agent = entry('agent', { kind: 'agent', spends: true });
    const call = entry('call', { ...guessed, parentSpanId: 'step' });
    const step = entry('step', { kind: 'chain', parentSpanId: 'agent' });
    expect(countedInAnyOrder(agent, step, call)).toBe('agent');
    expect(write([[call], [step], [agent]]).get('call')).toMatchObject({ counted: false, covered: true });
  });

  test('an estimate counts again when the agent above turns out to repeat another call', () => {
    const spans = [
      entry('agent', { kind: 'agent', spends: true }),
      entry('silent', { ...guessed, parentSpanId: 'agent' }),
      entry('call', { kind: 'llm', spends: true, parentSpanId: 'agent' }),
    ];
    expect(countedInAnyOrder(...spans)).toBe('call,silent');
  });

  test('an estimate within a tool that a call made counts beside it', () => {
    expect(
      countedInAnyOrder(
        entry('outer', { kind: 'llm', spends: true }),
        entry('tool', { kind: 'tool', parentSpanId: 'outer' }),
        entry('inner', { ...guessed, parentSpanId: 'tool' }),
      ),
    ).toBe('inner,outer');
  });

  test('usage that arrives later takes the place of an estimate for all that goes by it', () => {
    const ledger = new TraceLedger();
    ledger.admit(entry('outer', guessed), 1n);
    ledger.admit(entry('inner', { ...guessed, parentSpanId: 'outer' }), 1n);
    ledger.takeCorrections();
    ledger.patch('outer', { spends: true, userId: '', sessionId: '', endNs: 0n });
    expect(ledger.takeCorrections()).toEqual([
      { spanId: 'outer', startNs: 1n, counted: true, covered: false },
      { spanId: 'inner', startNs: 1n, counted: false, covered: true },
    ]);
  });

  test('spans that name each other in a circle are in nobody, until one of them turns out to be elsewhere', () => {
    const spans = (parents: string[]) =>
      parents.map((parentSpanId, i) => entry(`${i}`, { kind: 'agent', spends: true, parentSpanId }));
    const store = new LedgerStore();
    store.write(spans(['2', '0', '1']), 1n);
    expect(counted(store.rows)).toEqual(['0', '1', '2']);
    store.write(spans(['']), 2n);
    expect(counted(store.rows)).toEqual(['2']);
    expect(counted(store.anew().rows)).toEqual(['2']);
  });

  test('what was only a name is forgotten when nobody names it any more', () => {
    const ledger = new TraceLedger();
    ledger.admit(entry('a', { parentSpanId: 'unknown' }), 1n);
    ledger.admit(entry('a', { parentSpanId: '' }), 2n);
    expect(ledger.size).toBe(1);
  });
});
