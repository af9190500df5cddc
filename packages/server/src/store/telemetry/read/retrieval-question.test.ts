import { type QuestionInput, questionSchema } from '@pharos/core/question';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aSpan } from '../../../testing/spans.ts';
import { scopeTo } from '../../scope.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
let ids = 0;
const search = (
  collection: string,
  lastedMs: number,
  attributes: Record<string, string | number>,
  facts: Partial<Span> = {},
): Span =>
  aSpan({
    ...{ traceId: `t${++ids}`, spanId: `s${ids}`, kind: 'retriever', startNs: NOON },
    endNs: NOON + BigInt(lastedMs) * 1_000_000n,
    attributes: new Map<string, string | number>([
      ...([
        ['db.system', 'pinecone'],
        ['db.index', collection],
        ['db.operation', 'query'],
      ] as const),
      ...Object.entries(attributes),
    ]),
    ...facts,
  });

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  const documents = (...scores: number[]) => scores.map((score, i) => ({ id: `d${i}`, score }));
  await store.put(OURS, {
    spans: [
      search(
        'help',
        10,
        { 'db.top_k': 5, 'pinecone.usage.read_units': 6 },
        { documents: documents(0.9, 0.4) },
      ),
      search('help', 30, { 'db.top_k': 3, 'pinecone.usage.read_units': 5 }, { documents: documents(0.7) }),
      search('help', 50, { 'db.top_k': 4, 'db.num_matches': 0 }),
      search('shop', 90, {}, { status: 'error' }),
      aModelCall({ traceId: 'm', spanId: 'm', startNs: NOON, endNs: NOON + 1n }),
    ],
  });
  await store.put(THEIRS, { spans: [search('help', 900, { 'db.top_k': 50 })] });
});
afterAll(() => store.close());

const ask = (question: Partial<QuestionInput>, project = OURS) =>
  store.reader.ask(
    project,
    questionSchema.parse({
      metrics: ['retrievals'],
      ...{ from: '2026-03-01T12:00:00Z', to: '2026-03-01T13:00:00Z' },
      ...question,
    }),
  );

describe('a question about retrieval', () => {
  it('tells by database, collection and operation what was asked for, found and used', async () => {
    const { series } = await ask({
      metrics: [
        'retrievals',
        'topKAvg',
        'matchesAvg',
        'emptyRetrievals',
        'readUnits',
        'retrievalSuccessRate',
      ],
      dimensions: ['database', 'collection', 'dbOperation'],
      filters: [{ field: 'database', op: 'exists', values: [] }],
    });
    expect(series.map(({ group, totals }) => [...group, ...Object.values(totals)])).toEqual([
      ['pinecone', 'help', 'query', 3, 4, 1, 1, 11, 1],
      ['pinecone', 'shop', 'query', 1, null, null, 0, 0, 0],
    ]);
  });

  it('counts empty results among those of which the matches are known', async () => {
    const { series } = await ask({ metrics: ['emptyRetrievalRate', 'retrievalLatencyP50'] });
    expect(series[0]?.totals.emptyRetrievalRate).toBeCloseTo(1 / 3, 9);
    expect(series[0]?.totals.retrievalLatencyP50).toBe(50);
  });

  it('tells how scores of first matches are spread', async () => {
    const { series } = await ask({ metrics: ['topScoreP10', 'topScoreP90'] });
    expect(series[0]?.totals).toEqual({ topScoreP10: 0.7, topScoreP90: 0.9 });
    const bins = await ask({ dimensions: ['topScore'] });
    expect(bins.series.map(({ group, totals }) => [group[0], totals.retrievals]).sort()).toEqual([
      ['', 2],
      ['0.63', 1],
      ['0.8', 1],
    ]);
  });

  it('counts what is written and what is only told of a collection apart from what is searched', async () => {
    const WRITERS = scopeTo('writers');
    const nothing = { 'db.response.returned_rows': 0, 'db.top_k': 100, 'pinecone.usage.write_units': 2 };
    const doing = (operation: string, facts: Partial<Span> = {}) =>
      search('kb', 5, { ...nothing, 'db.operation': operation }, { kind: 'span', ...facts });
    await store.put(WRITERS, {
      spans: [
        search('kb', 40, { 'db.top_k': 5, 'db.num_matches': 3 }, { documents: [{ id: 'a', score: 0.5 }] }),
        doing('upsert'),
        doing('deleteMany', { status: 'error' }),
        // A step of retrieval that says that it writes, and a call that only its name tells.
        doing('insert', { kind: 'retriever' }),
        doing('', { name: 'pinecone.upsert' }),
        doing('count'),
      ],
    });
    const { series } = await ask(
      {
        metrics: [
          'retrievals',
          'retrievalLatencyP50',
          'topKAvg',
          'matchesAvg',
          'emptyRetrievals',
          'topScoreP50',
        ],
      },
      WRITERS,
    );
    expect(Object.values(series[0]?.totals ?? {})).toEqual([1, 40, 5, 3, 0, 0.5]);
    const writes = [
      'vectorWrites',
      'vectorWriteSuccessRate',
      'vectorWriteLatencyP50',
      'vectorCalls',
      'writeUnits',
    ];
    expect(Object.values((await ask({ metrics: writes }, WRITERS)).series[0]?.totals ?? {})).toEqual([
      4,
      3 / 4,
      5,
      6,
      10,
    ]);
    const apart = await ask({ metrics: ['vectorCalls'], dimensions: ['dbOperation'] }, WRITERS);
    expect(apart.series.map(({ group, totals }) => [group[0], totals.vectorCalls]).sort()).toEqual([
      ['count', 1],
      ['deleteMany', 1],
      ['insert', 1],
      ['query', 1],
      ['upsert', 2],
    ]);
  });

  it('keeps to filters on what a database tells', async () => {
    const count = async (field: string, op: '=' | '>' | 'missing', ...values: (string | number)[]) => {
      const { series } = await ask({ filters: [{ field, op, values }] });
      return series[0]?.totals.retrievals;
    };
    expect(await count('collection', '=', 'shop')).toBe(1);
    expect(await count('matches', '=', 0)).toBe(1);
    expect(await count('topScore', '>', 0.8)).toBe(1);
    expect(await count('matches', 'missing')).toBe(1);
  });
});
