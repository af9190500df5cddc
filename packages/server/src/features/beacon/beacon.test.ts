import { beaconTakenSchema } from '@pharos/core/api/beacon';
import { type BrowserKey, browserKeyListSchema, browserKeySchema } from '@pharos/core/api/browser-keys';
import { eventPageSchema } from '@pharos/core/api/events';
import { onlinePageSchema } from '@pharos/core/api/presence';
import { scorePageSchema } from '@pharos/core/api/scores';
import { beforeEach, describe, expect, test } from 'vitest';
import { openReadApp } from '../../testing/read-app.ts';
import type { Answer, Client } from '../../testing/test-app.ts';

const SHOP = 'https://shop.example.com';

const { app } = await openReadApp();

let shop: { projectId: string; owner: Client };
let key: BrowserKey;
beforeEach(async () => {
  shop = await app.aSecondProject();
  key = await aBrowserKey([SHOP, 'https://*.example.org']);
});

const keysPath = () => `/api/v1/projects/${shop.projectId}/browser-keys`;
const aBrowserKey = async (origins: string[]) => {
  const answer = await shop.owner.post(keysPath(), { name: 'shop', origins });
  expect(answer.status).toBe(201);
  return answer.as(browserKeySchema);
};
const sent = (
  payload: string,
  headers: Record<string, string> = { origin: SHOP },
  remoteAddress = '192.0.2.1',
) =>
  app.nobody.send({
    ...{ method: 'POST', url: '/api/v1/beacon', payload, remoteAddress },
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
  });
const tell = (body: Record<string, unknown>, headers?: Record<string, string>, address?: string) =>
  sent(JSON.stringify({ key: key.publicKey, ...body }), headers, address);
const codeOf = (answer: Answer) => [answer.status, answer.at('error.code')];
const project = () => `?project=${shop.projectId}`;
const events = async () =>
  (await shop.owner.get(`/api/v1/events${project()}`)).as(eventPageSchema).data.map(({ name }) => name);

