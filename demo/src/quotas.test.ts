import { expect, test } from 'vitest';
import { limitFor, makeQuotas, WISHES } from './quotas.ts';
import { SendError, type Sender } from './send.ts';

test('a limit is a round figure by which a quota is about as full as wished', () => {
  expect(limitFor(183_412, 0.86, 'tokens')).toBe('210000');
  expect(limitFor(41.7, 0.86, 'cost')).toBe('48');
  expect(limitFor(0.0374, 0.58, 'cost')).toBe('0.064');
  expect(limitFor(3, 0.9, 'requests')).toBe('3');
  expect(limitFor(0, 0.9, 'tokens')).toBe('1000');
});

test('quotas are made once, and whoever spent most is given more', async () => {
  const names = new Set<string>();
  const asked: string[] = [];
  const sender: Sender = {
    refused: { count: 0, reason: '' },
    post: () => Promise.reject(new Error('nothing is sent')),
    get: (() => Promise.resolve({ data: [...names].map((name) => ({ name })) })) as Sender['get'],
    ask: (async (path: string, body: { name: string; scope: { type: string } }) => {
      asked.push(path);
      if (path === '/api/v1/quotas') names.add(body.name);
      const most = [
        { user: 'ada', used: '900' },
        { user: 'bob', used: '500' },
      ];
      return path.endsWith('/preview')
        ? { windows: [{ used: '70' }], users: body.scope.type === 'eachUser' ? { most } : null }
        : { id: 'q1' };
    }) as Sender['ask'],
  };
  expect([await makeQuotas(sender, 0), await makeQuotas(sender, 0)]).toEqual([WISHES.length, 0]);
  expect(asked.filter((path) => path.endsWith('/raises'))).toEqual(['/api/v1/quotas/q1/raises']);
});

test.each([
  [403, undefined],
  [404, 'no such thing'],
  [undefined, 'no answer'],
])('a key that may not make quotas makes none, and anything else is said: %s', async (status, thrown) => {
  const fail = () => Promise.reject(new SendError(thrown ?? 'not allowed', status));
  const sender: Sender = { refused: { count: 0, reason: '' }, post: fail, get: fail, ask: fail };
  const made = makeQuotas(sender, 0);
  if (thrown === undefined) expect(await made).toBeUndefined();
  else await expect(made).rejects.toThrow(thrown);
});
