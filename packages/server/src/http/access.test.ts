import { randomUUID } from 'node:crypto';
import { KEY_SCOPES, type KeyScope, ROLES } from '@pharos/core/api/accounts';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS } from '../errors.ts';
import { type Client, type TestApp, testApp } from '../testing/test-app.ts';
import { atLeast, grants } from './access.ts';
import type { GuardedRoute } from './access-guard.ts';
import { OPEN_ROUTES } from './open-routes.ts';
import type { Routes } from './routes.ts';

let test: TestApp;
let second: { projectId: string; owner: Client };
beforeAll(async () => {
  test = await testApp();
  second = await test.aSecondProject();
});
afterAll(() => test.close());

/** Fills the parameters of a route in; `:projectId` and `?project=` name the project. */
function requestTo({ method, url }: GuardedRoute, projectId: string): InjectOptions {
  const path = url
    .replace(':projectId', projectId)
    .replace(/:\w+/g, () => randomUUID())
    .replace('*', 'x');
  const query = url.includes(':projectId') ? '' : `?project=${projectId}`;
  return { method: method as 'GET', url: path + query };
}
const label = ({ method, url }: GuardedRoute) => `${method} ${url}`;
const guarded = () => test.app.routes.filter(({ access }) => access !== 'open');
const ofProject = () =>
  test.app.routes.flatMap((route) =>
    typeof route.access === 'object' ? [{ ...route, access: route.access }] : [],
  );

/** Asks every route and returns those that did not answer as they must. */
async function wrongAnswers(
  client: Client,
  routes: readonly GuardedRoute[],
  projectId: string,
  right: (status: number) => boolean,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of routes) {
    const { status } = await client.send(requestTo(route, projectId));
    if (!right(status)) wrong.push(`${label(route)} → ${status}`);
  }
  return wrong;
}

describe('access to every registered route', () => {
  it('is open for exactly the listed routes', () => {
    const open = test.app.routes.filter(({ access, method }) => access === 'open' && method !== 'HEAD');
    expect(open.map(label).sort()).toEqual([...OPEN_ROUTES].sort());
    expect(guarded().length).toBeGreaterThan(20);
  });

  it('is refused with 401 without credentials', async () => {
    expect(await wrongAnswers(test.nobody, guarded(), test.projectId, (status) => status === 401)).toEqual(
      [],
    );
  });

  it('is refused with 401 for a key or a session that does not exist', async () => {
    const unknownKey = test.withKey('sk-unknown');
    expect(await wrongAnswers(unknownKey, guarded(), test.projectId, (status) => status === 401)).toEqual([]);
    const { status } = await test.nobody.send({
      url: '/api/v1/me',
      headers: { cookie: 'pharos_session=unknown' },
    });
    expect(status).toBe(401);
  });

  it.each(KEY_SCOPES)(
    'is refused with 403 for a key of scope %s where the scope does not suffice',
    async (scope) => {
      const key = test.withKey(await test.aKey([scope]));
      const beyond = test.app.routes.filter(({ access }) =>
        typeof access === 'object'
          ? access.scope === null || !grants([scope], access.scope)
          : access === 'user',
      );
      expect(beyond.length).toBeGreaterThan(0);
      expect(await wrongAnswers(key, beyond, test.projectId, (status) => status === 403)).toEqual([]);
    },
  );

  it("is refused with 403 or 404 for another project's key", async () => {
    const all: KeyScope[] = ['ingest', 'read', 'admin'];
    const key = test.withKey(await test.aKey(all, second.projectId));
    const wrong = await wrongAnswers(
      key,
      ofProject(),
      test.projectId,
      (status) => status === 403 || status === 404,
    );
    expect(wrong).toEqual([]);
  });

  it("is refused with 404 for another project's user", async () => {
    expect(await wrongAnswers(second.owner, ofProject(), test.projectId, (status) => status === 404)).toEqual(
      [],
    );
  });

  it.each(ROLES)('is refused with 403 for a %s where the role does not suffice', async (role) => {
    const member = await test.aMember(role);
    const beyond = ofProject().filter(({ access }) => !atLeast(role, access.role));
    expect(await wrongAnswers(member, beyond, test.projectId, (status) => status === 403)).toEqual([]);
  });

  it('is refused to a session without its CSRF token wherever something changes', async () => {
    const { cookie } = await sessionOf(test);
    const client: Client['send'] = (options) => test.nobody.send({ ...options, headers: { cookie } });
    const changing = guarded().filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    for (const route of changing) {
      const answer = await client(requestTo(route, test.projectId));
      expect([label(route), answer.status]).toEqual([label(route), 403]);
      expect(answer.text).toContain(ERRORS.csrf.message);
    }
  });
});

async function sessionOf({ app, records }: TestApp): Promise<{ cookie: string }> {
  const { id } = await records.selectFrom('users').select('id').executeTakeFirstOrThrow();
  const { token } = await app.parts.sessions.begin(id);
  return { cookie: `pharos_session=${token}` };
}

describe('the guard of routes', () => {
  const mounting = (register: Parameters<typeof testApp>[1] & object) => testApp({}, register);

  it('stops the start when a route declares no access', async () => {
    const plugins = [(routes: Routes) => void routes.get('/bare', () => 'x')];
    await expect(mounting({ plugins })).rejects.toThrow('GET /bare does not declare its access');
  });

  it('stops the start when an open route is not on the list', async () => {
    const plugins = [(routes: Routes) => void routes.get('/leak', { config: { access: 'open' } }, () => 'x')];
    await expect(mounting({ plugins })).rejects.toThrow('GET /leak is open but not on the list');
  });
});
