import type { SqlAnswer } from '@pharos/core/api/sql';
import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../api/failure.ts';
import { kindOf, textOf, timeOf } from './column-kind.ts';
import { remembered } from './history.ts';
import { offsetOf, placeOf } from './problem.ts';
import { quickChart } from './quick-chart.ts';
import { tabSeparated } from './tab-separated.ts';
import { tablesIn, whereAt } from './where-at.ts';

const answer = (columns: Record<string, string>, rows: unknown[][]): SqlAnswer => ({
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  rows,
  truncated: false,
  elapsedMs: 1,
  rowsRead: rows.length,
});

describe('what is being written', () => {
  it('is a value between the quotes behind a column', () => {
    expect(whereAt("SELECT 1 FROM spans WHERE model = 'gp")).toEqual({
      ...{ kind: 'value', column: 'model', text: 'gp', from: 35 },
    });
    expect(whereAt("… kind IN ('llm', 'to")).toMatchObject({ column: 'kind', text: 'to' });
    expect(whereAt("… user LIKE '")).toMatchObject({ column: 'user', text: '' });
    expect(whereAt("… name = 'it''s' AND tool != 'a")).toMatchObject({ column: 'tool', text: 'a' });
  });

  it('is a key of attributes', () => {
    expect(whereAt("SELECT attributes['http.")).toMatchObject({ kind: 'key', text: 'http.' });
  });

  it('is a word elsewhere, and nothing within other quotes', () => {
    expect(whereAt('SELECT mod')).toEqual({ kind: 'word', text: 'mod', from: 7 });
    expect(whereAt("WHERE name = 'x' AND ")).toMatchObject({ kind: 'word', text: '' });
    expect(whereAt("SELECT 'some te")).toBeUndefined();
  });

  it('is about the tables that are named', () => {
    expect(tablesIn('select * FROM spans s\nLEFT JOIN scores ON 1')).toEqual(['spans', 'scores']);
  });
});

describe('a place that is wrong', () => {
  const failed = (details: unknown) => new ApiFailure(400, 'invalid_request', 'no', details);
  it('is found in the text as it is written, white space before it included', () => {
    const text = '\n  SELECT model,\n  sum(cots)';
    const place = placeOf(failed({ line: 2, column: 7 }));
    expect(place).toEqual({ line: 2, column: 7 });
    expect(text.slice(offsetOf(text, { line: 2, column: 7 }))).toBe('cots)');
    expect(offsetOf('SELECT', { line: 9, column: 9 })).toBe(6);
  });
  it('is not known of other failures', () => {
    expect(placeOf(failed(undefined))).toBeUndefined();
    expect(placeOf(new Error('offline'))).toBeUndefined();
  });
});

describe('a column', () => {
  it('is read by what the engine calls it', () => {
    expect(kindOf({ type: "Nullable(DateTime64(9, 'UTC'))" })).toBe('time');
    expect(kindOf({ type: 'Decimal(38, 12)' })).toBe('number');
    expect(kindOf({ type: 'LowCardinality(Nullable(String))' })).toBe('text');
    expect(kindOf({ type: 'Map(String, Float64)' })).toBe('text');
  });
  it('holds times in UTC, in any of their forms', () => {
    const noon = Date.UTC(2026, 10, 26, 12);
    for (const text of ['2026-11-26T12:00:00Z', '2026-11-26 12:00:00', '2026-11-26T12:00:00.000000000Z'])
      expect(timeOf(text), text).toBe(noon);
    expect(timeOf('2026-11-26')).toBe(Date.UTC(2026, 10, 26));
    expect(timeOf('soon')).toBeUndefined();
  });
  it('is told as text whatever it holds', () => {
    expect([textOf(null), textOf({ a: 1 }), textOf(0), textOf('x')]).toEqual(['', '{"a":1}', '0', 'x']);
  });
});

describe('a quick chart', () => {
  const hours = ['2026-11-26T10:00:00Z', '2026-11-26T11:00:00Z', '2026-11-26T13:00:00Z'];
  it('draws a line a group, with gaps where there is no row', () => {
    const chart = quickChart(
      answer({ hour: 'DateTime', model: 'String', cost: 'Decimal(18, 12)' }, [
        [hours[0], 'a', '1.5'],
        [hours[1], 'a', '2'],
        [hours[2], 'b', '3'],
      ]),
    );
    expect(chart?.buckets).toMatchObject({ bucketMs: 3_600_000, buckets: { length: 4 } });
    expect(chart?.series.map(({ label, points }) => [label, points])).toEqual([
      ['a', [1.5, 2, null, null]],
      ['b', [null, null, null, 3]],
    ]);
  });
  it('draws a line a column of figures', () => {
    const two = answer({ hour: 'DateTime', calls: 'UInt64', failed: 'UInt64' }, [
      [hours[0], '4', '1'],
      [hours[1], '5', null],
    ]);
    expect(quickChart(two)?.series.map(({ label, points }) => [label, points])).toEqual([
      ['calls', [4, 5]],
      ['failed', [1, null]],
    ]);
  });
  it('is none without a course of time or without figures', () => {
    expect(quickChart(answer({ model: 'String', calls: 'UInt64' }, [['a', '4']]))).toBeUndefined();
    expect(quickChart(answer({ hour: 'DateTime', model: 'String' }, [[hours[0], 'a']]))).toBeUndefined();
    expect(quickChart(answer({ hour: 'DateTime', calls: 'UInt64' }, [[hours[0], '4']]))).toBeUndefined();
  });
  it('says how many groups it leaves out', () => {
    const rows = Array.from({ length: 50 }, (_, nth) =>
      hours.slice(0, 2).map((hour) => [hour, `m${nth}`, '1']),
    );
    const chart = quickChart(answer({ hour: 'DateTime', model: 'String', calls: 'UInt64' }, rows.flat()));
    expect([chart?.series.length, chart?.leftOut]).toEqual([40, 10]);
  });
});

describe('what is copied', () => {
  it('keeps its cells in a spreadsheet, and runs nothing there', () => {
    const text = tabSeparated(
      answer({ name: 'String', value: 'Float64' }, [
        ['two\nlines "quoted"', -1.5],
        ['=HYPERLINK("x")', null],
      ]),
    );
    expect(text).toBe('name\tvalue\n"two\nlines ""quoted"""\t-1.5\n"\'=HYPERLINK(""x"")"\t');
  });
});

describe('the history', () => {
  it('names each statement once, the last run first, and forgets the oldest', () => {
    const many = Array.from({ length: 60 }, (_, nth) => ({ sql: `SELECT ${nth}`, atMs: nth }));
    const history = many.reduce(remembered, []);
    expect(history).toHaveLength(50);
    const again = remembered(history, { sql: 'SELECT 40', atMs: 99 });
    expect(again[0]).toEqual({ sql: 'SELECT 40', atMs: 99 });
    expect(again.filter(({ sql }) => sql === 'SELECT 40')).toHaveLength(1);
  });
  it('does not fill the storage of the browser', () => {
    const long = (nth: number) => ({ sql: `${nth}${' '.repeat(40_000)}`, atMs: nth });
    expect([long(1), long(2), long(3)].reduce(remembered, [])).toHaveLength(2);
  });
});
