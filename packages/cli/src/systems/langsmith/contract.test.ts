import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Terminal, terminal } from '../../testing/importing.ts';
import { STAND_INS, standIn } from '../../testing/stand-in.ts';

let at: Terminal;
beforeEach(() => {
  at = terminal({ ...STAND_INS, LANGSMITH_API_KEY: 'ls', LANGSMITH_ENDPOINT: 'http://source.test/api/v1/' });
});
afterEach(() => at.leave());

test('LangSmith is asked project by project, cursor by cursor, for what began before the import', async () => {
  const asked: Record<string, unknown>[] = [];
  const run = (id: string, more: object = {}) => ({
    id,
    trace_id: id,
    name: id,
    run_type: 'llm',
    start_time: '2026-02-01T00:00:00.000001',
    extra: { metadata: { user_id: 'u' } },
    inputs: {},
    ...more,
  });
  const { means, posted } = standIn({
    'GET /api/v1/sessions': ({ searchParams }) =>
      searchParams.get('offset') === '0'
        ? Array.from({ length: 100 }, (_, i) => ({ id: `p${i}`, name: `project ${i}` }))
        : [{ id: 'last', name: 'support' }],
    'POST /api/v1/runs/query': (_url, body) => {
      asked.push(body as Record<string, unknown>);
      return (body as { cursor?: string }).cursor === 'next'
        ? { runs: [run('c')], cursors: { next: null } }
        : {
            runs: [
              run('new', { start_time: '2026-03-01T00:00:01' }),
              run('a', {
                first_token_time: '2026-02-01T00:00:01',
                prompt_tokens: 5,
                completion_tokens: 3,
                total_tokens: 8,
              }),
              run('b', { events: [{ name: 'new_token', time: 't' }], first_token_time: 'x' }),
            ],
            cursors: { next: 'next' },
          };
    },
    'GET /api/v1/feedback': () => [
      { id: 'f', run_id: 'a', key: 'helpful', score: 0, value: null, level: 'run' },
    ],
  });
  const { code, complaints } = await at.run(['import', 'langsmith', '--project', 'support'], { means });
  expect([code, complaints]).toEqual([0, '']);
  expect(asked.map(({ session, cursor, filter }) => [session, cursor, filter])).toEqual([
    [['last'], undefined, undefined],
    [['last'], 'next', undefined],
  ]);
  const [runs, feedback] = posted;
  expect(runs).toMatchObject({
    path: '/runs/batch',
    body: {
      post: [
        {
          id: 'a',
          session_name: 'support',
          events: [{ name: 'new_token', time: '2026-02-01T00:00:01' }],
          extra: { metadata: { user_id: 'u', usage_metadata: { total_tokens: 8 } } },
        },
        { id: 'b', events: [{ name: 'new_token', time: 't' }] },
        { id: 'c' },
      ],
    },
  });
  const part = feedback?.body instanceof FormData ? feedback.body.get('feedback.f') : null;
  expect(part instanceof Blob && JSON.parse(await part.text())).toEqual({
    id: 'f',
    run_id: 'a',
    key: 'helpful',
    score: 0,
  });
});

test('a project that is not there is answered with those that are', async () => {
  const { means } = standIn({ 'GET /api/v1/sessions': () => [{ id: 'p', name: 'support' }] });
  const { code, complaints } = await at.run(['import', 'langsmith', '--project', 'suport'], { means });
  expect([code, complaints]).toEqual([2, 'There is no project "suport". There are: support.']);
});
