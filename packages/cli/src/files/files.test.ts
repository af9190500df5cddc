import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Terminal, terminal } from '../testing/importing.ts';
import { STAND_INS, standIn } from '../testing/stand-in.ts';
import { csvRows } from './csv.ts';
import { jsonObjects } from './json-objects.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('JSON in pieces', () => {
  test('gives every object, as a list or in lines, however it is cut', async () => {
    const property = fc.asyncProperty(
      fc.array(
        fc.dictionary(
          fc.string(),
          fc.json().map((text) => JSON.parse(text)),
        ),
      ),
      fc.integer({ min: 1, max: 40 }),
      async (objects, size) => {
        for (const text of [
          JSON.stringify(objects, null, 1),
          objects.map((each) => `${JSON.stringify(each)}\n`).join(''),
        ]) {
          const found = await all(jsonObjects(inPieces(text, size)));
          expect(found.map((each) => JSON.parse(each))).toEqual(JSON.parse(JSON.stringify(objects)));
        }
      },
    );
    await fc.assert(property);
  });

  test.each([
    ['{"a":1}, oops', /no JSON at/],
    ['id,name\n1,2', /no JSON at "id/],
    ['[{"a":{"b":1}', /breaks off/],
  ])('is not %s', async (text, problem) => {
    await expect(all(jsonObjects(inPieces(text, 5)))).rejects.toThrow(problem);
  });
});

test('CSV holds anything within quotes, however it is cut', async () => {
  const text = '\uFEFFid,name,input\r\n1,"a ""b"", c","{""x"":\n1}"\r\n\r\n2,,plain';
  for (let size = 1; size < text.length; size++)
    expect(await all(csvRows(inPieces(text, size)))).toEqual([
      { id: '1', name: 'a "b", c', input: '{"x":\n1}' },
      { id: '2', input: 'plain' },
    ]);
  await expect(all(csvRows(inPieces('a\n"b', 2)))).rejects.toThrow(/never ends/);
});

