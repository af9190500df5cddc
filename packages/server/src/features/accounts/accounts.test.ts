import { meSchema } from '@pharos/core/api/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../http/passwords.ts';
import { cookieOf, type TestApp, testApp } from '../../testing/test-app.ts';

const email = 'admin@example.com';
const password = 'correct horse battery';
let test: TestApp;
beforeAll(async () => {
  test = await testApp({ PHAROS_ADMIN_EMAIL: email, PHAROS_ADMIN_PASSWORD: password });
});
afterAll(() => test.close());

describe('signing in', () => {
  it('tells a signed-in user who they are and which projects are theirs', async () => {
    const me = (await test.owner.get('/api/v1/me')).as(meSchema);
    expect(me.user?.email).toBe(email);
    expect(me.projects).toMatchObject([{ id: test.projectId, name: 'default', role: 'owner' }]);
  });

  it('tells a key its one project', async () => {
    const key = test.withKey(await test.aKey(['read']));
    const me = (await key.get('/api/v1/me')).as(meSchema);
    expect(me).toMatchObject({
      user: null,
      csrfToken: null,
      projects: [{ id: test.projectId, role: 'viewer' }],
    });
  });

  it('sets a cookie that scripts and other sites do not get', async () => {
    const answer = await test.nobody.post('/api/v1/login', { email: 'Admin@Example.com', password });
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax$/);
  });

  it('says the same of a wrong password and of an unknown user', async () => {
    const wrong = await test.nobody.post('/api/v1/login', { email, password: 'wrong password' });
    const unknown = await test.nobody.post('/api/v1/login', { email: 'nobody@example.com', password });
    expect([wrong.status, wrong.text]).toEqual([401, unknown.text]);
  });

  it('is refused when another site sends the form', async () => {
    const send = (headers: Record<string, string>) =>
      test.nobody.send({ method: 'POST', url: '/api/v1/login', payload: { email, password }, headers });
    expect((await send({ origin: 'https://evil.example' })).at('error.code')).toBe('csrf');
    expect((await send({ 'sec-fetch-site': 'cross-site' })).at('error.code')).toBe('csrf');
    expect((await send({ origin: 'http://127.0.0.1:7070', 'sec-fetch-site': 'same-origin' })).status).toBe(
      200,
    );
  });

  it('keeps no password and no session token in the records', async () => {
    const login = await test.nobody.post('/api/v1/login', { email, password });
    const token = cookieOf(login).split('=')[1];
    const users = await test.records.selectFrom('users').selectAll().execute();
    const sessions = await test.records.selectFrom('loginSessions').selectAll().execute();
    const stored = JSON.stringify([users, sessions]);
    expect(stored).not.toContain(password);
    expect(stored).not.toContain(token);
    expect(users[0]?.passwordHash).toMatch(/^\$argon2id\$/);
  });

  it('slows down whoever guesses the password of one account', async () => {
    const guess = () => test.nobody.post('/api/v1/login', { email: 'victim@example.com', password: 'guess' });
    const answers = [];
    for (let n = 0; n < 11; n++) answers.push(await guess());
    expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect(answers[10]?.status).toBe(429);
    expect(answers[10]?.headers['retry-after']).toBe('301');
    test.clock.advance(301_000);
    expect((await guess()).status).toBe(401);
  });

  it('stays open to the owner of an account while somebody elsewhere guesses', async () => {
    const login = (from: string, secret: string) =>
      test.nobody.send({
        method: 'POST',
        url: '/api/v1/login',
        payload: { email, password: secret },
        remoteAddress: from,
      });
    const guessing = ['203.0.113.7', '203.0.113.8'];
    for (const address of guessing) {
      for (let n = 0; n < 11; n++) {
        const { status } = await login(address, 'guess');
        if (status !== 401) expect([n, status]).toEqual([10, 429]);
      }
    }
    expect((await login('198.51.100.1', password)).status).toBe(200);
    expect((await login('203.0.113.7', password)).status).toBe(429);
    test.clock.advance(301_000);
  });

  it('is not slowed down for who knows the password', async () => {
    for (let n = 0; n < 12; n++) {
      expect((await test.nobody.post('/api/v1/login', { email, password })).status).toBe(200);
    }
  });
});

describe('the book of who changed what', () => {
  const lines = (subject: string) =>
    test.records
      .selectFrom('audit')
      .select(['actor', 'action', 'ip'])
      .where('subject', '=', subject)
      .orderBy('id')
      .execute();

  it('has who signed in, who failed to, and who signed out', async () => {
    const user = await test.aMember('viewer');
    const passwordHash = await hashPassword(password);
    await test.records.updateTable('users').set({ passwordHash }).where('id', '=', user.userId).execute();
    const login = (secret: string) =>
      test.nobody.post('/api/v1/login', { email: user.email, password: secret });
    await login('wrong password');
    await login(password);
    await user.post('/api/v1/me/password', { current: 'wrong password', password: 'another password' });
    await user.post('/api/v1/logout');
    const ip = '127.0.0.1';
    const himself = `user:${user.userId}`;
    expect(await lines(user.userId)).toEqual([
      { actor: 'anonymous', action: 'user.login_failed', ip },
      { actor: himself, action: 'user.login', ip },
      { actor: himself, action: 'user.login_failed', ip },
      { actor: himself, action: 'user.logout', ip },
    ]);
  });

  it('has attempts on accounts and links that do not exist, without what was tried', async () => {
    const before = (await lines('unknown')).length;
    await test.nobody.post('/api/v1/login', { email: 'ghost@example.com', password: 'tried secret' });
    await test.nobody.post('/api/v1/login/link', { token: 'tried token' });
    expect((await lines('unknown')).slice(before)).toEqual(
      Array(2).fill({ actor: 'anonymous', action: 'user.login_failed', ip: '127.0.0.1' }),
    );
    const all = JSON.stringify(await test.records.selectFrom('audit').selectAll().execute());
    expect(all).not.toContain('tried');
  });
});

describe('a session', () => {
  it('lives on for 12 hours after its last use, and no longer', async () => {
    const user = await test.aMember('viewer');
    const status = async () => (await user.get('/api/v1/me')).status;
    test.clock.advance(11 * 3_600_000);
    expect(await status()).toBe(200);
    test.clock.advance(11 * 3_600_000);
    expect(await status()).toBe(200);
    test.clock.advance(12 * 3_600_000 + 1);
    expect(await status()).toBe(401);
  });

  it('ends with the logout', async () => {
    const user = await test.aMember('viewer');
    expect((await user.post('/api/v1/logout')).status).toBe(204);
    expect((await user.get('/api/v1/me')).status).toBe(401);
  });
});

describe('changing the password', () => {
  it('needs the current one and ends all other sessions', async () => {
    const change = (current: string) =>
      login.post('/api/v1/me/password', { current, password: 'another password' });
    const elsewhere = await signIn(test, password);
    const login = await signIn(test, password);
    expect((await change('wrong password')).at('error.code')).toBe('invalid_credentials');
    expect((await change(password)).status).toBe(204);
    expect((await login.get('/api/v1/me')).status).toBe(200);
    expect((await elsewhere.get('/api/v1/me')).status).toBe(401);
    const again = (tried: string) => test.nobody.post('/api/v1/login', { email, password: tried });
    expect((await again(password)).status).toBe(401);
    expect((await again('another password')).status).toBe(200);
  });
});

async function signIn({ nobody, as }: TestApp, secret: string) {
  const answer = await nobody.post('/api/v1/login', { email, password: secret });
  return as({ cookie: cookieOf(answer), 'x-csrf-token': answer.as(meSchema).csrfToken ?? '' });
}
