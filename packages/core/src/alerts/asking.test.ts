import { describe, expect, it } from 'vitest';
import type { Answer } from '../question.ts';
import { questionsOf, readingsOf } from './asking.ts';
import { groupKey } from './evaluate.ts';
import { type MetricWatch, watchSchema } from './watch.ts';

const AT = Date.parse('2026-11-02T08:00:00Z');
const watch = (of: Record<string, unknown>) => watchSchema.parse({ kind: 'metric', ...of }) as MetricWatch;
const over = { kind: 'threshold', op: '>', limit: 0.1 };
type Told = [group: string[], totals: Record<string, number | null>];
const answer = (told: Told[], rest?: Told[1]): Answer => ({
  ...{ from: '', to: '' },
  series: [
    ...told.map(([group, totals]) => ({ group, other: false, totals, exact: {} })),
    ...(rest ? [{ group: [''], other: true, totals: rest, exact: {} }] : []),
  ],
});
const signals = (...args: Parameters<typeof readingsOf>) =>
  readingsOf(...args).map(({ group, judgement }) => [group.join(), judgement.signal, judgement.value]);

describe('what a rule asks', () => {
  it('is a Question for each window, ranked by how much a group has to tell', () => {
    const errors = watch({
      metric: 'spanErrorRate',
      by: ['model'],
      condition: { kind: 'change', against: 'day', percent: 50 },
    });
    expect(questionsOf(errors, AT)).toMatchObject([
      {
        ...{ metrics: ['spans', 'spanErrorRate'], dimensions: ['model'], limit: 100 },
        ...{ from: '2026-11-02T07:55:00.000Z', to: '2026-11-02T08:00:00.000Z' },
      },
      { from: '2026-11-01T07:55:00.000Z', to: '2026-11-01T08:00:00.000Z' },
    ]);
  });

  it('is the metric alone where that counts the rows, or applications send it', () => {
    expect(questionsOf(watch({ metric: 'requests', condition: over }), AT)[0]?.metrics).toEqual(['requests']);
    const sent = 'metric.queue.depth:max';
    expect(questionsOf(watch({ metric: sent, condition: over }), AT)[0]?.metrics).toEqual([sent]);
  });
});

describe('what groups tell', () => {
  const errors = watch({ metric: 'errorRate', by: ['model'], leastRows: 10, condition: over });

  it('is judged group by group, what is beyond the largest as one', () => {
    const told = answer(
      [
        [['a'], { requests: 100, errorRate: 0.5 }],
        [['b'], { requests: 9, errorRate: 0.5 }],
        [['c'], { requests: 100, errorRate: 0.05 }],
      ],
      { requests: 50, errorRate: 0.2 },
    );
    expect(signals(errors, [told])).toEqual([
      ['a', 'bad', 0.5],
      ['b', 'nothing', null],
      ['c', 'good', 0.05],
      ['', 'bad', 0.2],
    ]);
  });

  it('of a group that was known and is silent is nothing, of a count 0', () => {
    const known = [groupKey(['gone'])];
    expect(signals(errors, [answer([])], known)).toEqual([['gone', 'nothing', null]]);
    const few = watch({
      metric: 'requests',
      by: ['model'],
      condition: { kind: 'threshold', op: '<', limit: 5 },
    });
    expect(signals(few, [answer([])], known)).toEqual([['gone', 'bad', 0]]);
    // It may be in what is left out.
    const cut = answer([[['a'], { requests: 10 }]], { requests: 3 });
    expect(signals(few, [cut], known)).toEqual([
      ['a', 'good', 10],
      ['', 'bad', 3],
      ['gone', 'nothing', null],
    ]);
  });

  it('without a rest any more does not tell that the rest is empty', () => {
    const few = watch({
      metric: 'requests',
      by: ['model'],
      condition: { kind: 'threshold', op: '<', limit: 5 },
    });
    expect(signals(few, [answer([[['a'], { requests: 10 }]])], [groupKey([])])).toEqual([['a', 'good', 10]]);
  });

  it('is held against its own band', () => {
    const unusual = watch({
      metric: 'cost',
      by: ['model'],
      windowSeconds: 3600,
      condition: { kind: 'anomaly' },
    });
    const told = answer([
      [['a'], { spans: 9, cost: 10 }],
      [['b'], { spans: 9, cost: 10 }],
    ]);
    const bands = new Map([[groupKey(['a']), { expected: 1, low: 0, high: 2 }]]);
    expect(signals(unusual, [told], [], bands)).toEqual([
      ['a', 'bad', 10],
      ['b', 'nothing', 10],
    ]);
  });
});
