import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { answering, Receiver, yes } from '../testing/receiver.ts';
import { createPost } from './post.ts';
import { BoundedQueue } from './queue.ts';
import { Transport } from './transport.ts';

let server: Receiver;
let clock: ManualClock;
let transport: Transport;
const problems: string[] = [];

const open = (url: string, timeoutMs = 5_000) =>
  new Transport({
    ...{ url, timeoutMs, clock, headers: { authorization: 'Bearer sk-1' }, post: createPost() },
    random: () => 0.5,
    onProblem: (message) => problems.push(message),
  });

beforeEach(async () => {
  problems.length = 0;
  clock = new ManualClock();
  server = await new Receiver().listen();
  transport = open(server.url);
});
afterEach(() => server.close());

const present = (userId: string) => transport.report('presence', { userId });
const usersIn = (at: number) =>
  (server.json(at) as { reports: { userId: string }[] }).reports.map(({ userId }) => userId);
const presence = () => transport.counts().presence;

test('What is reported within a moment goes in one request, with the key', async () => {
  present('a');
  present('b');
  expect(clock.nextInMs).toBe(100);
  clock.advance(100);
  await server.until(1);
  expect(server.received[0]).toMatchObject({
    path: '/api/v1/presence',
    headers: { authorization: 'Bearer sk-1', 'content-type': 'application/json' },
  });
  expect(usersIn(0)).toEqual(['a', 'b']);
  await vi.waitFor(() => expect(presence()).toMatchObject({ sent: 2, waiting: 0 }));
});

test.each([
  { seconds: '7', waits: 7_000 },
  { seconds: undefined, waits: 375 },
])(
  'A server under pressure (Retry-After: $seconds) is asked again after $waits ms',
  async ({ seconds, waits }) => {
    server.answer = answering(503, seconds ? { 'retry-after': seconds } : {});
    present('a');
    clock.advance(100);
    await vi.waitFor(() => expect(presence()).toMatchObject({ retries: 1, waiting: 1 }));
    expect(clock.nextInMs).toBe(waits);
    server.answer = yes;
    present('b');
    clock.advance(waits - 1);
    expect(server.received).toHaveLength(1);
    clock.advance(1);
    await server.until(2);
    expect(usersIn(1)).toEqual(['a', 'b']);
  },
);

test('Each failure in a row waits twice as long, until half a minute at most', async () => {
  server.answer = answering(429);
  present('a');
  const waits: number[] = [];
  for (let n = 0; n < 9; n++) {
    clock.advance(clock.nextInMs ?? 0);
    await vi.waitFor(() => expect(presence()?.retries).toBe(n + 1));
    waits.push(clock.nextInMs ?? 0);
  }
  expect(waits).toEqual([375, 750, 1500, 3000, 6000, 12000, 22500, 22500, 22500]);
  expect(problems).toHaveLength(1);
});

test('Through an outage the newest are kept, the oldest are counted as dropped, and all arrive once it is over', async () => {
  const { url } = server;
  await server.close();
  for (let n = 0; n < 5_200; n++) present(`user-${n}`);
  await vi.waitFor(() => expect(presence()).toMatchObject({ waiting: 5_000, dropped: 200 }));
  expect(await transport.flush(5_000)).toBe(false);
  server = await new Receiver().listen(Number(new URL(url).port));
  expect(await transport.flush(30_000)).toBe(true);
  const arrived = server.received.flatMap((_, at) => usersIn(at));
  expect(arrived).toEqual(Array.from({ length: 5_000 }, (_, n) => `user-${n + 200}`));
});

test('A server that does not answer is given up after the timeout, and what was sent to it is kept', async () => {
  transport = open(server.url, 50);
  server.answer = () => undefined;
  present('a');
  expect(await transport.flush(5_000)).toBe(false);
  expect(presence()).toMatchObject({ waiting: 1, retries: 1 });
  expect(problems[0]).toMatch('No answer within 50 ms');
});

test('What the server refuses of a batch is counted and not sent again', async () => {
  server.answer = answering(200, {}, '{"accepted":1,"refused":[{"index":1,"message":"no user"}]}');
  present('a');
  present('');
  expect(await transport.flush(5_000)).toBe(true);
  expect(presence()).toMatchObject({ sent: 1, refused: 1, waiting: 0 });
});

test('One bad item of a kind that is taken whole or not at all loses no other', async () => {
  server.answer = ({ body }, response) => void response.writeHead(body.includes('bad') ? 400 : 200).end('{}');
  const names = Array.from({ length: 20 }, (_, n) => (n === 13 ? 'bad' : `good-${n}`));
  for (const name of names) transport.report('scores', { scoreId: name, name, value: 1, traceId: 'a' });
  expect(await transport.flush(5_000)).toBe(true);
  expect(transport.counts().scores).toMatchObject({ sent: 19, refused: 1, waiting: 0 });
});

test('A key that is not taken loses what was sent with it, and says so', async () => {
  server.answer = answering(401, {}, '{"error":{"code":"unauthorized"}}');
  present('a');
  expect(await transport.flush(5_000)).toBe(true);
  expect(presence()).toMatchObject({ refused: 1 });
  expect(problems[0]).toMatch('401');
});

test('A flush ends when its time is over', async () => {
  server.answer = () => undefined;
  present('a');
  expect(await transport.flush(20)).toBe(false);
});

test('What cannot be written as JSON is a problem of nobody else', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  transport.report('presence', circular as never);
  present('a');
  expect(presence()).toMatchObject({ waiting: 1 });
  expect(problems).toHaveLength(1);
});

test('A request under way does not keep the process alive', async () => {
  server.answer = () => undefined;
  const program = `
    import { createPost } from ${JSON.stringify(new URL('./post.ts', import.meta.url).href)};
    createPost()({ url: ${JSON.stringify(server.url)}, headers: {}, body: '{}', timeoutMs: 60_000, background: true }).catch(() => {});
    setTimeout(() => {}, 300);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(server.received).toHaveLength(1);
});

test('A queue keeps the newest that fit, in order, and counts every other', () => {
  const action = fc.oneof(
    fc.record({ push: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ take: fc.integer({ min: 1, max: 5 }), giveBack: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const queue = new BoundedQueue<number>(6, 100);
      let pushed = 0;
      let gone = 0;
      for (const each of actions) {
        if ('push' in each) queue.push(pushed++, each.push);
        else {
          const taken = queue.take(each.take, 50);
          if (each.giveBack) queue.giveBack(taken);
          else gone += taken.length;
        }
        expect(queue.size).toBeLessThanOrEqual(6);
        expect(queue.size + gone + queue.dropped).toBe(pushed);
      }
      const left = queue.take(100, 10_000).map(({ item }) => item);
      expect(left).toEqual(left.map((_, n) => pushed - left.length + n));
    }),
  );
});
