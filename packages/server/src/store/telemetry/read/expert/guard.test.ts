import { FUNCTIONS } from '@pharos/core/sql-functions';
import { SQL_TABLES } from '@pharos/core/sql-tables';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../../../errors.ts';
import { fakeClock } from '../../../../testing/fake-clock.ts';
import { aPoint } from '../../../../testing/points.ts';
import { aLog, aModelCall, anEvent, aScore } from '../../../../testing/spans.ts';
import { SPAN_COLUMNS } from '../../span-columns.ts';
import { ENGINES } from '../../testing/engines.ts';
import { mergeParts } from '../../testing/merge-parts.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from '../testing/filled-store.ts';
import { arbitraryQuery, mutatedQuery } from './testing/arbitrary-query.ts';

const START = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
const SECRET = 'SECRET';

/** Two projects whose rows lie beside each other in the same granules; all that one of them says is its secret. */
function rows(word: (i: number) => string) {
  const all = Array.from({ length: 60 }, (_, i) => {
    const said = word(i);
    const startNs = START + BigInt(i) * 1_000_000_000n;
    const ids = { traceId: `${said}trace${i >> 1}`, spanId: `${said}span${i}` };
    const attributes = new Map<string, string>([['k', said]]);
    return { said, startNs, ids, attributes };
  });
  return {
    spans: all.map(({ said, startNs, ids, attributes }) =>
      aModelCall({
        ...ids,
        startNs,
        endNs: startNs + 1_000_000n,
        name: said,
        model: said,
        statusMessage: said,
        userId: said,
        tags: [said],
        input: { text: said },
        output: { text: said },
        attributes,
        resource: attributes,
      }),
    ),
    logs: all.map(({ said, startNs, ids, attributes }) =>
      aLog({ ...ids, timeNs: startNs, body: said, attributes }),
    ),
    scores: all.map(({ said, startNs, ids }, i) =>
      aScore({ ...ids, scoreId: `${said}${i}`, timeNs: startNs, name: said, comment: said }),
    ),
    events: all.map(({ said, startNs, ids, attributes }) =>
      anEvent({ eventId: ids.spanId, timeNs: startNs, name: said, page: said, properties: attributes }),
    ),
    points: all.map(({ said, startNs }) =>
      aPoint({ metric: { name: said, description: said }, timeNs: startNs, attributes: { k: said } }),
    ),
  };
}

const PHYSICAL = SPAN_COLUMNS.map(({ name }) => name).filter((name) => name.includes('_'));
/** What no answer and no message may hold. */
const INNER = new RegExp(
  [SECRET, 'project_id', 'DB::', 'default\\.', '__table', '/tmp', '26\\.7', '_CAST', ...PHYSICAL].join('|'),
  'g',
);

