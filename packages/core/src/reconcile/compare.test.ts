import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cause, Comparison } from '../api/reconcile.ts';
import { parseDecimal, sumDecimals } from '../pricing/decimal.ts';
import type { StatementFacts, StatementLine } from './amounts.ts';
import { compare, compareInTurns } from './compare.ts';
import { rangeToMeasure } from './days.ts';
import { dollarsBy } from './exchange.ts';
import type { MeasuredStep } from './measured.ts';
import { dayOf, measuredOn, ORIGIN, readRows, STATED_AS } from './testing/statements.ts';

const DAYS = [1, 2, 3, 4, 5, 6];
const STEP_MS = 1_800_000;
const line = (step: MeasuredStep, facts: Partial<StatementLine> = {}): StatementLine => {
  const { model, requests, input, cachedRead, output, cost } = step;
  return {
    day: dayOf(step),
    model,
    requests,
    input,
    cachedRead,
    output,
    cost,
    costs: 1,
    currency: 'USD',
    ...facts,
  };
};
const statement = (lines: StatementLine[], facts: Partial<StatementFacts> = {}): StatementFacts => ({
  ...{ provider: 'openai', zone: 'UTC', zoneTold: true, from: '2026-05-01', to: '2026-05-06' },
  ...{ inputHolds: [], lines, ...facts },
});
const compared = (
  facts: StatementFacts,
  steps: MeasuredStep[],
  rates = [{ currency: 'CNY', from: '2026-01-01', usd: '0.14' }],
) => compare({ statement: facts, steps, originMs: ORIGIN, stepMs: STEP_MS, inDollars: dollarsBy(rates) });
const kinds = ({ causes }: Comparison) => causes.map(({ kind }) => kind);
const theCause = (comparison: Comparison): Cause | undefined => {
  expect(comparison.causes).toHaveLength(1);
  return comparison.causes[0];
};

const month = DAYS.map((day) => measuredOn(day));

describe('a statement that agrees', () => {
  it('has no difference and no cause', () => {
    const same = compared(statement(month.map((step) => line(step))), month);
    expect(same.total.difference).toEqual({
      requests: 0,
      input: 0,
      cachedRead: 0,
      output: 0,
      tokens: 0,
      cost: '0',
    });
    expect(same).toMatchObject({ causes: [], unexplained: { tokens: 0, cost: '0' } });
  });

  it('of models by other names is one row: dates, places, the console’s own', () => {
    const steps = [
      measuredOn(1, { provider: 'anthropic', model: 'claude-sonnet-4-5-20250929' }),
      measuredOn(1, { provider: 'anthropic', model: 'claude-sonnet-4-5' }),
    ];
    const [first] = steps.map((step) => line(step, { model: 'Claude Sonnet 4.5' }));
    const twice = {
      ...first,
      requests: 20,
      input: 2000,
      cachedRead: 800,
      output: 600,
      cost: '0.012',
    } as StatementLine;
    const { models, total } = compared(statement([twice], { provider: 'anthropic' }), steps);
    expect(models).toMatchObject([
      {
        statedNames: ['Claude Sonnet 4.5'],
        measuredNames: ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
      },
    ]);
    expect(total.difference.cost).toBe('0');
  });

  it('is compared with what its provider bills, whatever protocol the client speaks', () => {
    const steps = [
      measuredOn(1, { provider: 'openai', model: 'deepseek-chat', cost: '1' }),
      measuredOn(1, { provider: 'azure', model: 'gpt-4o', cost: '2' }),
      measuredOn(1, { provider: 'openai', model: 'gpt-4o', cost: '4' }),
    ];
    const costOf = (provider: string) =>
      compared(statement([line(month[0] as MeasuredStep)], { provider }), steps).total.measured.cost;
    expect(['deepseek', 'openai', 'azure', ''].map(costOf)).toEqual(['1', '4', '2', '7']);
  });

  it('that names no provider is of its models, whoever sells them', () => {
    const steps = [
      measuredOn(1, { provider: 'openrouter', model: 'openai/gpt-4.1-nano' }),
      measuredOn(1, { provider: 'google', model: 'gemma-3' }),
      measuredOn(1, { provider: 'house', model: 'house-model' }),
    ];
    const lines = steps.map((step) => line(step));
    const { models, causes } = compared(statement(lines, { provider: '' }), steps);
    expect(models.map(({ difference }) => difference.tokens)).toEqual([0, 0, 0]);
    expect(causes).toEqual([]);
  });

  it('in yuan counts at the rate of its day; a currency without a rate is left out and named', () => {
    const [step] = month as [MeasuredStep];
    const rates = [
      { currency: 'CNY', from: '2026-05-02', usd: '0.15' },
      { currency: 'CNY', from: '2026-05-01', usd: '0.14' },
    ];
    const lines = ['2026-05-01', '2026-05-02'].map((day) => line(step, { day, cost: '1', currency: 'CNY' }));
    const euros = line(step, { day: '2026-05-03', cost: '3', currency: 'EUR' });
    const { total, currencies } = compared(statement([...lines, euros]), [], rates);
    expect(total.stated.cost).toBe('0.29');
    expect(currencies).toEqual([
      { currency: 'CNY', cost: '2', inDollars: true },
      { currency: 'EUR', cost: '3', inDollars: false },
    ]);
  });
});

