import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, groupKey, type Reading, type Standings } from './evaluate.ts';
import type { Judgement, Signal } from './judge.ts';
import { type Moment, replay } from './replay.ts';
import { type RuleInput, ruleInputSchema } from './rule.ts';
import { alertStateOf } from './standing.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T08:00:00Z');

const rule = (changes: Partial<RuleInput> = {}, by: string[] = ['model']): RuleInput => ({
  ...ruleInputSchema.parse({
    name: 'slow',
    watch: {
      ...{ kind: 'metric', metric: 'modelLatencyP95', by },
      condition: { kind: 'threshold', op: '>', limit: 100, recovery: 80 },
    },
  }),
  ...changes,
});

const FIGURES: Record<Signal, number | null> = { bad: 150, between: 90, good: 50, nothing: null };
const tells = (signal: Signal): Judgement => ({ signal, value: FIGURES[signal], limit: 100 });
const readings = (told: Record<string, Signal>): Reading[] =>
  Object.entries(told).map(([model, signal]) => ({ group: [model], judgement: tells(signal) }));
/** One evaluation a minute. */
const minutes = (told: Record<string, Signal>[]): Moment[] =>
  told.map((each, i) => ({ atMs: START + i * MINUTE, readings: readings(each) }));
const ofA = (signals: Signal[]) => minutes(signals.map((signal) => ({ a: signal })));
const times = (of: ReturnType<typeof replay>['episodes']) =>
  of.map(({ firedAtMs, endedAtMs }) => [firedAtMs, endedAtMs].map((at) => at && (at - START) / MINUTE));

describe('a rule', () => {
  it('fires at once when it need not wait, and ends when it is good', () => {
    const { episodes } = replay(rule(), ofA(['good', 'bad', 'bad', 'good', 'bad']));
    expect(times(episodes)).toEqual([
      [1, 3],
      [4, null],
    ]);
  });

  it('waits until it is bad on end for as long as it says', () => {
    const patient = rule({ forSeconds: 120 });
    expect(times(replay(patient, ofA(['bad', 'bad', 'good', 'bad', 'bad', 'bad'])).episodes)).toEqual([
      [5, null],
    ]);
  });

  it('ends only beyond the recovery threshold, and after it is good for as long as it says', () => {
    const slow = rule({ recoverSeconds: 120 });
    const { episodes } = replay(
      slow,
      ofA(['bad', 'between', 'good', 'good', 'between', 'good', 'good', 'good']),
    );
    expect(times(episodes)).toEqual([[0, 7]]);
  });

  it('keeps the moment from which it was bad, which is before it fired', () => {
    const [episode] = replay(rule({ forSeconds: 60 }), ofA(['good', 'bad', 'bad', 'bad'])).episodes;
    expect(episode).toMatchObject({ badSinceMs: START + MINUTE, firedAtMs: START + 2 * MINUTE, worst: 150 });
  });

  it.each([
    ['keep', [[0, 5]]],
    ['ok', [[0, 1]]],
    ['alert', [[0, null]]],
  ] as const)('whose groups tell nothing and whose policy is %s fires from and to %j', (noData, expected) => {
    const told = minutes([{ a: 'bad' }, {}, {}, {}, {}, {}, {}]);
    // Five minutes is the window: for so long what was told last holds.
    expect(times(replay(rule({ noData }), told).episodes)).toEqual(noData === 'keep' ? [[0, 6]] : expected);
  });

  it('that alerts on silence says that it has no data, in place of the figure', () => {
    const told = minutes([{ a: 'good' }, {}]);
    const { standings } = replay(rule({ noData: 'alert' }), told).last;
    expect([...standings.values()].map(alertStateOf)).toEqual(['noData']);
  });

  it('does not begin to fire by what is not told any more', () => {
    const told = minutes([{ a: 'bad' }, {}, {}, {}]);
    expect(replay(rule({ forSeconds: 120 }), told).episodes).toEqual([]);
  });

  it('without groups that looks for silence fires where nothing was ever told', () => {
    const { watch } = ruleInputSchema.parse({
      name: 'silent',
      watch: { kind: 'metric', metric: 'requests', condition: { kind: 'noData' } },
    });
    const silent = rule({ watch, forSeconds: 60 });
    expect(times(replay(silent, minutes([{}, {}, {}])).episodes)).toEqual([[1, null]]);
  });

  it('forgets a group that is well and tells nothing for a day, and ends one whose silence is a week old', () => {
    const day = 24 * 60 * MINUTE;
    const { standings } = evaluate(rule(), new Map(), readings({ a: 'good' }), START);
    expect(evaluate(rule(), standings, [], START + day).standings.size).toBe(1);
    expect(evaluate(rule(), standings, [], START + day + 1).standings.size).toBe(0);
    const alerting = rule({ noData: 'alert' });
    const silent = evaluate(alerting, standings, [], START + day);
    expect(silent.turns).toMatchObject([{ turn: 'fired' }]);
    const after = evaluate(alerting, silent.standings, [], START + 7 * day + 1);
    expect(after).toMatchObject({ turns: [{ key: groupKey(['a']), turn: 'ended' }] });
    expect(after.standings.size).toBe(0);
  });

  it('remembers no more groups than it has room for, and none that fires is forgotten for it', () => {
    const { watch } = rule();
    const small = rule({ watch: { ...watch, maxGroups: 2 } as RuleInput['watch'] });
    const { standings } = evaluate(small, new Map(), readings({ fires: 'bad' }), START);
    const many = readings(
      Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`m${i}`, 'good' as const])),
    );
    const next = evaluate(small, standings, many, START + MINUTE);
    expect(next.standings.size).toBe(7);
    expect(next.dropped).toBe(14);
    expect(next.standings.has(groupKey(['fires']))).toBe(true);
  });
});

