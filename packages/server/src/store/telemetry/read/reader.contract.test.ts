import { questionSchema } from '@pharos/core/question';
import { beforeAll, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aLog, aModelCall, aScore, aSpan } from '../../../testing/spans.ts';
import type { Kind } from '../testing/engines.ts';
import { listQuery, OURS, openFilledStore } from './testing/filled-store.ts';

const HOSTILE = `it's \\ "quoted" {p0:String} %_ \n\t 退款`;
const filter = `user:${JSON.stringify(HOSTILE).replaceAll('\\n', '\n').replaceAll('\\t', '\t')} kind:llm,tool tokens:>1 attr.plan:pro -has:release score.helpfulness:>0 -score:tone`;

/** All that can be asked, of an engine of this kind. */
async function answersOf(engine: Kind) {
  const { put, reader, close } = await openFilledStore(fakeClock('2026-09-21T15:00:00Z'), { engine });
  const facts = {
    traceId: 't',
    userId: HOSTILE,
    sessionId: 's',
    tags: ['beta'],
    attributes: new Map([['plan', 'pro']]),
  };
  await put(OURS, {
    spans: [
      aSpan({ ...facts, spanId: 'root', kind: 'agent' }),
      aModelCall({
        ...facts,
        spanId: 'call',
        parentSpanId: 'root',
        input: { text: HOSTILE },
        timeToFirstTokenNs: 5n,
      }),
    ],
    logs: [aLog({ traceId: 't' })],
    scores: [aScore({ traceId: 't' })],
  });
  const question = questionSchema.parse({
    metrics: ['requests', 'latencyP95', 'cost', 'users', 'cacheHitRate', 'ttftP50'],
    dimensions: ['user', 'tag'],
    filters: [{ field: 'cost', op: '>', values: [0] }],
    search: '退款',
    from: '2026-09-21T00:00:00Z',
    to: '2026-09-22T00:00:00Z',
    bucketSeconds: 3600,
    compare: true,
  });
  const answers = {
    question: await reader.ask(OURS, question),
    scoreQuestion: await reader.ask(OURS, {
      ...question,
      metrics: ['scores', 'scoreAvg', 'scoreMedian', 'scoreTrueRate'],
      dimensions: ['score', 'user', 'tag'],
    }),
    traces: await reader.traces(OURS, listQuery(`${filter} 退款`)),
    trace: await reader.trace(OURS, 't', 'full'),
    skeleton: await reader.trace(OURS, 't', 'skeleton'),
    span: await reader.span(OURS, 't', 'call'),
    logs: await reader.logs(OURS, 't'),
    sessions: await reader.sessions(OURS, listQuery(filter)),
    session: await reader.session(OURS, 's'),
    users: await reader.users(OURS, listQuery('has:ttft')),
    user: await reader.user(OURS, HOSTILE),
    scores: await reader.scores(OURS, {
      limit: 10,
      ofUsers: [HOSTILE],
      maxValue: 1,
      from: '2026-09-21T00:00:00Z',
    }),
    scoreCount: await reader.countScores(OURS, { ofSessions: ['s'], names: ['helpfulness'] }),
    score: await reader.score(OURS, 'score-1'),
    suggestions: await reader.suggest(OURS, { field: 'user', text: "IT'S \\" }),
    keys: await reader.suggest(OURS, { field: 'attr.', text: '' }),
  };
  await close();
  return answers;
}

let embedded: Awaited<ReturnType<typeof answersOf>>;
beforeAll(async () => {
  embedded = await answersOf('embedded');
});

it.each(['remote', 'sharded', 'planned'] as const)(
  'reads the same from an engine that is %s',
  async (engine) => {
    expect(await answersOf(engine)).toEqual(embedded);
  },
);

it('reads what was asked', () => {
  expect(embedded).toMatchObject({
    question: { series: [{ group: [HOSTILE, 'beta'], exact: { cost: '0.00036' }, totals: { requests: 1 } }] },
    scoreQuestion: {
      series: [{ group: ['helpfulness', HOSTILE, 'beta'], totals: { scores: 1, scoreAvg: 1 } }],
    },
    traces: { data: [{ traceId: 't', userId: HOSTILE, spanCount: 2 }] },
    trace: { spans: [{ spanId: 'call' }, { spanId: 'root' }], scores: [{ scoreId: 'score-1' }] },
    span: { input: HOSTILE, attributes: { plan: 'pro' } },
    logs: [{ severity: 'INFO' }],
    sessions: { data: [{ sessionId: 's' }] },
    session: { traces: [{ traceId: 't' }] },
    users: { data: [{ userId: HOSTILE }] },
    user: { userId: HOSTILE },
    scores: { data: [{ scoreId: 'score-1' }] },
    scoreCount: 1,
    score: { traceId: 't' },
    suggestions: [{ value: HOSTILE, count: 2 }],
    keys: [{ value: 'plan', count: 2 }],
  });
});
