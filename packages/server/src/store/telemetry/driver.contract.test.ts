import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Driver, PrintFormat } from './driver.ts';
import { EngineError, QueryTimeout } from './engine-errors.ts';
import { RowBinary } from './row-binary.ts';
import { DRIVERS, openTestEngine } from './testing/engines.ts';

const ENDLESS = 'SELECT count() AS n FROM numbers(1000000000000) WHERE sipHash64(number) = 0';

describe.each(DRIVERS)('the %s engine', (kind) => {
  let driver: Driver;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ driver, close } = await openTestEngine(kind));
  });
  afterAll(() => close());

  test('prints 64-bit integers and decimals as text and small numbers as numbers', async () => {
    const [row] = await driver.query(
      `SELECT toUInt64(18446744073709551615) AS large, toDecimal64('0.000000000001', 12) AS money, toUInt32(7) AS small,
        toDateTime64('2026-11-23 10:00:00.123456789', 9, 'UTC') AS time, nan AS nothing, ['a/b'] AS list`,
    );
    expect(row).toEqual({
      large: '18446744073709551615',
      money: '0.000000000001',
      small: 7,
      time: '2026-11-23 10:00:00.123456789',
      nothing: null,
      list: ['a/b'],
    });
  });

  test('answers no rows with an empty list', async () => {
    expect(await driver.query('SELECT 1 AS one WHERE 0')).toEqual([]);
  });

  test('returns every text that is bound exactly as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ unit: 'binary' })),
        async (one, many) => {
          const [row] = await driver.query('SELECT {one:String} AS one, {many:Array(String)} AS many', {
            one,
            many,
          });
          expect(row).toEqual({ one, many });
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    "'; DROP TABLE spans; --",
    "\\'; DROP TABLE spans; --",
    '{one:String}',
    "/* ' */",
    '\0\b\f\n\r\t\\0\\n',
    '订单 🚀',
  ])('keeps the hostile text %j a text', async (one) => {
    expect(await driver.query('SELECT {one:String} AS one', { one })).toEqual([{ one }]);
  });

  test('leaves braces in strings and comments alone', async () => {
    expect(
      await driver.query("SELECT '{one:String}' AS a /* {two:String} */, {one:String} AS b", { one: 'x' }),
    ).toEqual([{ a: '{one:String}', b: 'x' }]);
  });

  test('binds numbers, big integers, booleans and lists of them by the type that the SQL names', async () => {
    const [row] = await driver.query(
      `SELECT {whole:Int64} AS whole, {part:Float64} AS part, {yes:Bool} AS yes, {list:Array(UInt64)} AS list,
        {none:Array(String)} AS none, {money:Decimal(18, 12)} AS money`,
      { whole: -(2n ** 60n), part: 0.1, yes: true, list: [1, 2n ** 63n], none: [], money: '0.1' },
    );
    expect(row).toEqual({
      whole: '-1152921504606846976',
      part: 0.1,
      yes: true,
      list: ['1', '9223372036854775808'],
      none: [],
      money: '0.1',
    });
  });

  test('matches rows against bound lists read in pairs', async () => {
    const rows = await driver.query(
      `SELECT a, b FROM values('a String, b String', ('x', '1'), ('x', '2'), ('y', '2'))
       WHERE (a, b) IN arrayZip({as:Array(String)}, {bs:Array(String)}) ORDER BY a`,
      { as: ['x', 'y'], bs: ['1', '2'] },
    );
    expect(rows).toEqual([
      { a: 'x', b: '1' },
      { a: 'y', b: '2' },
    ]);
  });

  test('takes more values than any URL, to be read, printed and written', async () => {
    const many = Array.from({ length: 40_000 }, (_, i) => `Köln ${i} ' \\ % & 世界`);
    const sql = 'SELECT length({many:Array(String)}) AS n, {many:Array(String)}[40000] AS last';
    expect(await driver.query(sql, { many })).toEqual([{ n: '40000', last: many.at(-1) }]);
    const printed = await driver.print(sql, { many }, 'JSONEachRow', { maxBytes: 1000 });
    expect(JSON.parse(Buffer.from(printed).toString())).toEqual({ n: '40000', last: many.at(-1) });
    await driver.command('CREATE TABLE places (name String) ENGINE = MergeTree ORDER BY name');
    await driver.command('INSERT INTO places SELECT arrayJoin({many:Array(String)})', { many });
    expect(await driver.query('SELECT uniqExact(name) AS n FROM places')).toEqual([{ n: '40000' }]);
  });

  test('gives a query as much memory as it asks for, and never more than to any other', async () => {
    const given = async (memoryBytes?: number) => {
      const options = memoryBytes === undefined ? {} : { memoryBytes };
      const [row] = await driver.query<{ bytes: string }>(
        `SELECT getSetting('max_memory_usage') AS bytes`,
        {},
        options,
      );
      return Number(row?.bytes);
    };
    const most = await given();
    expect(most).toBeGreaterThan(2 ** 28);
    expect(await given(2 ** 28)).toBe(2 ** 28);
    expect(await given(2 ** 50)).toBe(most);
    expect(await given()).toBe(most);
  });

  test('says what the engine refused, with its number', async () => {
    const refused = driver.query('SELECT nothing FROM spans');
    await expect(refused).rejects.toBeInstanceOf(EngineError);
    await expect(refused).rejects.toMatchObject({ code: 47, isTemporary: false });
  });

  test('nothing of a failed query is in the next answer', async () => {
    for (let i = 0; i < 8; i++) {
      const failing = driver.query('SELECT number FROM numbers(1000000) WHERE throwIf(number = 900000) = 0');
      await expect(failing).rejects.toMatchObject({ code: 395 });
      expect(await driver.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    }
  });

  test('prints an answer in a form of its own, exactly and with the names and types of its columns', async () => {
    const print = (format: PrintFormat) =>
      driver.print(
        `SELECT toUInt64(18446744073709551615) AS large, {text:String} AS text, ['a'] AS list`,
        { text: 'a"b, 订单\n' },
        format,
        { maxBytes: 10_000 },
      );
    const text = async (format: PrintFormat) => Buffer.from(await print(format)).toString('utf8');
    expect(JSON.parse(await text('JSONCompact'))).toMatchObject({
      meta: [
        { name: 'large', type: 'UInt64' },
        { name: 'text', type: 'String' },
        { name: 'list', type: 'Array(String)' },
      ],
      data: [['18446744073709551615', 'a"b, 订单\n', ['a']]],
      statistics: { rows_read: expect.any(Number) },
    });
    expect(await text('JSONEachRow')).toBe(
      '{"large":"18446744073709551615","text":"a\\"b, 订单\\n","list":["a"]}\n',
    );
    expect(await text('CSVWithNames')).toBe(
      `"large","text","list"\n18446744073709551615,"a""b, 订单\n","['a']"\n`,
    );
    const parquet = Buffer.from(await print('Parquet'));
    expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
  });

  test('prints nothing of an answer that fails on its way, or is too large', async () => {
    for (const sql of [
      'SELECT number FROM numbers(3000000) WHERE throwIf(number = 2900000) = 0',
      'SELECT number FROM numbers(3000000) SETTINGS max_result_bytes = 1000000',
      'SELECT number FROM numbers(3000000)',
    ]) {
      const limits = { maxBytes: 10_000_000 };
      await expect(driver.print(sql, {}, 'CSVWithNames', limits)).rejects.toBeInstanceOf(EngineError);
      const next = await driver.print('SELECT 1 AS one', {}, 'CSVWithNames', limits);
      expect(Buffer.from(next).toString()).toBe('"one"\n1\n');
    }
  });

  test.each(['experts', 'readers'] as const)(
    'stops what it prints for %s at its time limit',
    async (lane) => {
      const limits = { timeoutMs: 200, lane, maxBytes: 1000 };
      await expect(driver.print(ENDLESS, {}, 'JSONCompact', limits)).rejects.toBeInstanceOf(QueryTimeout);
      expect(await driver.query('SELECT 1 AS one', {}, { lane })).toEqual([{ one: 1 }]);
    },
  );

  test('stops a query at its time limit and takes the next one', async () => {
    await expect(driver.query(ENDLESS, {}, { timeoutMs: 200 })).rejects.toBeInstanceOf(QueryTimeout);
    expect(await driver.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('an abort ends the promise with its reason and frees the engine for others', async () => {
    const controllers = Array.from({ length: 12 }, () => new AbortController());
    const queries = controllers.map(({ signal }) => driver.query(ENDLESS, {}, { signal }));
    const ended = Promise.allSettled(queries);
    for (const controller of controllers) controller.abort(new Error('the reader left'));
    for (const outcome of await ended) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the reader left' } });
    }
    expect(await driver.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a limit of one query does not stay for the next', async () => {
    await driver.query('SELECT 1 AS one', {}, { timeoutMs: 1 }).catch(() => undefined);
    expect(await driver.query('SELECT sleep(1.5) AS slept', {}, { timeoutMs: 10_000 })).toEqual([
      { slept: 0 },
    ]);
  });

  test('inserts binary rows given in several pieces, and no rows at all', async () => {
    await driver.command('CREATE TABLE pairs (name String, amount UInt64) ENGINE = MergeTree ORDER BY name');
    const out = new RowBinary();
    const rows = ['a', '世界', 'x'.repeat(70_000), '\ud800'].map((name, i) => {
      out.string(name);
      out.u64(BigInt(i));
      return out.take();
    });
    await driver.insert('pairs', ['name', 'amount'], rows);
    await driver.insert('pairs', ['name', 'amount'], []);
    expect(await driver.query('SELECT name, amount FROM pairs ORDER BY amount')).toEqual([
      { name: 'a', amount: '0' },
      { name: '世界', amount: '1' },
      { name: 'x'.repeat(70_000), amount: '2' },
      { name: '\ufffd', amount: '3' },
    ]);
  });

  test('an insert of broken bytes fails and leaves no row', async () => {
    await driver.command('CREATE TABLE whole (name String) ENGINE = MergeTree ORDER BY name');
    await expect(driver.insert('whole', ['name'], [Uint8Array.of(1, 97, 200)])).rejects.toBeInstanceOf(
      EngineError,
    );
    expect(await driver.query('SELECT count() AS n FROM whole')).toEqual([{ n: '0' }]);
  });
});