const signal = fc.constantFrom<Signal>('bad', 'between', 'good', 'nothing');
const moments = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 5 }),
      told: fc.dictionary(fc.constantFrom('a', 'b', 'c'), signal, { maxKeys: 3 }),
    }),
    { maxLength: 40 },
  )
  .map((all) => {
    let atMs = START;
    return all.map(({ gap, told }): Moment => {
      atMs += gap * MINUTE;
      return { atMs, readings: readings(told) };
    });
  });
const anyRule = fc
  .record({
    forSeconds: fc.constantFrom(0, 60, 240),
    recoverSeconds: fc.constantFrom(0, 60, 240),
    noData: fc.constantFrom('keep' as const, 'ok' as const, 'alert' as const),
  })
  .map((changes) => rule(changes));

describe('evaluation, whatever is told', () => {
  it('of a history in two parts is that of the whole', () => {
    fc.assert(
      fc.property(anyRule, moments, fc.nat(40), (each, all, cut) => {
        const first = replay(each, all.slice(0, cut));
        const second = replay(each, all.slice(cut), first.last.standings);
        expect(second.last).toEqual(replay(each, all).last);
      }),
    );
  });

  it('of the same moment once more changes nothing', () => {
    fc.assert(
      fc.property(anyRule, moments, (each, all) => {
        const { standings } = replay(each, all).last;
        const last = all.at(-1);
        if (last === undefined) return;
        const again = evaluate(each, standings, last.readings, last.atMs);
        expect(again).toEqual({ standings, turns: [], dropped: 0 });
      }),
    );
  });

  it('begins and ends incidents of a group in turn, and never one before it was bad for long enough', () => {
    fc.assert(
      fc.property(anyRule, moments, (each, all) => {
        let standings: Standings = new Map();
        const open = new Set<string>();
        for (const { atMs, readings: told } of all) {
          const evaluation = evaluate(each, standings, told, atMs);
          for (const { key, turn, standing } of evaluation.turns) {
            expect(open.has(key)).toBe(turn === 'ended');
            if (turn === 'ended') open.delete(key);
            else {
              open.add(key);
              expect(atMs - standing.badSinceMs).toBeGreaterThanOrEqual(each.forSeconds * 1000);
            }
          }
          standings = evaluation.standings;
        }
        const firing = [...standings].filter(([, { phase }]) => phase === 'active' || phase === 'recovering');
        expect(firing.map(([key]) => key).sort()).toEqual([...open].sort());
      }),
    );
  });

  it('fires exactly when the newest faults on end are old enough, as a look back over the whole history says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 60, 240),
        fc.array(fc.constantFrom<Signal>('bad', 'good'), { maxLength: 30 }),
        (forSeconds, signals) => {
          const fires = signals.map((_, i) => {
            let first = i;
            while (first >= 0 && signals[first] === 'bad') first -= 1;
            const bad = i - first;
            return bad > 0 && (bad - 1) * 60 >= forSeconds;
          });
          const expected = fires.filter((is, i) => is && !fires[i - 1]).length;
          expect(replay(rule({ forSeconds }), ofA(signals)).episodes).toHaveLength(expected);
        },
      ),
    );
  });
});