describe('causes', () => {
  it('another time zone: days that begin elsewhere fit', () => {
    const steps = DAYS.concat(7).flatMap((day) =>
      [2, 9, 15, 20].map((hour) => measuredOn(day, { hour, input: 1000 + day * 97 + hour * 31 })),
    );
    const inShanghai = steps
      .map((step) => ({ ...line(step), day: dayOf({ ...step, step: step.step + 16 }) }))
      .filter(({ day }) => day > '2026-05-01' && day < '2026-05-07');
    const facts = { zoneTold: false, from: '2026-05-02' };
    const zone = theCause(compared(statement(inShanghai, facts), steps));
    expect(zone).toMatchObject({
      kind: 'time-zone',
      zone: 'UTC+08:00',
      share: 1,
      apart: { unit: 'tokens', after: 0 },
    });
    const told = compared(statement(inShanghai, { ...facts, zone: 'Asia/Shanghai' }), steps);
    expect([told.causes, told.total.difference.tokens]).toEqual([[], 0]);
  });

  it('another time zone across a change of clocks: the one that is named is the one that fits', () => {
    const originMs = Date.parse('2026-03-26T00:00:00Z');
    const steps = Array.from({ length: 6 * 8 }, (_, i) =>
      measuredOn(1, { step: i * 6 + 1, input: 1000 + ((i * 7919) % 613) }),
    );
    const inShanghai = ({ step }: MeasuredStep) =>
      new Date(originMs + step * STEP_MS + 8 * 3_600_000).toISOString().slice(0, 10);
    const lines = steps
      .map((step) => line(step, { day: inShanghai(step) }))
      .filter(({ day }) => day > '2026-03-26' && day < '2026-04-01');
    const facts = statement(lines, { zone: 'Europe/Berlin', from: '2026-03-27', to: '2026-03-31' });
    const { causes } = compare({
      ...{ statement: facts, steps, originMs, stepMs: STEP_MS, inDollars: dollarsBy([]) },
    });
    expect(causes).toMatchObject([{ kind: 'time-zone', zone: 'UTC+08:00', apart: { after: 0 } }]);
  });

  it('unpriced usage: tokens agree, the cost is missing', () => {
    const steps = month.map((step, i) =>
      i % 2 === 0 ? step : { ...step, cost: '0', unpricedRequests: 10, unpricedTokens: 1_700 },
    );
    const cause = theCause(compared(statement(month.map((step) => line(step))), steps));
    expect(cause).toMatchObject({ kind: 'unpriced', cost: '0.018', tokens: 0, share: 1, cells: 3 });
    expect(cause?.days).toEqual(['2026-05-02', '2026-05-04', '2026-05-06']);
  });

  it('estimated tokens explain no more than was estimated', () => {
    const steps = month.map((step) => ({
      ...step,
      output: 250,
      estimatedTokens: 250,
      estimatedCost: '0.002',
      cost: '0.0055',
    }));
    const cause = theCause(compared(statement(month.map((step) => line(step))), steps));
    expect(cause).toMatchObject({ kind: 'estimated', tokens: 300, cost: '0.003', share: 1 });
  });

  it('missing spans: whole days, whole models, or a share of each day', () => {
    const other = DAYS.map((day) => measuredOn(day, { model: 'gpt-4o-mini' }));
    const lines = [...month, ...other].map((step) => line(step));
    expect(theCause(compared(statement(lines), [...month.slice(2), ...other.slice(2)]))).toMatchObject({
      ...{ kind: 'missing-days', tokens: 6800, cost: '0.024', days: ['2026-05-01', '2026-05-02'] },
    });
    expect(theCause(compared(statement(lines), month))).toMatchObject({
      ...{ kind: 'missing-models', keys: ['openai/gpt-4o-mini'], tokens: 10200, cost: '0.036' },
    });
    const tenth = (step: MeasuredStep) => ({
      ...step,
      ...{ requests: 1, input: 100, cachedRead: 40, output: 30, cost: '0.0006' },
    });
    expect(theCause(compared(statement(lines), [...month, ...other].map(tenth)))).toMatchObject({
      ...{ kind: 'missing-share', steadyShare: expect.closeTo(0.1), cost: '0.0648' },
    });
  });

  it('spans that the provider did not bill: failed calls, and what is not of this account', () => {
    const failed = month.map((step) => ({
      ...{ ...step, input: 1_100, cost: '0.0063' },
      ...{ errorRequests: 1, errorTokens: 100, errorCost: '0.0003' },
    }));
    const lines = month.map((step) => line(step));
    expect(theCause(compared(statement(lines), failed))).toMatchObject({
      ...{ kind: 'errors-unbilled', tokens: -600, cost: '-0.0018' },
    });
    const elsewhere = measuredOn(3, { model: 'gpt-4.1' });
    expect(theCause(compared(statement(lines), [...month, elsewhere]))).toMatchObject({
      ...{ kind: 'not-on-statement', keys: ['openai/gpt-4.1'], tokens: -1700, cost: '-0.006' },
    });
  });

  it('another price: by which factor', () => {
    const half = month.map((step) => line(step, { cost: '0.003' }));
    expect(theCause(compared(statement(half), month))).toMatchObject({
      ...{ kind: 'other-price', factor: 0.5, tokensTold: true, cost: '-0.018', share: 1 },
    });
  });

  it('cached tokens counted twice, or not told apart', () => {
    const lines = month.map((step) => line(step));
    const twice = month.map((step) => ({ ...step, input: 1_400, cost: '0.007' }));
    expect(theCause(compared(statement(lines), twice))).toMatchObject({
      ...{ kind: 'cached-twice', tokens: -2400, cost: '-0.006', share: 1 },
    });
    const untold = month.map((step) => ({ ...step, input: 1_400, cachedRead: 0, cost: '0.0065' }));
    expect(theCause(compared(statement(lines), untold))).toMatchObject({
      ...{ kind: 'cached-untold', tokens: 0, cost: '-0.003' },
    });
  });

  it('a model by another name, which can then be told', () => {
    const lines = month.map((step) => line(step, { model: 'house-eu' }));
    const steps = month.map((step) => ({ ...step, model: 'house' }));
    const apart = compared(statement(lines, { provider: '' }), steps);
    expect(theCause(apart)).toMatchObject({
      ...{ kind: 'named-differently', pairs: [{ stated: 'house-eu', measured: 'house' }], tokens: 10200 },
    });
    const told = compare({
      ...{
        statement: statement(lines, { provider: '' }),
        steps,
        originMs: ORIGIN,
        stepMs: STEP_MS,
        inDollars: dollarsBy([]),
      },
      same: [{ stated: 'house-eu', measured: 'house' }],
    });
    expect([told.causes, told.total.difference.tokens, told.models.length]).toEqual([[], 0, 1]);
  });

  it('costs that are rounded to cents', () => {
    const lines = month.map((step) => line(step, { cost: '0.01' }));
    expect(kinds(compared(statement(lines, { costPlaces: 2 }), month))).toEqual(['rounded']);
    expect(kinds(compared(statement(lines), month))).toEqual(['other-price']);
  });

  it('several at once: each explains its own, the largest first', () => {
    const steps = month
      .slice(1)
      .map((step, i) =>
        i === 0 ? { ...step, cost: '0', unpricedTokens: 1_700, unpricedRequests: 10 } : step,
      );
    const lines = month.map((step, i) => line(step, { cost: i > 3 ? '0.0075' : '0.006' }));
    const { causes, unexplained } = compared(statement(lines), steps);
    expect(causes.map(({ kind, cost }) => [kind, cost])).toEqual([
      ['unpriced', '0.006'],
      ['missing-days', '0.006'],
      ['other-price', '0.003'],
    ]);
    expect(unexplained).toEqual({ tokens: 0, cost: '0' });
  });

  it('costs of all models together are compared with all that was measured', () => {
    const other = DAYS.map((day) => measuredOn(day, { model: 'gpt-4o-mini' }));
    const tokens = [...month, ...other].map((step) => {
      const { cost: _cost, ...told } = line(step, { currency: '' });
      return told;
    });
    const costs = DAYS.map(
      (day): StatementLine => ({
        ...{ day: `2026-05-0${day}`, model: '', currency: 'USD', cost: '0.006', costs: 1 },
      }),
    );
    const { total, models, causes } = compared(statement([...tokens, ...costs]), [...month, ...other]);
    expect(total).toMatchObject({
      stated: { cost: '0.036', tokens: 20400 },
      measured: { cost: '0.072', tokens: 20400 },
    });
    expect(models.map(({ key, difference }) => [key, difference.tokens, difference.cost])).toEqual([
      ['*', undefined, '-0.036'],
      ['openai/gpt-4o', 0, undefined],
      ['openai/gpt-4o-mini', 0, undefined],
    ]);
    expect(causes).toMatchObject([{ kind: 'other-price', factor: 0.5 }]);
  });
});

