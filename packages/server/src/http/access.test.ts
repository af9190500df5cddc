import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { KEY_SCOPES, type KeyScope, ROLES, type Role } from '@pharos/core/api/accounts';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS } from '../errors.ts';
import { type Client, type TestApp, testApp } from '../testing/test-app.ts';
import { type Access, atLeast, grants } from './access.ts';
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
    // To Langtrace's SDKs a request without any key is a bad one.
    const bad = guarded().filter(({ method, url }) => method === 'POST' && ['/api/trace', '/'].includes(url));
    const others = guarded().filter((route) => !bad.includes(route));
    expect(await wrongAnswers(test.nobody, others, test.projectId, (status) => status === 401)).toEqual([]);
    expect(await wrongAnswers(test.nobody, bad, test.projectId, (status) => status === 400)).toEqual([]);
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

/** What the guard says, and no route; each receiver puts it into a form of its own. */
const REFUSALS = [
  'This key lacks the scope',
  'This needs the role',
  ERRORS.user_required.message,
  ERRORS.csrf.message,
];
/** Who is let in, in so many words, and not as the code under test would work it out. */
const RIGHTS: { may: string; access: Access; roles: Role[]; scopes: KeyScope[] }[] = [
  {
    may: 'ingest',
    access: { scope: 'ingest', role: 'member' },
    roles: ['owner', 'admin', 'member'],
    scopes: ['ingest', 'admin'],
  },
  {
    may: 'read',
    access: { scope: 'read', role: 'viewer' },
    roles: ['owner', 'admin', 'member', 'viewer'],
    scopes: ['read', 'admin'],
  },
  {
    may: 'edit',
    access: { scope: 'admin', role: 'member' },
    roles: ['owner', 'admin', 'member'],
    scopes: ['admin'],
  },
  {
    may: 'administer',
    access: { scope: 'admin', role: 'admin' },
    roles: ['owner', 'admin'],
    scopes: ['admin'],
  },
  {
    may: 'read in person',
    access: { scope: null, role: 'viewer' },
    roles: ['owner', 'admin', 'member', 'viewer'],
    scopes: [],
  },
  { may: 'own', access: { scope: null, role: 'owner' }, roles: ['owner'], scopes: [] },
];
const routesOf = (access: Access) => ofProject().filter((route) => isDeepStrictEqual(route.access, access));
/**
 * Those whose answer says why it is a refusal, and ends when it is none: HEAD has no body, and is what Fastify makes of
 * its GET; streams go on.
 */
const triedOf = (access: Access) =>
  routesOf(access).filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/api/v1/live/'));

describe('access to every registered route is given', () => {
  it('by one of the rights that are tested here', () => {
    const tested = RIGHTS.flatMap(({ access }) => routesOf(access));
    expect(tested).toHaveLength(ofProject().length);
    for (const { may, access } of RIGHTS) expect([may, routesOf(access).length > 0]).toEqual([may, true]);
  });

  describe.each(RIGHTS)('to whoever may $may', ({ access, roles, scopes }) => {
    /** At which routes the guard lets the caller pass; what the route then makes of it is its own affair. */
    async function letIn(callerOf: (projectId: string) => Promise<Client>): Promise<string[]> {
      const passed: string[] = [];
      for (const route of triedOf(access)) {
        // A project for each: some routes leave or delete it.
        const { projectId } = await test.aSecondProject();
        const { status, text } = await (await callerOf(projectId)).send(requestTo(route, projectId));
        if (status !== 401 && !REFUSALS.some((said) => text.includes(said))) passed.push(label(route));
      }
      return passed;
    }
    const allOrNone = (isLetIn: boolean) => (isLetIn ? triedOf(access).map(label) : []);

    it.each(ROLES)('as %s', async (role) => {
      const passed = await letIn((projectId) => test.aMember(role, projectId));
      expect(passed).toEqual(allOrNone(roles.includes(role)));
    });

    it.each(KEY_SCOPES)('with a key of scope %s', async (scope) => {
      const passed = await letIn(async (projectId) => test.withKey(await test.aKey([scope], projectId)));
      expect(passed).toEqual(allOrNone(scopes.includes(scope)));
    });
  });

  it('to any user and any key where nothing more is asked', async () => {
    const callers = [await test.aMember('viewer'), test.withKey(await test.aKey(['ingest']))];
    for (const caller of callers) expect((await caller.get('/api/v1/me')).status).toBe(200);
  });
});

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
