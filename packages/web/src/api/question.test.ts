// @vitest-environment node
import { type Answer, type QuestionInput, questionSchema } from '@pharos/core/question';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiServer, aMe, type Reply, type SeenRequest, startApiServer } from '../testing/api-server.ts';
import { freshAnswer } from './fresh-answer.ts';
import { askTogether } from './question-batch.ts';

let server: ApiServer;
let reply: (request: SeenRequest) => Reply | undefined;
beforeEach(async () => {
  reply = answered;
  server = await startApiServer((request) =>
    request.path === '/api/v1/me' ? { body: aMe() } : reply(request),
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

const HOUR = 3_600_000;
const NOON = Date.parse('2026-03-01T12:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString();
const input = (over: Partial<QuestionInput> = {}): QuestionInput => ({
  metrics: ['spans'],
  from: iso(NOON - HOUR),
  to: iso(NOON),
  ...over,
});
const question = (over: Partial<QuestionInput> = {}) => questionSchema.parse(input(over));

const questionsOf = ({ body }: SeenRequest) =>
  (body as { questions: ReturnType<typeof question>[] }).questions;
const asked = () => server.seen.filter(({ path }) => path === '/api/v1/questions').map(questionsOf);

/** An answer that says its limit; in buckets, the minutes of the hour at which each begins. */
function answerTo({ from, to, limit, bucketSeconds }: ReturnType<typeof question>): Answer {
  const series = { group: [], other: false, totals: { spans: limit }, exact: {} };
  if (bucketSeconds === undefined) return { from, to, series: [series] };
  const width = bucketSeconds * 1000;
  const count = Math.ceil((Date.parse(to) - Date.parse(from)) / width);
  const buckets = Array.from({ length: count }, (_, i) => iso(Date.parse(from) + i * width));
  const spans = buckets.map((start) => new Date(start).getUTCMinutes());
  return { from, to, bucketSeconds, buckets, series: [{ ...series, points: { spans } }] };
}
const lineOf = (each: ReturnType<typeof question>, index: number) => ({ index, answer: answerTo(each) });
const answered = (request: SeenRequest): Reply => ({ lines: questionsOf(request).map(lineOf).reverse() });
const limitOf = (answer: Answer) => answer.series[0]?.totals.spans;

describe('Questions asked in the same moment', () => {
  it('go out as one request, each of them once, by project', async () => {
    const answers = await Promise.all([
      askTogether('p1', question({ limit: 1 })),
      askTogether('p1', question({ limit: 2 })),
      askTogether('p1', question({ limit: 1 })),
      askTogether('p2', question({ limit: 3 })),
    ]);
    expect(answers.map(limitOf)).toEqual([1, 2, 1, 3]);
    const sent = server.seen.filter(({ path }) => path === '/api/v1/questions');
    expect(
      sent.map((each) => [each.query.get('project'), questionsOf(each).map(({ limit }) => limit)]),
    ).toEqual([
      ['p1', [1, 2]],
      ['p2', [3]],
    ]);
    expect(sent[0]?.headers['x-csrf-token']).toBe('token-1');
  });

  it('are as many as one request may have', async () => {
    const all = Array.from({ length: 150 }, (_, i) => askTogether('p1', question({ limit: i + 1 })));
    expect((await Promise.all(all)).map(limitOf).at(-1)).toBe(150);
    expect(asked().map((each) => each.length)).toEqual([100, 50]);
  });

  it('are answered one by one, as the answers arrive', async () => {
    let goOn: () => void = () => undefined;
    const rest = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    reply = (request) => ({
      lines: (async function* () {
        const [first, second] = questionsOf(request).map(lineOf);
        yield second;
        await rest;
        yield first;
      })(),
    });
    const late = askTogether('p1', question({ limit: 1 }));
    expect(limitOf(await askTogether('p1', question({ limit: 2 })))).toBe(2);
    goOn();
    expect(limitOf(await late)).toBe(1);
  });

  it('fail alone, and may be asked again where that can help', async () => {
    const error = (code: string) => ({ code, message: `because ${code}` });
    reply = () => ({
      lines: [
        { index: 0, error: error('invalid_request') },
        { index: 1, error: error('overloaded') },
        { index: 2, answer: answerTo(question({ limit: 3 })) },
      ],
    });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((limit) => askTogether('p1', question({ limit }))),
    );
    expect(outcomes).toMatchObject([
      { reason: { code: 'invalid_request', status: 400, message: 'because invalid_request' } },
      { reason: { code: 'overloaded', status: 503 } },
      { status: 'fulfilled' },
    ]);
  });

  it('all fail with the request, and when it breaks off those without an answer', async () => {
    reply = () => ({ status: 503, body: { error: { code: 'overloaded', message: 'Busy.' } } });
    await expect(askTogether('p1', question())).rejects.toMatchObject({ status: 503 });
    reply = (request) => ({ lines: questionsOf(request).slice(0, 1).map(lineOf) });
    const [first, second] = [1, 2].map((limit) => askTogether('p1', question({ limit })));
    await expect(second).rejects.toMatchObject({ code: 'offline' });
    expect(limitOf((await first) as Answer)).toBe(1);
  });

  it('are given up when all who asked have left, and not before', async () => {
    reply = (request) => ({
      lines: (async function* () {
        yield lineOf(questionsOf(request)[0] as never, 0);
        await request.left;
      })(),
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = askTogether('p1', question({ limit: 1 }));
    const second = askTogether('p1', question({ limit: 2 }), one.signal);
    const third = askTogether('p1', question({ limit: 3 }), two.signal);
    await first;
    one.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    two.abort(new Error('left too'));
    await expect(third).rejects.toThrow('left too');
    await server.seen.at(-1)?.left;
    // Who leaves before anything is sent asks nothing.
    const early = new AbortController();
    const none = askTogether('p1', question({ limit: 4 }), early.signal);
    early.abort(new Error('gone'));
    await expect(none).rejects.toThrow('gone');
    await askTogether('p1', question({ limit: 5 }));
    expect(asked().flatMap((each) => each.map(({ limit }) => limit))).toEqual([1, 2, 3, 5]);
  });
});

describe('an answer on screen', () => {
  const line = (over: Partial<QuestionInput> = {}) => input({ bucketSeconds: 300, ...over });
  const later = (minutes: number, over: Partial<QuestionInput> = {}) =>
    line({ from: iso(NOON - HOUR), to: iso(NOON + minutes * 60_000), ...over });
  const at = (ms: number) => vi.useFakeTimers({ now: ms, toFake: ['Date'] });
  /** Answers differ by project, so that no test knows what another was told. */
  let project: string;
  let projects = 0;
  beforeEach(() => {
    project = `shown ${++projects}`;
  });

  it('grows by its tail when its range moves on', async () => {
    at(NOON);
    await freshAnswer(project, line(), 'points');
    at(NOON + 60_000);
    const answer = await freshAnswer(project, later(1), 'points');
    expect(asked().map((each) => each.map(({ from }) => from))).toEqual([
      [iso(NOON - HOUR)],
      [iso(NOON - 15 * 60_000)],
    ]);
    expect(answer.buckets).toHaveLength(13);
    expect(answer.series[0]?.points?.spans).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 0]);
  });

  it('is asked as a whole again every ten minutes, and whenever somebody asks for the same time again', async () => {
    at(NOON);
    await freshAnswer(project, line(), 'points');
    await freshAnswer(project, line(), 'points');
    at(NOON + 6 * 60_000);
    await freshAnswer(project, later(6), 'points');
    at(NOON + 11 * 60_000);
    await freshAnswer(project, later(11), 'points');
    expect(asked().map(([each]) => each?.from)).toEqual([
      iso(NOON - HOUR),
      iso(NOON - HOUR),
      iso(NOON - 15 * 60_000),
      iso(NOON - HOUR),
    ]);
  });

  it('is asked as a whole where that alone is right', async () => {
    at(NOON);
    const p95 = { metrics: ['latencyP95'] };
    await freshAnswer(project, line(p95), 'totals');
    await freshAnswer(project, later(1, p95), 'totals');
    expect(asked().map(([each]) => each?.from)).toEqual([iso(NOON - HOUR), iso(NOON - HOUR)]);
  });
});

it('a Question that cannot be is asked alone, so that it spoils no other', async () => {
  reply = (request) =>
    request.path === '/api/v1/query'
      ? { status: 400, body: { error: { code: 'invalid_request', message: 'No.' } } }
      : answered(request);
  const odd = freshAnswer('p1', input({ metrics: ['joy'] }), 'totals');
  const good = freshAnswer('p1', input({ limit: 7 }), 'totals');
  await expect(odd).rejects.toMatchObject({ status: 400, message: 'No.' });
  expect(limitOf(await good)).toBe(7);
});
