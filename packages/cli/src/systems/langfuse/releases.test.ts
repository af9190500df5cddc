import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Terminal, terminal } from '../../testing/importing.ts';
import { STAND_INS, standIn } from '../../testing/stand-in.ts';
import { observationEvent, scoreEvent } from './events.ts';

let at: Terminal;
beforeEach(() => {
  at = terminal({ ...STAND_INS, LANGFUSE_PUBLIC_KEY: 'pk', LANGFUSE_SECRET_KEY: 'sk' });
});
afterEach(() => at.leave());
const projects = () => ({ data: [{ id: 'p' }] });
const run = (world: ReturnType<typeof standIn>) =>
  at.run(['import', 'langfuse', '--from', 'http://source.test', '--since', '2026-01-01'], {
    means: world.means,
  });

describe('Langfuse', () => {
  test('of release 4 knows no traces: they are put together from its observations, page by page', async () => {
    const long = 'x'.repeat(300);
    const observation = (id: string, startTime: string, more: object = {}) => ({
      id,
      traceId: 't',
      type: 'GENERATION',
      name: id,
      startTime,
      providedModelName: 'gpt-4.1',
      input: '{"question":"?"}',
      metadata: { note: long.slice(0, 200) },
      userId: 'u',
      sessionId: 's',
      traceName: 'support',
      tags: ['a'],
      environment: 'default',
      ...more,
    });
    const world = standIn({
      'GET /api/public/projects': projects,
      'GET /api/public/v2/observations': ({ searchParams }) => {
        const metadata = { note: searchParams.get('expandMetadata') === 'note' ? long : long.slice(0, 200) };
        return searchParams.get('cursor') === 'next'
          ? { data: [observation('c', '2026-02-01T00:00:00.000Z', { metadata })], meta: {} }
          : {
              data: [
                observation('a', '2026-02-01T00:00:02.000Z', { metadata }),
                observation('b', '2026-02-01T00:00:01.000Z', { metadata, parentObservationId: 'c' }),
              ],
              meta: { cursor: 'next' },
            };
      },
      'GET /api/public/v3/scores': () => ({
        data: [
          {
            id: 's1',
            name: 'tone',
            dataType: 'CATEGORICAL',
            source: 'EVAL',
            value: 'kind',
            timestamp: '2026-02-01T00:01:00.000Z',
            subject: { kind: 'observation', id: 'b', traceId: 't' },
          },
        ],
        meta: {},
      }),
    });
    const { code, complaints } = await run(world);
    expect([code, complaints]).toEqual([0, '']);
    const events = world.posted.flatMap(
      ({ body }) => (body as { batch: { type: string; body: object }[] }).batch,
    );
    expect(events.map(({ type }) => type)).toEqual([
      'trace-create',
      'trace-create',
      'generation-create',
      'generation-create',
      'generation-create',
      'score-create',
    ]);
    expect(events[0]?.body).toEqual({
      id: 't',
      timestamp: '2026-02-01T00:00:01.000Z',
      name: 'support',
      userId: 'u',
      sessionId: 's',
      tags: ['a'],
    });
    expect(events[2]?.body).toMatchObject({
      model: 'gpt-4.1',
      input: { question: '?' },
      metadata: { note: long },
    });
    expect(events[5]?.body).toMatchObject({
      observationId: 'b',
      traceId: 't',
      value: 'kind',
      source: 'EVAL',
    });
    const [first] = world.asked.filter(({ pathname }) => pathname.endsWith('/v2/observations'));
    expect(Object.fromEntries(first?.searchParams ?? [])).toMatchObject({
      fromStartTime: '2026-01-01T00:00:00.000Z',
      toStartTime: '2026-03-01T00:00:00.000Z',
    });
  });

  test('says which events it refused and why, once for all that are alike', async () => {
    const pages = { totalItems: 0, totalPages: 1 };
    const traces = Array.from({ length: 3 }, (_, i) => ({ id: `t${i}`, timestamp: '2026-02-01T00:00:00Z' }));
    const world = standIn(
      {
        'GET /api/public/projects': projects,
        'GET /api/public/traces': () => ({ data: traces, meta: pages }),
        'GET /api/public/observations': () => ({ data: [], meta: pages }),
        'GET /api/public/v2/scores': () => ({ data: [], meta: pages }),
      },
      () =>
        Response.json(
          {
            successes: [],
            errors: traces.slice(1).map(({ id }, i) => ({ id, status: 400, message: `bad event ${i}` })),
          },
          { status: 207 },
        ),
    );
    const { code, output } = await run(world);
    expect(code).toBe(1);
    expect(output).toMatch(
      /traces\s+1\n\s+observations\s+0\n\s+scores\s+0\n\s+refused\s+2\n\s+2 × bad event 0\n/,
    );
  });

  test('of release 2 has counts without details, and costs apart', () => {
    expect(
      observationEvent({
        id: 'o',
        traceId: 't',
        type: 'GENERATION',
        startTime: '2026-02-01T00:00:00Z',
        usage: { input: 5, output: 3, total: 8, unit: 'TOKENS' },
        calculatedTotalCost: 0.5,
        level: 'DEFAULT',
      }),
    ).toEqual({
      id: 'o',
      type: 'generation-create',
      timestamp: '2026-02-01T00:00:00Z',
      body: {
        id: 'o',
        traceId: 't',
        startTime: '2026-02-01T00:00:00Z',
        usage: { input: 5, output: 3, total: 8, unit: 'TOKENS', totalCost: 0.5 },
      },
    });
  });

  test.each([
    [{ dataType: 'CATEGORICAL', value: 0, stringValue: 'kind' }, { value: 'kind' }],
    [{ dataType: 'BOOLEAN', value: 1, stringValue: 'True' }, { value: 1 }],
    [{ dataType: 'NUMERIC', value: 0 }, { value: 0 }],
    [
      { dataType: 'BOOLEAN', value: false, subject: { kind: 'session', id: 's' } },
      { value: false, sessionId: 's' },
    ],
    [
      { dataType: 'NUMERIC', value: 2, subject: { kind: 'trace', id: 't' } },
      { value: 2, traceId: 't' },
    ],
    [{ dataType: 'NUMERIC', value: 2, subject: { kind: 'experiment', id: 'r' } }, { datasetRunId: 'r' }],
  ])('gives a score in the form of its release: %j', (row, body) => {
    expect(scoreEvent({ id: 'x', name: 'n', timestamp: '2026-02-01T00:00:00Z', ...row }).body).toMatchObject(
      body,
    );
  });
});