describe('a beacon', () => {
  test('tells presence, events and feedback of a page of its origin, which may read what was taken', async () => {
    const answer = await tell({
      presence: [{ userId: 'ada', sessionId: 's1', page: '/cart', platform: 'web' }],
      events: [{ name: 'order placed', userId: 'ada', sessionId: 's1' }],
      feedback: [
        { feedbackId: 'f1', value: true, comment: 'right', userId: 'ada', traceId: 't1', sessionId: 's1' },
        { feedbackId: 'f2', value: 4, name: 'stars', sessionId: 's1' },
      ],
    });
    expect([answer.status, answer.as(beaconTakenSchema)]).toEqual([200, { accepted: 4, refused: [] }]);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': SHOP });
    expect(String(answer.headers.vary).toLowerCase()).toContain('origin');
    const online = (await shop.owner.get(`/api/v1/users/online${project()}`)).as(onlinePageSchema);
    expect(online.data).toMatchObject([{ userId: 'ada', page: '/cart', platform: 'web', country: '' }]);
    expect(await events()).toEqual(['order placed']);
    const { data } = (await shop.owner.get(`/api/v1/scores${project()}`)).as(scorePageSchema);
    const scores = Object.fromEntries(data.map((score) => [score.name, score]));
    expect(scores.feedback).toMatchObject({
      ...{ type: 'boolean', value: 1, traceId: 't1', sessionId: null },
      ...{ comment: 'right', author: 'ada', source: 'feedback' },
    });
    expect(scores.stars).toMatchObject({ type: 'numeric', value: 4, traceId: null, sessionId: 's1' });
  });

  test('that is told again with its ids is stored once, and overwrites no score that others gave', async () => {
    const at = new Date(app.clock.nowMs()).toISOString();
    const body = {
      events: [{ name: 'x', eventId: 'e1', userId: 'ada', at }],
      feedback: [{ feedbackId: 'f1', value: 1, sessionId: 's1', at }],
    };
    await tell(body);
    await tell(body);
    expect(await events()).toEqual(['x']);
    const { data } = (await shop.owner.get(`/api/v1/scores${project()}`)).as(scorePageSchema);
    expect(data.map(({ scoreId }) => scoreId)).toEqual([expect.stringMatching(/^feedback-[\da-f]{32}$/)]);
  });

  test('refuses items one by one by kind and place, and the others count', async () => {
    const { accepted, refused } = (
      await tell({
        presence: [{ state: 'active' }],
        events: [{ name: 'of nobody' }, { name: 'x', userId: 'ada' }],
        feedback: [{ feedbackId: 'f1', value: true }, 'nothing'],
      })
    ).as(beaconTakenSchema);
    expect(accepted).toBe(1);
    expect(refused.map(({ kind, index }) => [kind, index])).toEqual([
      ['presence', 0],
      ['events', 0],
      ['feedback', 0],
      ['feedback', 1],
    ]);
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: `${SHOP}:8443` }],
    ['another scheme', { origin: 'http://shop.example.com' }],
    ['the name that a wildcard is below', { origin: 'https://example.org' }],
    ['a sandbox or a file', { origin: 'null' }],
    ['nowhere', {}],
  ] as [string, Record<string, string>][])(
    'of %s is refused, and no page may read why',
    async (_, headers) => {
      const answer = await tell({ events: [{ name: 'x', userId: 'ada' }] }, headers);
      expect(codeOf(answer)).toEqual([403, 'forbidden']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(await events()).toEqual([]);
    },
  );

  test("tells of the last day alone: a key that is anybody's writes neither into the past nor ahead", async () => {
    const ofDay = (day: number) => {
      const at = new Date(app.clock.nowMs() + day * 86_400_000 + 1_000).toISOString();
      const of = { sessionId: 's1', at };
      return { events: [{ name: 'x', ...of }], feedback: [{ feedbackId: 'f1', value: 1, ...of }] };
    };
    for (const day of [-2, 1]) {
      const { accepted, refused } = (await tell(ofDay(day))).as(beaconTakenSchema);
      expect([accepted, refused.map(({ kind }) => kind)]).toEqual([0, ['events', 'feedback']]);
    }
    expect((await tell(ofDay(-1))).as(beaconTakenSchema)).toEqual({ accepted: 2, refused: [] });
  });

  test('is for all that lies below a wildcard', async () => {
    expect((await tell({}, { origin: 'https://de.shop.example.org' })).status).toBe(200);
  });

  test('needs a browser key: a secret key in a page is told to be revoked, a public one of a pair is none', async () => {
    const secret = await app.aKey(['ingest'], shop.projectId);
    const pair = await shop.owner.post(`/api/v1/projects/${shop.projectId}/keys`, {
      name: 'x',
      scopes: ['admin'],
    });
    for (const wrong of [String(pair.at('publicKey')), 'pk-web-unknown', key.id]) {
      expect([wrong, ...codeOf(await tell({ key: wrong }))]).toEqual([wrong, 401, 'unauthenticated']);
    }
    for (const wrong of [secret, String(pair.at('secretKey'))]) {
      const answer = await tell({ key: wrong });
      expect(codeOf(answer)).toEqual([401, 'unauthenticated']);
      if (wrong !== secret) expect(answer.at('error.message')).toContain('revoke it');
    }
    expect((await app.withKey(secret).post('/api/v1/beacon', { key: secret })).status).toBe(401);
    expect(codeOf(await sent(JSON.stringify({ events: [] })))).toEqual([400, 'invalid_request']);
  });

  test('of a revoked key is refused at once, and of a project that is gone', async () => {
    expect((await tell({})).status).toBe(200);
    expect((await shop.owner.delete(`${keysPath()}/${key.id}`)).status).toBe(204);
    expect((await tell({})).status).toBe(401);
    key = await aBrowserKey([SHOP]);
    expect((await tell({})).status).toBe(200);
    await shop.owner.delete(`/api/v1/projects/${shop.projectId}`);
    expect((await tell({})).status).toBe(401);
  });

  test('tells its own project alone, whatever it names', async () => {
    const second = await app.aSecondProject();
    const answer = await app.nobody.send({
      ...{ method: 'POST', url: `/api/v1/beacon?project=${second.projectId}` },
      headers: { 'content-type': 'text/plain', origin: SHOP },
      payload: JSON.stringify({ key: key.publicKey, events: [{ name: 'x', userId: 'ada' }] }),
    });
    expect(answer.status).toBe(200);
    const theirs = await second.owner.get(`/api/v1/events?project=${second.projectId}`);
    expect(theirs.at('data.length')).toBe(0);
    expect(await events()).toEqual(['x']);
  });

  test.each([
    ['what is no JSON', 'key=pk-web-1', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['what it does not know', '{"key":"k","spans":[]}', 400],
    ['more items than it takes', JSON.stringify({ key: 'k', events: Array(201).fill(0) }), 400],
    ['a prototype', '{"key":"k","__proto__":{"events":[]}}', 400],
    ['more than 64 KiB', JSON.stringify({ key: 'k', events: ['x'.repeat(65_536)] }), 413],
    ['what is endlessly deep', `{"key":"k","events":[${'['.repeat(30_000)}${']'.repeat(30_000)}]}`, 401],
  ])('of %s is refused', async (_, payload, status) => {
    expect((await sent(payload)).status).toBe(status);
  });

  test('that is deep in a property is refused with its place', async () => {
    const deep = `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`;
    const payload = `{"key":"${key.publicKey}","events":[{"name":"x","userId":"a","properties":{"p":${deep}}}]}`;
    expect((await sent(payload)).at('refused.0.index')).toBe(0);
  });

  test('is slowed down by its key and address, with the seconds to wait, which its page may read', async () => {
    const items = Array.from({ length: 199 }, () => 0);
    const from = (address: string) =>
      sent(JSON.stringify({ key: key.publicKey, events: items }), { origin: SHOP }, address);
    for (let count = 0; count < 30; count++) expect((await from('192.0.2.1')).status).toBe(200);
    const late = await from('192.0.2.1');
    expect(codeOf(late)).toEqual([429, 'rate_limited']);
    expect(late.headers).toMatchObject({
      'retry-after': '61',
      'access-control-allow-origin': SHOP,
      'access-control-expose-headers': 'retry-after',
    });
    expect((await from('192.0.2.2')).status).toBe(200);
    app.clock.advance(61_000);
    expect((await from('192.0.2.1')).status).toBe(200);
  });

  describe('from an address where somebody guesses', () => {
    const NAT = '192.0.2.9';
    const from = (publicKey: string) => tell({ key: publicKey }, undefined, NAT);
    const guess = (n: number) => from(`pk-web-${n}`);
    const guessUntilRefused = async () => {
      for (let n = 0; n < 100; n++) expect((await guess(n)).status).toBe(401);
      expect((await guess(100)).status).toBe(429);
    };
    beforeEach(() => app.clock.advance(6 * 60_000));

    test('is not looked up any more when its key is made up, which shuts nobody out of signing in', async () => {
      await guessUntilRefused();
      const login = await app.nobody.send({
        ...{ method: 'POST', url: '/api/v1/login', remoteAddress: NAT },
        payload: { email: 'ada@example.com', password: 'wrong password' },
      });
      expect(login.status).toBe(401);
      app.clock.advance(5 * 60_000 + 1);
      expect((await guess(101)).status).toBe(401);
    });

    test('is taken when its key is known, also after another was revoked, and no longer once its own was', async () => {
      expect((await from(key.publicKey)).status).toBe(200);
      await guessUntilRefused();
      expect((await from(key.publicKey)).status).toBe(200);
      const other = await aBrowserKey([SHOP]);
      await shop.owner.delete(`${keysPath()}/${other.id}`);
      expect((await from(key.publicKey)).status).toBe(200);
      await shop.owner.delete(`${keysPath()}/${key.id}`);
      expect((await from(key.publicKey)).status).toBe(401);
    });

    test('shuts nobody out when it is one page that goes on with one wrong key, or many that come at once with a right one', async () => {
      for (let n = 0; n < 150; n++) expect((await from('pk-web-old')).status).toBe(401);
      const answers = await Promise.all(Array.from({ length: 150 }, () => from(key.publicKey)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    });
  });
});

describe('browser keys of a project', () => {
  test('are shown with their origins as browsers write them and their last use, and audited', async () => {
    await tell({});
    await app.app.parts.keys.settle();
    const made = await aBrowserKey(['HTTPS://App.Example.com:443/', 'https://app.example.com']);
    expect(made).toMatchObject({ name: 'shop', origins: ['https://app.example.com'], lastUsedAt: null });
    expect(made.publicKey).toMatch(/^pk-web-[\da-f]{20}$/);
    const { data } = (await shop.owner.get(keysPath())).as(browserKeyListSchema);
    expect(data.map(({ id }) => id).sort()).toEqual([key.id, made.id].sort());
    expect(data.find(({ id }) => id === key.id)?.lastUsedAt).toBe(new Date(app.clock.nowMs()).toISOString());
    await shop.owner.delete(`${keysPath()}/${made.id}`);
    const lines = await app.records
      .selectFrom('audit')
      .select(['action', 'projectId'])
      .where('subject', '=', made.id)
      .orderBy('id')
      .execute();
    expect(lines).toEqual([
      { action: 'browser-key.create', projectId: shop.projectId },
      { action: 'browser-key.revoke', projectId: shop.projectId },
    ]);
  });

  test.each([
    [[]],
    [['*']],
    [['https://*.com']],
    [['example.com']],
    [['null']],
    [['https://a.example/path']],
  ])('are not made for %j', async (origins) => {
    expect((await shop.owner.post(keysPath(), { name: 'x', origins })).status).toBe(400);
  });

  test('open nothing else', async () => {
    const page = app.withKey(key.publicKey);
    expect((await page.get('/api/v1/events')).status).toBe(401);
    expect((await page.post('/api/v1/events', { events: [{ name: 'x', userId: 'a' }] })).status).toBe(401);
    const basic = { authorization: `Basic ${btoa(`${key.publicKey}:`)}` };
    expect((await app.as(basic).get('/api/v1/me')).status).toBe(401);
  });

  test('are managed by admins of the project alone', async () => {
    const member = await app.aMember('member', shop.projectId);
    expect((await member.get(keysPath())).status).toBe(403);
    expect((await member.post(keysPath(), { name: 'x', origins: [SHOP] })).status).toBe(403);
    const second = await app.aSecondProject();
    expect((await second.owner.delete(`${keysPath()}/${key.id}`)).status).toBe(404);
    const theirs = `/api/v1/projects/${second.projectId}/browser-keys/${key.id}`;
    expect((await second.owner.delete(theirs)).status).toBe(404);
    expect((await tell({})).status).toBe(200);
  });
});
