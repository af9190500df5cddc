// @vitest-environment node
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type ApiServer, aMe, type Reply, type SeenRequest, startApiServer } from '../testing/api-server.ts';
import { api, askMe, forgetCsrfToken } from './client.ts';
import { ApiFailure, isTemporary } from './failure.ts';

let server: ApiServer;
let reply: (request: SeenRequest) => Reply | undefined;

beforeEach(async () => {
  forgetCsrfToken();
  reply = () => undefined;
  server = await startApiServer((request) =>
    request.path === '/api/v1/me' ? (reply(request) ?? { body: aMe() }) : reply(request),
  );
});
afterEach(() => server.close());

const answer = z.object({ answer: z.number() });
const failureOf = async (promise: Promise<unknown>): Promise<ApiFailure> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiFailure)) throw new Error(`no failure but ${String(error)}`);
  return error;
};

test('a question names its project and leaves out what is not set', async () => {
  reply = () => ({ body: { answer: 42 } });
  const result = await api.get(answer, '/api/v1/x', {
    project: 'p 1',
    query: { from: 'a', to: undefined, filter: '' },
  });
  expect(result).toEqual({ answer: 42 });
  expect([...(server.seen[0]?.query ?? [])]).toEqual([
    ['project', 'p 1'],
    ['from', 'a'],
  ]);
});

test('changes carry the token of the session, asked for once', async () => {
  reply = ({ path }) => (path === '/api/v1/x' ? { body: { answer: 1 } } : undefined);
  await Promise.all([api.change(answer, 'POST', '/api/v1/x'), api.change(answer, 'DELETE', '/api/v1/x')]);
  const tokens = server.seen
    .filter(({ path }) => path === '/api/v1/x')
    .map(({ headers }) => headers['x-csrf-token']);
  expect(tokens).toEqual(['token-1', 'token-1']);
  expect(server.seen.filter(({ path }) => path === '/api/v1/me')).toHaveLength(1);
});

test('a page that asks who is signed in and what is there at once asks the first only once', async () => {
  reply = ({ path }) => (path === '/api/v1/x' ? { body: { answer: 1 } } : undefined);
  const [me] = await Promise.all([askMe(), api.change(answer, 'POST', '/api/v1/x')]);
  expect(me.user?.name).toBe('Ada');
  expect(server.seen.filter(({ path }) => path === '/api/v1/me')).toHaveLength(1);
});

test('what is open to all asks for no token', async () => {
  reply = () => ({ body: { answer: 1 } });
  await api.change(answer, 'POST', '/api/v1/login', { body: {}, open: true });
  expect(server.seen.map(({ path }) => path)).toEqual(['/api/v1/login']);
});

test('an error keeps the code, the message and how long to wait', async () => {
  reply = () => ({
    status: 429,
    headers: { 'retry-after': '7' },
    body: { error: { code: 'rate_limited', message: 'Too many requests.', details: { left: 0 } } },
  });
  const failure = await failureOf(api.get(answer, '/api/v1/x'));
  expect(failure).toMatchObject({
    status: 429,
    code: 'rate_limited',
    message: 'Too many requests.',
    details: { left: 0 },
    retryAfter: 7,
  });
  expect(isTemporary(failure)).toBe(true);
});

test('an error that is not ours still says its status', async () => {
  reply = () => ({ status: 502, body: 'Bad gateway' });
  expect(await failureOf(api.get(answer, '/api/v1/x'))).toMatchObject({ status: 502, code: 'http_502' });
});

test('an answer in another form is a failure, not a surprise later', async () => {
  reply = () => ({ body: { answer: 'many' } });
  expect(await failureOf(api.get(answer, '/api/v1/x'))).toMatchObject({ code: 'shape' });
});

test('an empty answer is fine where nothing is expected', async () => {
  reply = ({ path }) => (path === '/api/v1/x' ? { status: 204 } : undefined);
  expect(await api.change(z.undefined(), 'DELETE', '/api/v1/x')).toBeUndefined();
});

test('a server that is not there is said to be so, and worth another try', async () => {
  await server.close();
  globalThis.fetch = (
    (original) => (_input, init) =>
      original('http://127.0.0.1:1/', init)
  )(globalThis.fetch);
  const failure = await failureOf(api.get(answer, '/api/v1/x'));
  expect(failure.code).toBe('offline');
  expect(isTemporary(failure)).toBe(true);
  server = await startApiServer(() => undefined);
});

test('a request that was called off is no failure of the server', async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(api.get(answer, '/api/v1/x', { signal: stop.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});