const MODELS: Record<string, string[]> = {
  openai: ['gpt-4o-2024-08-06', 'gpt-5-mini', 'o3'],
  anthropic: ['claude-sonnet-4-5-20250929', 'claude-haiku-4-5'],
  deepseek: ['deepseek-chat', 'deepseek-reasoner'],
};
const money = fc.bigInt({ min: 0n, max: 10n ** 15n }).map((pico) => {
  const digits = pico.toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
});
const stepsOf = (provider: string) =>
  fc.array(
    fc
      .record({
        day: fc.integer({ min: 1, max: 9 }),
        hour: fc.integer({ min: 0, max: 23 }),
        model: fc.constantFrom(...(MODELS[provider] ?? [])),
        requests: fc.nat(1e6),
        ...{ input: fc.nat(1e9), cachedRead: fc.nat(1e9), output: fc.nat(1e9) },
        cacheWrite: provider === 'deepseek' ? fc.constant(0) : fc.nat(1e9),
        cost: money,
      })
      .map(({ day, ...facts }) => measuredOn(day, { provider, ...facts })),
    { minLength: 1, maxLength: 30 },
  );

describe('for any usage', () => {
  it.each(Object.entries(STATED_AS))(
    'a statement made of it as %s reconciles to zero',
    (_, { provider, files }) => {
      fc.assert(
        fc.property(stepsOf(provider), (steps) => {
          const { total, causes, unexplained } = compared(readRows(files(steps)), steps);
          for (const gap of Object.values(total.difference)) expect(Number(gap)).toBe(0);
          expect([causes, unexplained]).toEqual([[], { tokens: 0, cost: '0' }]);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('cells sum to models and models to the total, to the last digit; nothing is explained twice', () => {
    const both = fc.tuple(stepsOf('openai'), stepsOf('openai'));
    fc.assert(
      fc.property(both, ([steps, billed]) => {
        const { total, models, cells, causes, unexplained } = compared(
          statement(
            billed.map((step) => line(step)),
            { to: '2026-05-09' },
          ),
          steps,
        );
        const costs = (of: { difference: { cost?: string | undefined } }[]) =>
          sumDecimals(of.map(({ difference }) => difference.cost ?? '0'));
        const tokens = (of: { difference: { tokens?: number | undefined } }[]) =>
          of.reduce((sum, { difference }) => sum + (difference.tokens ?? 0), 0);
        expect([costs(cells), costs(models)]).toEqual([total.difference.cost, total.difference.cost]);
        expect([tokens(cells), tokens(models)]).toEqual([total.difference.tokens, total.difference.tokens]);
        if (causes.some(({ kind }) => kind === 'time-zone')) return;
        const apart = cells.reduce((sum, { difference }) => {
          const cost = parseDecimal(difference.cost ?? '0') ?? 0n;
          return sum + (cost < 0n ? -cost : cost);
        }, 0n);
        expect((parseDecimal(unexplained.cost) ?? 0n) <= apart).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

it('asks for enough of what was measured that days may begin anywhere', () => {
  const { fromMs, toMs } = rangeToMeasure({ from: '2026-05-01', to: '2026-05-31', zone: 'UTC+05:30' });
  expect(new Date(fromMs).toISOString()).toBe('2026-04-30T10:00:00.000Z');
  expect(new Date(toMs).toISOString()).toBe('2026-06-01T14:00:00.000Z');
});

it('measures in steps with which days begin: halves of an hour, or quarters where a zone has them', () => {
  const stepMs = (zone: string) => rangeToMeasure({ from: '2026-05-01', to: '2026-05-02', zone }).stepMs;
  expect(['UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC+12:45'].map(stepMs)).toEqual([
    ...[1_800_000, 1_800_000, 900_000, 900_000],
  ]);
});

it('counts by days that begin at a quarter of an hour', () => {
  const facts = statement([], { zone: 'Asia/Kathmandu', from: '2026-05-01', to: '2026-05-02' });
  const { fromMs, stepMs } = rangeToMeasure(facts);
  const at = (iso: string) => measuredOn(1, { step: (Date.parse(iso) - fromMs) / stepMs });
  const steps = [at('2026-05-01T18:00:00Z'), at('2026-05-01T18:15:00Z'), at('2026-05-01T18:30:00Z')];
  const lines = [line(at('2026-05-01T18:00:00Z'), { day: '2026-05-01' })];
  const { cells } = compare({
    ...{ statement: { ...facts, lines }, steps, originMs: fromMs, stepMs, inDollars: dollarsBy([]) },
  });
  expect(cells.map(({ day, measured }) => [day, measured.requests]).sort()).toEqual([
    ['2026-05-01', 10],
    ['2026-05-02', 20],
  ]);
});

it('pauses again and again while it looks for the days that fit', () => {
  const facts = statement(month.map((step) => line(step, { day: '2026-05-01' })));
  const parts = {
    statement: facts,
    steps: month,
    originMs: ORIGIN,
    stepMs: STEP_MS,
    inDollars: dollarsBy([]),
  };
  expect([...compareInTurns(parts)].length).toBeGreaterThan(50);
});