describe.each(ENGINES)('a query that somebody wrote, on the %s engine', (engine) => {
  let store: FilledStore;
  beforeAll(async () => {
    store = await openFilledStore(fakeClock(), { engine, textIndex: false });
    await store.put(
      OURS,
      rows((i) => String(i)),
    );
    await store.put(
      THEIRS,
      rows((i) => `${SECRET}${i}`),
    );
    // In one part, so that no granule is of one project alone.
    for (const table of ['spans', 'logs', 'scores', 'events', 'metric_points'])
      await mergeParts(store.driver, table);
  });
  afterAll(() => store.close());

  const ask = (sql: string, limit = 1000) => store.reader.sql(OURS, { sql, limit });
  /** The answer's rows, or what the author is told. */
  const outcome = async (sql: string): Promise<unknown> => {
    try {
      return (await ask(sql)).rows;
    } catch (error) {
      if (error instanceof ApiError) return error.message;
      throw error;
    }
  };

  it('sees the documented columns, of the documented types, of its own rows alone', async () => {
    for (const table of SQL_TABLES) {
      const answer = await ask(`SELECT * FROM ${table.name}`);
      expect(answer.columns).toEqual(table.columns.map(({ name, type }) => ({ name, type })));
      expect(answer.rows).toHaveLength(60);
      expect(JSON.stringify(answer)).not.toContain(SECRET);
    }
  });

  it('has every function that is on the list', async () => {
    const known = await store.driver.query<{ name: string }>('SELECT name FROM system.functions');
    const names = new Set(known.map(({ name }) => name));
    expect(FUNCTIONS.filter((name) => !names.has(name))).toEqual([]);
  });

  it.each([
    'SELECT toInt64(inputPreview) FROM spans',
    "SELECT count() FROM spans WHERE toInt64(replaceAll(inputPreview, '\"', '')) >= 0",
    'SELECT count() FROM spans WHERE toInt64(model) >= 0',
    'SELECT count() FROM spans WHERE toUInt8(name) < 200 AND toInt64(userId) >= 0',
    "SELECT count() FROM spans WHERE toInt64(attributes['k']) >= 0",
    'SELECT count() FROM spans WHERE toInt64(tags[1]) >= 0',
    'SELECT max(toInt64(model)) FROM spans',
    'SELECT toInt64(model) AS n, count() FROM spans GROUP BY n HAVING n >= 0 ORDER BY n',
    'SELECT count() FROM logs WHERE toInt64(body) >= 0',
    'SELECT count() FROM scores WHERE toInt64(name) >= 0 AND toInt64(comment) >= 0',
    'SELECT count() FROM spans AS a JOIN spans AS b ON a.spanId = b.spanId WHERE toInt64(a.model) + toInt64(b.model) >= 0',
    'SELECT count() FROM spans WHERE toInt64(model) IN (SELECT toInt64(name) FROM spans)',
    'SELECT DISTINCT toInt64(model) AS n FROM spans ORDER BY n LIMIT 3',
    'SELECT count() FROM (SELECT toInt64(model) AS n FROM spans UNION ALL SELECT toInt64(body) FROM logs) WHERE n >= 0',
    "SELECT count() FROM spans WHERE startTime >= toDateTime('2026-01-01') AND intDiv(1, toInt64(length(model) < 4)) = 1",
    'SELECT traceId, arrayMap(m -> toInt64(m), groupArray(model)) FROM spans GROUP BY traceId',
    "SELECT JSONExtractRaw(concat('[', model, ']')), toDecimal64(model, 2) FROM spans",
    'SELECT toFloat64(m) FROM (SELECT any(model) AS m FROM spans GROUP BY spanId) WHERE toInt32(m) >= 0',
  ])('is computed for no row of another project: %s', async (sql) => {
    // Each would fail on a text of the other project, and say so.
    const found = await outcome(sql);
    expect(found).toBeInstanceOf(Array);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  it.each([
    ['SELECT nothing FROM spans', 'Line 1, column 8: Unknown expression identifier `nothing`.'],
    [
      "SELECT *\nFROM spans\nWHERE modle = 'a'",
      "Line 3, column 7: Unknown expression or function identifier `modle`. Maybe you meant 'model'.",
    ],
    ['SELECT project_id FROM spans', 'Line 1, column 8: Unknown expression identifier `project_id`.'],
    [
      'SELECT spans.ver FROM spans',
      "Line 1, column 14: Identifier 'spans.ver' cannot be resolved from subquery with name spans.",
    ],
    ["SELECT toStartOfHour('a')", 'Illegal type String of argument of function toStartOfHour'],
    ["SELECT toInt64('abc')", "Line 1, column 16: Cannot parse string 'abc' as Int64"],
    ['SELECT model, count() FROM spans', 'is not under aggregate function and not in GROUP BY keys.'],
    [
      'SELECT sum(count()) FROM spans',
      'Aggregate function count() is found inside another aggregate function',
    ],
    ['SELECT lower(1, 2)', "Number of arguments for function lower doesn't match: passed 2, should be 1"],
    ['SELECT 1 UNION ALL SELECT 1, 2', 'UNION different number of columns in queries'],
    ['SELECT (SELECT spanId FROM spans)', 'Scalar subquery returned more than one row'],
    ["SELECT match('a', '(')", 'cannot compile re2'],
  ])('is told what is wrong with it, and nothing of the engine: %j', async (sql, message) => {
    const found = await outcome(sql);
    expect(found).toContain(message);
    for (const [word] of String(found).matchAll(INNER)) expect(sql).toContain(word);
  });

  // To its end it takes the whole machine for as long as a query may; how rows lie makes no difference to that.
  const crossJoin =
    'SELECT count() FROM spans a, spans b, spans c, spans d, spans e, spans f, spans g, spans h';
  it.each<[what: string, sql: string, status: number]>([
    ...(engine === 'sharded' ? [] : [['a cross join', crossJoin, 504] as [string, string, number]]),
    [
      'too many names put in',
      `WITH ${Array.from({ length: 30 }, (_, i) => `${i ? `a${i - 1} + a${i - 1}` : 'durationMs'} AS a${i}`).join(', ')} SELECT a29 FROM spans`,
      400,
    ],
    [
      'queries that double',
      `WITH q0 AS (SELECT 1 AS x), ${Array.from({ length: 20 }, (_, i) => `q${i + 1} AS (SELECT a.x FROM q${i} AS a JOIN q${i} AS b ON a.x = b.x)`).join(', ')} SELECT * FROM q20`,
      400,
    ],
    ['a list of a million', 'SELECT length(range(100000000))', 400],
    [
      'a text that doubles',
      `WITH ${Array.from({ length: 32 }, (_, i) => `concat(${i ? `t${i - 1}, t${i - 1}` : "'a', 'b'"}) AS t${i}`).join(', ')} SELECT length(t31)`,
      400,
    ],
    ['an answer that is too large', 'SELECT range(100000) FROM spans LIMIT 30', 400],
  ])('has its limits: %s', async (_, sql, status) => {
    const error = await ask(sql).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status });
    expect(String(error)).not.toMatch(INNER);
    expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it('leaves out rows beyond its limit and says so', async () => {
    const sql = 'SELECT spanId FROM spans ORDER BY startTime DESC';
    expect(await ask(sql, 2)).toMatchObject({ rows: [['59span59'], ['58span58']], truncated: true });
    expect(await ask(sql, 60)).toMatchObject({ truncated: false, rowsRead: expect.any(Number) });
    expect((await ask(`${sql} LIMIT 1`, 2)).truncated).toBe(false);
  });

  it('never answers with anything of another project, nor tells of the engine, whatever is asked', async () => {
    const counts = { answered: 0, told: 0 };
    await fc.assert(
      fc.asyncProperty(fc.oneof(arbitraryQuery, mutatedQuery), async (sql) => {
        const found = await outcome(sql);
        const said = JSON.stringify(found);
        expect(said).not.toMatch(/SECRET\d/);
        if (typeof found !== 'string') counts.answered++;
        else {
          counts.told++;
          for (const [word] of found.matchAll(INNER)) expect(sql).toContain(word);
        }
      }),
      { numRuns: engine === 'embedded' ? 200 : 40 },
    );
    expect(counts.answered).toBeGreaterThan(0);
    expect(counts.told).toBeGreaterThan(0);
  }, 120_000);
});
