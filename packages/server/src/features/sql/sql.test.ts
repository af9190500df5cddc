import { readFileSync } from 'node:fs';
import { MAX_SQL_LENGTH, sqlAnswerSchema, sqlSchemaSchema } from '@pharos/core/api/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall, aScore } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const NOON = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;

let store: ReadStore;
let app: TestApp;
let reader: Client;
let stranger: Client;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  reader = app.withKey(await app.aKey(['read']));
  stranger = app.withKey(await app.aKey(['read'], (await app.aSecondProject()).projectId));
  const call = (i: number, facts = {}) =>
    aModelCall({
      traceId: `trace${i}`,
      spanId: `span${i}`,
      startNs: NOON + BigInt(i) * 60_000_000_000n,
      endNs: NOON + BigInt(i) * 60_000_000_000n + 250_000_000n,
      userId: `user${i % 2}`,
      attributes: new Map<string, string | number | boolean>([
        ['app.region', 'eu'],
        ['app.tries', i],
        ['app.cached', true],
      ]),
      ...facts,
    });
  await store.put(app.projectId, {
    spans: [call(0), call(1), call(2, { model: '模型, "大"', status: 'error' })],
    // The outer record of the second call: what it used is counted there.
    uncounted: [call(3, { kind: 'chain', name: 'outer' })],
    scores: [aScore({ traceId: 'trace1', value: 0.5, timeNs: NOON })],
  });
  // Told again: the newest version alone is seen.
  await store.put(app.projectId, { spans: [call(0, { model: 'gpt-5' })] });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const ask = async (sql: string, who = reader) => (await who.post('/api/v1/sql', { sql })).as(sqlAnswerSchema);

