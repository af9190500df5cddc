import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { firstRun } from './first-run.ts';
import { createKeyAuth } from './http/keys.ts';
import { passwordFits } from './http/passwords.ts';
import { randomIds } from './ids.ts';
import { fakeClock } from './testing/fake-clock.ts';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from './testing/test-records.ts';

const postgres = await postgresReachable();
const clock = fakeClock();
let test: TestRecords;
beforeEach(async () => {
  test = await embeddedRecords();
});
afterEach(() => test.dispose());

const start = (env: Record<string, string> = {}) => firstRun(test.records, readConfig(env), clock, randomIds);
const configured = {
  PHAROS_ADMIN_EMAIL: 'Ops@Example.com',
  PHAROS_ADMIN_PASSWORD: 'correct horse',
  PHAROS_PROJECT: 'shop',
  PHAROS_PUBLIC_KEY: 'pk-lf-1234',
  PHAROS_SECRET_KEY: 'sk-lf-5678',
};
const all = async () => ({
  users: await test.records.selectFrom('users').selectAll().execute(),
  projects: await test.records.selectFrom('projects').selectAll().execute(),
  keys: await test.records.selectFrom('apiKeys').selectAll().execute(),
  members: await test.records.selectFrom('members').selectAll().execute(),
});

describe('the first start', () => {
  it('makes an admin, a project and a key pair of its own', async () => {
    const { loginLink, keys } = await start();
    expect(loginLink).toMatch(/^http:\/\/127\.0\.0\.1:7070\/login\?token=/);
    const header = (name: string) => (name === 'x-api-key' ? keys?.secretKey : undefined);
    const caller = await createKeyAuth(test.records, clock).authenticate(header);
    const { projects, members, users } = await all();
    expect(caller).toMatchObject({ project: projects[0]?.id, scopes: ['ingest', 'read'] });
    expect(members).toMatchObject([{ userId: users[0]?.id, projectId: projects[0]?.id, role: 'owner' }]);
  });

  it('takes admin, project and keys from the settings and prints none of them', async () => {
    expect(await start(configured)).toEqual({ loginLink: undefined, keys: undefined });
    const { users, projects, keys } = await all();
    expect(users[0]?.email).toBe('ops@example.com');
    expect(await passwordFits(users[0]?.passwordHash, 'correct horse')).toBe(true);
    expect(projects[0]?.name).toBe('shop');
    expect(keys).toMatchObject([{ publicKey: 'pk-lf-1234', scopes: ['ingest', 'read', 'admin'] }]);
  });
});

it('is in the book of who changed what, once', async () => {
  const lines = () =>
    test.records
      .selectFrom('audit')
      .select(['actor', 'action', 'subject', 'projectId'])
      .orderBy('id')
      .execute();
  await start(configured);
  const { users, projects, keys } = await all();
  const [user, project, key] = [users[0]?.id, projects[0]?.id, keys[0]?.id];
  const expected = [
    { actor: 'system', action: 'user.create', subject: user, projectId: null },
    { actor: 'system', action: 'project.create', subject: project, projectId: project },
    { actor: 'system', action: 'member.owner', subject: user, projectId: project },
    { actor: 'system', action: 'key.create', subject: key, projectId: project },
  ];
  expect(await lines()).toEqual(expected);
  await start(configured);
  expect(await lines()).toEqual(expected);
});

describe('a later start', () => {
  it.each([{ env: {} }, { env: configured }])('changes nothing that is there ($env)', async ({ env }) => {
    await start(env);
    const before = await all();
    const { keys } = await start(env);
    expect(keys).toBeUndefined();
    expect(await all()).toEqual(before);
  });

  it('offers a login link until the admin has a password', async () => {
    const first = await start();
    const second = await start();
    expect(second.loginLink).toBeDefined();
    expect(second.loginLink).not.toBe(first.loginLink);
    await test.records.updateTable('users').set({ passwordHash: 'set' }).execute();
    expect((await start()).loginLink).toBeUndefined();
  });

  it('does not reset a password that the admin changed', async () => {
    await start(configured);
    await test.records.updateTable('users').set({ passwordHash: 'changed' }).execute();
    await start(configured);
    expect((await all()).users[0]?.passwordHash).toBe('changed');
  });

  it('adds what newly set variables name', async () => {
    await start();
    await start(configured);
    const { projects, keys, users } = await all();
    expect(projects.map(({ name }) => name).sort()).toEqual(['default', 'shop']);
    expect(keys).toHaveLength(2);
    expect(users).toHaveLength(2);
  });

  it.each([
    ['revokedAt', 'was revoked on 2026-03-01T12:00:00.000Z: set a new pair'],
    ['expiresAt', 'expired on 2026-03-01T12:00:00.000Z: set a new pair'],
  ])('refuses a configured key that is no longer in force (%s), and leaves it so', async (what, message) => {
    await start(configured);
    const ended = { [what]: new Date(clock.nowMs()) };
    await test.records.updateTable('apiKeys').set(ended).execute();
    await expect(start(configured)).rejects.toThrow(message);
    expect((await all()).keys).toMatchObject([ended]);
  });

  it.each([
    ['of the configured name', { PHAROS_PROJECT: 'shop' }, 'shop'],
    ['of the configured key', { ...configured, PHAROS_PROJECT: 'default' }, 'shop'],
    ['that is the oldest', {}, 'default'],
  ])('lets an admin who is newly named own the project %s', async (_, env, name) => {
    await start();
    clock.advance(1);
    await start(configured);
    const named = { ...env, PHAROS_ADMIN_EMAIL: 'new@example.com' };
    await start(named);
    const { users, projects, members } = await all();
    const id = users.find(({ email }) => email === 'new@example.com')?.id;
    expect(members.filter(({ userId }) => userId === id)).toMatchObject([
      { projectId: projects.find((project) => project.name === name)?.id, role: 'owner' },
    ]);
  });

  it('gives no right to a user who exists already', async () => {
    await start();
    const [project] = (await all()).projects;
    const createdAt = new Date();
    const member = { id: 'member', email: 'ops@example.com', name: 'm', passwordHash: 'x', createdAt };
    await test.records.insertInto('users').values(member).execute();
    await test.records
      .insertInto('members')
      .values({ projectId: project?.id ?? '', userId: 'member', role: 'viewer', createdAt })
      .execute();
    const before = (await all()).members;
    await start({ PHAROS_ADMIN_EMAIL: 'ops@example.com', PHAROS_ADMIN_PASSWORD: 'correct horse' });
    expect((await all()).members).toEqual(before);
  });

  it('refuses half of a pair that is in use with another counterpart', async () => {
    await start(configured);
    await expect(start({ ...configured, PHAROS_SECRET_KEY: 'sk-other' })).rejects.toThrow(
      'choose a new pair',
    );
  });

  it.runIf(postgres)('makes one of each when servers start together on one database', async () => {
    const shared = await postgresRecords();
    const begin = () => firstRun(shared.records, readConfig({}), clock, randomIds);
    const runs = await Promise.all([begin(), begin(), begin()]);
    expect(runs.filter(({ keys }) => keys !== undefined)).toHaveLength(1);
    const users = await shared.records.selectFrom('users').select('id').execute();
    await shared.dispose();
    expect(users).toHaveLength(1);
  });
});
