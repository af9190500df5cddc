import { createHmac } from 'node:crypto';
import { beaconTakenSchema } from '@pharos/core/api/beacon';
import {
  type BrowserKey,
  browserKeyListSchema,
  browserKeySchema,
  signingSecretSchema,
} from '@pharos/core/api/browser-keys';
import { eventPageSchema } from '@pharos/core/api/events';
import { onlinePageSchema } from '@pharos/core/api/presence';
import { beforeEach, expect, test } from 'vitest';
import { openReadApp } from '../../testing/read-app.ts';
import type { Client } from '../../testing/test-app.ts';

const SHOP = 'https://shop.example.com';

const { app } = await openReadApp();

let shop: { projectId: string; owner: Client };
/** Takes signed users only. */
let key: BrowserKey;
let secret: string;
beforeEach(async () => {
  shop = await app.aSecondProject();
  key = await aBrowserKey();
  secret = await newSecret();
  expect(await takeSignedOnly(true)).toEqual([200, true]);
});

const keysPath = () => `/api/v1/projects/${shop.projectId}/browser-keys`;
const aBrowserKey = async () =>
  (await shop.owner.post(keysPath(), { name: 'shop', origins: [SHOP] })).as(browserKeySchema);
const events = async () =>
  (await shop.owner.get(`/api/v1/events?project=${shop.projectId}`)).as(eventPageSchema).data;
const HOUR_S = 3_600;
const nowS = () => Math.floor(app.clock.nowMs() / 1000);
const newSecret = async (of = key) => {
  const answer = await shop.owner.post(`${keysPath()}/${of.id}/signing-secret`);
  expect(answer.status).toBe(201);
  return answer.as(signingSecretSchema).signingSecret;
};
const takeSignedOnly = async (signedUsersOnly: boolean) => {
  const answer = await shop.owner.patch(`${keysPath()}/${key.id}`, { signedUsersOnly });
  return [answer.status, answer.at('signedUsersOnly')];
};
const signed = (claims: object, secret: string) => {
  const text = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((each) => base64url(JSON.stringify(each)))
    .join('.');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const taken = async (body: Record<string, unknown>) => {
  const answer = await app.nobody.send({
    ...{ method: 'POST', url: '/api/v1/beacon', payload: JSON.stringify({ key: key.publicKey, ...body }) },
    headers: { 'content-type': 'text/plain', origin: SHOP },
  });
  const { accepted, refused } = answer.as(beaconTakenSchema);
  return { accepted, refused: refused.map(({ kind, index, message }) => `${kind} ${index}: ${message}`) };
};
const ofAda = { events: [{ name: 'x', userId: 'ada' }] };

test('A key of signed users takes what is of the user of the token or of nobody, and refuses the rest item by item', async () => {
  const userToken = signed({ userId: 'ada', exp: nowS() + HOUR_S }, secret);
  const { accepted, refused } = await taken({
    userToken,
    presence: [{ userId: 'bob' }, { userId: 'ada' }, { state: 'active' }],
    events: [
      { name: 'x', userId: 'ada' },
      { name: 'x', sessionId: 's1' },
      { name: 'x', userId: 'bob' },
    ],
    feedback: [
      { feedbackId: 'f1', value: 1, sessionId: 's1', userId: 'eve' },
      { feedbackId: 'f2', value: 1, sessionId: 's1' },
    ],
  });
  expect(accepted).toBe(4);
  const another = 'userId: the token is of another user';
  expect(refused).toEqual([
    `presence 0: ${another}`,
    expect.stringMatching(/^presence 2: userId: /),
    `events 2: ${another}`,
    `feedback 0: ${another}`,
  ]);
  const online = (await shop.owner.get(`/api/v1/users/online?project=${shop.projectId}`)).as(
    onlinePageSchema,
  );
  expect(online.data.map(({ userId }) => userId)).toEqual(['ada']);
});

test('A key of signed users says what is wrong with a token, and takes one of its own server alone', async () => {
  const exp = nowS() + HOUR_S;
  const other = await newSecret(await aBrowserKey());
  const [header, , signature] = signed({ userId: 'bob', exp }, secret).split('.');
  const swapped = [header, base64url(JSON.stringify({ userId: 'ada', exp })), signature].join('.');
  const none = `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify({ userId: 'ada', exp }))}.`;
  const wrong: [token: string | undefined, why: string][] = [
    [undefined, 'no token came'],
    ['', 'not signed'],
    ['a.b.c.d', 'not signed'],
    [none, 'not signed'],
    [swapped, 'not signed'],
    [signed({ userId: 'ada', exp }, other), 'not signed'],
    [signed({ userId: 'ada', exp }, ''), 'not signed'],
    [`${signed({ userId: 'ada', exp }, secret)}.x`, 'not signed'],
    [signed({ userId: 'ada', exp: nowS() }, secret), 'expired'],
    [signed({ userId: 'ada' }, secret), 'no exp'],
    [signed({ exp }, secret), 'no userId'],
    [signed({ userId: 'bob', exp }, secret), 'another user'],
  ];
  for (const [userToken, why] of wrong) {
    const { accepted, refused } = await taken({ ...ofAda, ...(userToken !== undefined && { userToken }) });
    expect([userToken, accepted, refused]).toEqual([userToken, 0, [expect.stringContaining(why)]]);
  }
  expect(await events()).toEqual([]);
  expect((await taken({ ...ofAda, userToken: signed({ userId: 'ada', exp }, secret) })).accepted).toBe(1);
});

test('A key of signed users has a secret that is shown once and may be replaced, without which it cannot be told to', async () => {
  const old = signed({ userId: 'ada', exp: nowS() + HOUR_S }, secret);
  expect(secret).toMatch(/^sk-user-[\w-]{43}$/);
  const listed = await shop.owner.get(keysPath());
  expect(listed.text).not.toContain(secret);
  expect(listed.as(browserKeyListSchema).data).toMatchObject([
    { signedUsersOnly: true, hasSigningSecret: true },
  ]);
  expect(await newSecret()).not.toBe(secret);
  expect((await taken({ ...ofAda, userToken: old })).accepted).toBe(0);
  expect(await takeSignedOnly(false)).toEqual([200, false]);
  expect((await taken(ofAda)).accepted).toBe(1);
  key = await aBrowserKey();
  expect(key).toMatchObject({ signedUsersOnly: false, hasSigningSecret: false });
  expect(await takeSignedOnly(true)).toEqual([409, undefined]);
  expect((await taken(ofAda)).accepted).toBe(1);
});

test('Whether users are signed is said by admins of its project alone, and audited', async () => {
  const second = await app.aSecondProject();
  const member = await app.aMember('member', shop.projectId);
  for (const [who, status] of [
    [second.owner, 404],
    [member, 403],
  ] as const) {
    expect((await who.patch(`${keysPath()}/${key.id}`, { signedUsersOnly: false })).status).toBe(status);
    expect((await who.post(`${keysPath()}/${key.id}/signing-secret`)).status).toBe(status);
  }
  const lines = await app.records
    .selectFrom('audit')
    .select('action')
    .where('subject', '=', key.id)
    .orderBy('id')
    .execute();
  expect(lines.map(({ action }) => action)).toEqual([
    'browser-key.create',
    'browser-key.signing-secret',
    'browser-key.update',
  ]);
});