describe('POST /api/v1/sql', () => {
  it('answers in columns and rows, in the order asked for', async () => {
    const answer = await ask(
      "SELECT model, count() AS calls, sum(tokens) AS tokens, sum(cost) AS cost, avg(durationMs) FROM spans WHERE kind = 'llm' GROUP BY model ORDER BY model",
    );
    expect(answer).toEqual({
      columns: [
        { name: 'model', type: 'String' },
        { name: 'calls', type: 'UInt64' },
        { name: 'tokens', type: 'UInt64' },
        { name: 'cost', type: 'Decimal(38, 12)' },
        { name: 'avg(durationMs)', type: 'Float64' },
      ],
      rows: [
        ['gpt-4.1', '1', '120', '0.00036', 250],
        ['gpt-5', '1', '120', '0.00036', 250],
        ['模型, "大"', '1', '120', '0.00036', 250],
      ],
      truncated: false,
      elapsedMs: expect.any(Number),
      rowsRead: expect.any(Number),
    });
  });

  it('agrees with what charts say of tokens, cost and spans', async () => {
    const question = {
      metrics: ['spans', 'tokens', 'cost'],
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-02T00:00:00Z',
    };
    const chart = await reader.post('/api/v1/query', question);
    const { rows } = await ask(
      'SELECT toFloat64(count()), toFloat64(sum(tokens)), toFloat64(sum(cost)) FROM spans',
    );
    expect(rows[0]).toEqual(['spans', 'tokens', 'cost'].map((name) => chart.at(`series.0.totals.${name}`)));
  });

  it.each([
    [
      'times are ISO 8601',
      'SELECT min(startTime), toDate(max(endTime)) FROM spans',
      [['2026-03-01T12:00:00.000000000Z', '2026-03-01']],
    ],
    [
      'attributes are text, numbers beside',
      "SELECT attributes['app.region'], attributes['app.tries'], attributes['app.cached'], attributes['none'], attributeNumbers['app.tries'] + 1 FROM spans WHERE spanId = 'span1'",
      [['eu', '1', 'true', '', 2]],
    ],
    [
      'tables are joined',
      'SELECT s.traceId, sc.value FROM spans AS s JOIN scores AS sc ON sc.traceId = s.traceId',
      [['trace1', 0.5]],
    ],
    [
      'parts have names',
      "WITH failed AS (SELECT userId FROM spans WHERE status = 'error') SELECT count(DISTINCT traceId) FROM spans WHERE userId IN (SELECT userId FROM failed)",
      [['2']],
    ],
    [
      'windows look back',
      'SELECT spanId, sum(tokens) OVER (ORDER BY startTime ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS t FROM spans ORDER BY startTime LIMIT 2',
      [
        ['span0', '120'],
        ['span1', '240'],
      ],
    ],
    [
      'text is any text',
      "SELECT '订单''s \"x\" \\\\ {a:String}' AS a, 'tab\\tbed' AS b",
      [['订单\'s "x" \\ {a:String}', 'tab\tbed']],
    ],
    [
      'what begins an hour',
      'SELECT toStartOfInterval(startTime, INTERVAL 1 HOUR) AS hour, quantiles(0.5, 0.9)(durationMs), topK(1)(provider) FROM spans GROUP BY hour',
      [['2026-03-01T12:00:00Z', [250, 250], ['openai']]],
    ],
    [
      'the range may be now',
      "SELECT count() FROM spans WHERE startTime > now() - INTERVAL 100 YEARS AND startTime BETWEEN DATE '2026-03-01' AND TIMESTAMP '2026-03-01 12:00:30'",
      [['1']],
    ],
  ])('%s', async (_, sql, rows) => {
    expect((await ask(sql)).rows).toEqual(rows);
  });

  it('answers what the documentation asks', async () => {
    const docs = readFileSync(new URL('../../../../../docs/sql.md', import.meta.url), 'utf8');
    const examples = [...docs.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => sql);
    expect(examples).toHaveLength(3);
    for (const sql of examples) expect((await ask(sql)).columns.length).toBeGreaterThan(1);
  });

  it('has no rows of another project, and none for nobody', async () => {
    expect((await ask('SELECT count() FROM spans', stranger)).rows).toEqual([['0']]);
    expect((await app.nobody.post('/api/v1/sql', { sql: 'SELECT 1' })).status).toBe(401);
    const ingest = app.withKey(await app.aKey(['ingest']));
    for (const path of ['sql', 'sql/export'])
      expect((await ingest.post(`/api/v1/${path}`, { sql: 'SELECT 1', format: 'csv' })).status).toBe(403);
    expect((await ingest.get('/api/v1/sql/schema')).status).toBe(403);
  });

  it('is open to whoever may look at the project', async () => {
    const viewer = await app.aMember('viewer');
    const answer = await viewer.post(`/api/v1/sql?project=${app.projectId}`, {
      sql: 'SELECT count() FROM spans',
    });
    expect(answer.at('rows')).toEqual([['4']]);
  });

  it('tells the author what is wrong, and where', async () => {
    const answer = await reader.post('/api/v1/sql', { sql: 'SELECT *\nFROM system.users' });
    expect([answer.status, answer.at('error')]).toEqual([
      400,
      {
        code: 'invalid_request',
        message: 'Line 2, column 6: system: tables of other databases are not there.',
        details: { line: 2, column: 6 },
      },
    ]);
    const failed = await reader.post('/api/v1/sql', { sql: 'SELECT modle FROM spans' });
    expect(failed.at('error')).toMatchObject({ code: 'invalid_request', details: { line: 1, column: 8 } });
  });

  it.each([
    ['no query', { sql: ' ' }],
    ['a query of 20,001 letters', { sql: `SELECT '${'x'.repeat(MAX_SQL_LENGTH)}'` }],
    ['too many rows', { sql: 'SELECT 1', limit: 10_001 }],
    ['settings', { sql: 'SELECT 1', settings: undefined, limit: 0 }],
  ])('refuses %s', async (_, body) => {
    expect((await reader.post('/api/v1/sql', body)).status).toBe(400);
  });

  it('runs two queries of a project at once and refuses a third, but not another project’s', async () => {
    const slow = {
      sql: 'SELECT count() FROM spans a, spans b, spans c, spans d, spans e, spans f, spans g, spans h, spans i',
    };
    const [other, ...own] = await Promise.all([
      stranger.post('/api/v1/sql', { sql: 'SELECT 1' }),
      ...[slow, slow, slow].map((each) => reader.post('/api/v1/sql', each)),
    ]);
    expect(other?.status).toBe(200);
    expect(own.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    expect(own.find(({ status }) => status === 429)?.headers['retry-after']).toBe('1');
    expect((await reader.post('/api/v1/sql', { sql: 'SELECT 1' })).status).toBe(200);
  });
});

describe('POST /api/v1/sql/export', () => {
  const exported = (format: string, sql = 'SELECT spanId, model, tags FROM spans ORDER BY startTime') =>
    reader.send({ method: 'POST', url: '/api/v1/sql/export', payload: { sql, format } });

  it('gives a file in each format', async () => {
    const csv = await exported('csv');
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="pharos.csv"',
    });
    expect(csv.text).toBe(
      '"spanId","model","tags"\n"span0","gpt-5","[]"\n"span1","gpt-4.1","[]"\n"span2","模型, ""大""","[]"\n"span3","gpt-4.1","[]"\n',
    );
    const lines = await exported('json-lines');
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))[2],
    ).toEqual({
      spanId: 'span2',
      model: '模型, "大"',
      tags: [],
    });
    const parquet = await exported('parquet', 'SELECT * FROM spans');
    expect(parquet.headers['content-type']).toBe('application/vnd.apache.parquet');
    expect(parquet.text.slice(0, 4)).toBe('PAR1');
  });

  it('gives an error, never a part of a file', async () => {
    const tooLong = await exported('csv', 'SELECT arrayJoin(range(1000000)), arrayJoin([1, 2])');
    expect([tooLong.status, tooLong.at('error.message')]).toEqual([
      400,
      'The answer is too large. Name fewer columns, or ask for fewer rows.',
    ]);
    expect((await exported('csv', 'DROP TABLE spans')).status).toBe(400);
    expect((await exported('xml')).status).toBe(400);
  });
});

it('GET /api/v1/sql/schema tells every table, column and function', async () => {
  const schema = (await reader.get('/api/v1/sql/schema')).as(sqlSchemaSchema);
  expect(schema.tables.map(({ name }) => name)).toEqual(['spans', 'logs', 'scores', 'events', 'metrics']);
  expect(schema.functions).toContain('quantile');
  for (const { columns } of schema.tables)
    for (const { description } of columns)
      expect(Object.values(description).every((text) => text.length > 1)).toBe(true);
});
