import { describe, expect, it } from 'vitest';
import { mappingSchema } from '../api/reconcile.ts';
import { readDay } from './cells.ts';
import { hasMore, jsonRows } from './json-rows.ts';
import { mappedForm } from './mapped.ts';
import { StatementError, StatementReader } from './read.ts';
import { readRows, rowsOf } from './testing/statements.ts';

const code = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error instanceof StatementError ? error.code : error;
  }
};

describe('the forms of providers', () => {
  it('OpenAI: minutes become days, cached tokens leave the input, empty buckets say that a day is covered', () => {
    const at = (minute: number) => Date.parse('2026-05-12T00:00:00Z') / 1000 + minute * 60;
    const row = { model: 'gpt-4o-2024-08-06', num_model_requests: '3.0', output_tokens: '50.0' };
    const reading = readRows([
      [
        { start_time: at(0), ...row, input_tokens: '1,000', input_cached_tokens: '400.0' },
        { start_time: at(1), ...row, input_tokens: '10.0', input_cached_tokens: '0.0' },
        { start_time: at(1440), model: '', num_model_requests: '', input_tokens: '', output_tokens: '' },
      ],
    ]);
    expect(reading).toMatchObject({
      ...{ provider: 'openai', zone: 'UTC', zoneTold: true, from: '2026-05-12', to: '2026-05-13' },
      inputHolds: ['cacheWrite'],
      lines: [
        {
          ...{ day: '2026-05-12', model: 'gpt-4o-2024-08-06', requests: 6, input: 610, cachedRead: 400 },
          ...{ output: 100, currency: '' },
        },
      ],
      files: [{ form: 'openai-usage', rows: 3, empty: 1, left: 0 }],
    });
  });

  it('OpenAI: pages of JSON, costs by line item', () => {
    const bucket = (results: unknown[]) => ({
      ...{ object: 'bucket', start_time: 1_778_544_000, end_time: 1_778_630_400, results },
    });
    const amount = { value: 0.06, currency: 'usd' };
    const pages = [
      { object: 'page', data: [bucket([{ amount, line_item: 'gpt-5-nano, input_tokens' }])], has_more: true },
      { object: 'page', data: [bucket([{ amount, line_item: 'gpt-5-nano, output_tokens' }]), bucket([])] },
    ];
    const rows = [...jsonRows(pages)];
    expect(rows.map(({ at }) => at)).toEqual(['0.data.0.results.0', '1.data.0.results.0', '1.data.1']);
    const reader = new StatementReader();
    reader.begin('costs.json', [...(rows[0]?.cells.keys() ?? [])]);
    for (const row of rows) reader.row(row);
    expect(reader.finish().lines).toEqual([
      { day: '2026-05-12', model: 'gpt-5-nano', currency: 'USD', cost: '0.12', costs: 2 },
    ]);
    expect([hasMore(pages), hasMore(pages[0])]).toEqual([false, true]);
  });

  it('Anthropic: what is exclusive stays so, both lifetimes of the cache count, amounts are in cents', () => {
    const at = { starting_at: '2026-05-12T00:00:00Z', model: 'claude-sonnet-4-5' };
    const reading = readRows([
      [
        {
          ...{ ...at, uncached_input_tokens: 100, output_tokens: 7, cache_read_input_tokens: 900 },
          'cache_creation.ephemeral_5m_input_tokens': 5,
          'cache_creation.ephemeral_1h_input_tokens': 6,
        },
      ],
      [{ ...at, amount: '123.45', currency: 'USD' }],
    ]);
    expect(reading.lines).toEqual([
      {
        ...{ day: '2026-05-12', model: 'claude-sonnet-4-5', currency: '' },
        input: 100,
        cachedRead: 900,
        cacheWrite: 11,
        output: 7,
      },
      { day: '2026-05-12', model: 'claude-sonnet-4-5', currency: 'USD', cost: '1.2345', costs: 1 },
    ]);
  });

  it('DeepSeek: a row for each kind of token, days of its own zone, yuan', () => {
    const row = { start_time_iso: '2026-09-01T00:00:00+08:00', model: 'deepseek-chat' };
    const reading = readRows([
      [
        { ...row, type: 'request_count', price: '', amount: 5 },
        { ...row, type: 'input_cache_miss_tokens', price: '0.000002', amount: 1_000_000 },
        { ...row, type: 'input_cache_hit_tokens', price: '0.0000002', amount: 10 },
        { ...row, type: 'output_tokens', price: '0.000003', amount: 20 },
        { ...row, type: 'a_kind_of_tomorrow', price: '', amount: 20 },
      ],
      [{ ...row, wallet_type: 'Paid', cost: '2.0000620000000000', currency: 'CNY' }],
    ]);
    expect(reading).toMatchObject({
      ...{ provider: 'deepseek', zone: 'UTC+08:00', from: '2026-09-01', to: '2026-09-01' },
      lines: [
        { requests: 5, input: 1_000_000, cachedRead: 10, output: 20 },
        { cost: '2.000062', currency: 'CNY' },
      ],
    });
  });

  it('a file of no known form says which columns it has; providers are not mixed', () => {
    expect(code(() => readRows([[{ start_time: 1, end_time: 2 }]]))).toBe('unknown-form');
    const openai = { start_time: 1_778_544_000, amount_value: 1, amount_currency: 'usd' };
    const deepseek = { utc_date: '20260512', model: 'x', cost: 1, currency: 'CNY' };
    expect(code(() => readRows([[openai], [deepseek]]))).toBe('providers-differ');
    expect(code(() => readRows([[{ ...openai, amount_value: '' }]]))).toBe('nothing');
  });
});