describe('an export', () => {
  let at: Terminal;
  beforeEach(() => {
    at = terminal(STAND_INS);
  });
  afterEach(() => at.leave());

  async function imported(system: string, name: string, content: string | Uint8Array, ...more: string[]) {
    writeFileSync(join(at.directory, name), content);
    const { posted, means } = standIn({});
    const run = await at.run(['import', system, '--from', name, ...more], { means });
    return { ...run, posted };
  }
  const lines = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

  test("of Langfuse's tables or database is traces, observations and scores", async () => {
    const { code, posted, output } = await imported(
      'langfuse',
      'export.jsonl.gz',
      gzipSync(
        lines(
          { id: 't', timestamp: '2026-02-01 00:00:00.000', user_id: 'u', tags: ['a'], input: 'Hello?' },
          {
            id: 'o',
            trace_id: 't',
            type: 'GENERATION',
            start_time: '2026-02-01 00:00:01.000',
            provided_model_name: 'gpt-4.1',
            model_parameters: '{"temperature":0}',
            usage_details: { input: 5, output: 3, total: 8 },
          },
          {
            id: 's',
            trace_id: 't',
            name: 'n',
            data_type: 'BOOLEAN',
            value: 1,
            timestamp: '2026-02-01 00:00:02',
          },
          { what: 'is this?' },
        ),
      ),
    );
    expect(code).toBe(1);
    expect(output).toContain('1 × a row that is nothing this system exports');
    const events = posted.flatMap(({ body }) => (body as { batch: object[] }).batch);
    expect(events).toMatchObject([
      { type: 'trace-create', body: { id: 't', userId: 'u', input: 'Hello?', tags: ['a'] } },
      {
        type: 'generation-create',
        body: { model: 'gpt-4.1', modelParameters: { temperature: 0 }, usageDetails: { total: 8 } },
      },
      { type: 'score-create', body: { id: 's', traceId: 't', value: 1, dataType: 'BOOLEAN' } },
    ]);
  });

  test('of Langfuse as CSV reads counts and objects out of texts', async () => {
    const csv =
      'id,traceId,type,startTime,usageDetails,metadata\no,t,SPAN,2026-02-01T00:00:00Z,"{""input"":5}","{""a"":1}"\n';
    const { code, posted } = await imported('langfuse', 'observations.csv', csv);
    expect([code, posted[0]?.body]).toMatchObject([
      0,
      { batch: [{ type: 'span-create', body: { usageDetails: { input: 5 }, metadata: { a: 1 } } }] },
    ]);
  });

  test("of Phoenix's spans, as its API or a data frame gives them, is of the project that is named", async () => {
    const context = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) };
    const { code, posted } = await imported(
      'phoenix',
      'spans.json',
      JSON.stringify([
        {
          id: 'x',
          name: 'call',
          context,
          span_kind: 'LLM',
          start_time: '2026-02-01T00:00:00Z',
          attributes: { 'llm.model_name': 'm' },
        },
        {
          name: 'frame',
          'context.trace_id': context.trace_id,
          'context.span_id': 'c'.repeat(16),
          start_time: Date.UTC(2026, 1, 1),
          'attributes.llm.model_name': 'm',
          'attributes.metadata': '{"a":1}',
        },
        { span_id: context.span_id, name: 'quality', annotator_kind: 'HUMAN', result: { score: 1 }, id: 'y' },
      ]),
      '--project',
      'my app',
    );
    expect(code).toBe(0);
    expect(posted).toEqual([
      {
        path: '/v1/projects/my%20app/spans',
        body: {
          data: [
            {
              name: 'call',
              context,
              span_kind: 'LLM',
              start_time: '2026-02-01T00:00:00Z',
              attributes: { 'llm.model_name': 'm' },
            },
            {
              name: 'frame',
              context: { trace_id: context.trace_id, span_id: 'c'.repeat(16) },
              start_time: '2026-02-01T00:00:00.000Z',
              attributes: { 'llm.model_name': 'm', metadata: { a: 1 } },
            },
          ],
        },
      },
      {
        path: '/v1/span_annotations',
        body: {
          data: [
            { span_id: context.span_id, name: 'quality', annotator_kind: 'HUMAN', result: { score: 1 } },
          ],
        },
      },
    ]);
  });

  test("of LangSmith's runs may be the answer of its API as it was", async () => {
    const run = {
      id: 'r',
      trace_id: 'r',
      run_type: 'llm',
      start_time: '2026-02-01T00:00:00',
      prompt_tokens: 5,
      completion_tokens: 3,
      total_tokens: 8,
      extra: {},
    };
    const { code, posted } = await imported(
      'langsmith',
      'runs.json',
      JSON.stringify({ runs: [run] }),
      '--project',
      'support',
    );
    expect([code, posted]).toMatchObject([
      0,
      [
        {
          path: '/runs/batch',
          body: {
            post: [
              {
                session_name: 'support',
                extra: {
                  metadata: { usage_metadata: { input_tokens: 5, output_tokens: 3, total_tokens: 8 } },
                },
              },
            ],
          },
        },
      ],
    ]);
  });

  test('goes on by its rows', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => ({ id: `t${i}`, timestamp: '2026-02-01T00:00:00Z' }));
    writeFileSync(join(at.directory, 'rows.jsonl'), lines(...rows));
    const stop = new AbortController();
    const first = standIn({}, () => void stop.abort());
    const args = ['import', 'langfuse', '--from', 'rows.jsonl'];
    const broken = await at.run(args, { means: first.means, stop: stop.signal });
    const second = standIn({});
    const finished = await at.run(args, { means: second.means });
    expect([broken.code, finished.code]).toEqual([1, 0]);
    const sent = [...first.posted, ...second.posted].flatMap(
      ({ body }) => (body as { batch: { id: string }[] }).batch,
    );
    expect(sent.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(finished.output).toContain('traces        2,500');
  });

  test('that is none is said to be none', async () => {
    const { code, complaints } = await imported('langfuse', 'export.json', 'PAR1');
    expect([code, complaints]).toEqual([1, expect.stringContaining('It is no JSON at "PAR1"')]);
  });
});