describe('hostile files', () => {
  it('of pages within pages without end have no rows', () => {
    const deep = `${'{"data":['.repeat(200_000)}${']}'.repeat(200_000)}`;
    expect([...jsonRows(JSON.parse(deep))]).toEqual([]);
  });

  it('of very many fields are read as far as any export has them', () => {
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field${i}`, i]));
    const [row] = jsonRows({ data: [{ ...fields, results: [{ amount: 1 }] }] });
    expect(row?.cells.size).toBe(200);
  });

  it('with an offset that no place has are read by the next that one has', () => {
    const row = (start_time_iso: string) => ({ start_time_iso, model: 'x', cost: 1, currency: 'CNY' });
    for (const offset of ['+23:59', '+99:99', '-13:07']) {
      const rows = [row(`2026-05-12T00:00:00${offset}`), row('2026-05-12T00:00:00+08:00')];
      expect(readRows([rows]).zone).toBe('UTC+08:00');
    }
  });
});

it('seconds and moments are understood in every form', () => {
  expect(readDay('2026-05-12T20:00:00Z', 'seconds', 'Asia/Shanghai')).toBe('2026-05-13');
  expect(readDay('1778616000', 'dmy', 'Asia/Shanghai')).toBe('2026-05-13');
});

describe('a plain file', () => {
  const mapping = mappingSchema.parse({
    ...{ day: 'Datum', dayForm: 'dmy', zone: 'Asia/Shanghai', model: 'Model', input: 'Prompt' },
    ...{ cachedRead: 'Cached', inputHoldsCached: true, cost: 'Price', currencyIs: 'EUR' },
  });

  it('is read as its reader says, and rows that cannot be read are named and lose nothing else', () => {
    const good = { datum: '12.05.2026', model: 'a', prompt: '1,200', cached: 200, price: '€1,234.50' };
    const reading = readRows(
      [
        [
          good,
          { ...good, datum: '31.02.2026' },
          { ...good, prompt: 'many' },
          { ...good, cached: 1_201 },
          { ...good, price: '1.2.3' },
          { ...good, datum: '2026-05-12T20:00:00Z', price: '-0.1' },
          { ...good, datum: 'Total' },
        ],
      ],
      mappedForm(mapping),
    );
    expect(reading.problems.map(({ at, column, value, problem }) => [at, column, value, problem])).toEqual([
      ['3', 'datum', '31.02.2026', 'day'],
      ['4', 'prompt', 'many', 'count'],
      ['5', 'prompt', '1,200', 'parts'],
      ['6', 'price', '1.2.3', 'money'],
      ['8', 'datum', 'Total', 'day'],
    ]);
    expect(reading).toMatchObject({ zone: 'Asia/Shanghai', files: [{ form: 'mapped', rows: 7, left: 5 }] });
    expect(reading.lines).toEqual([
      {
        day: '2026-05-12',
        model: 'a',
        currency: 'EUR',
        input: 1000,
        cachedRead: 200,
        cost: '1234.5',
        costs: 1,
      },
      {
        day: '2026-05-13',
        model: 'a',
        currency: 'EUR',
        input: 1000,
        cachedRead: 200,
        cost: '-0.1',
        costs: 1,
      },
    ]);
  });

  it('must have the columns that were named', () => {
    expect(code(() => readRows([[{ datum: '1.1.2026' }]], mappedForm(mapping)))).toBe('unknown-form');
  });

  it('names a row at most fifty times, and counts them all', () => {
    const reader = new StatementReader(mappedForm(mapping));
    reader.begin('a', ['datum', 'model', 'prompt', 'cached', 'price']);
    const bad = Array.from({ length: 80 }, () => ({ datum: 'x' }));
    for (const row of rowsOf([...bad, { datum: '1.1.2026', prompt: 1 }])) reader.row(row);
    const { problems, files } = reader.finish();
    expect([problems.length, files[0]?.left]).toEqual([50, 80]);
  });
});
