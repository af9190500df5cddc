import { invitationCreatedSchema, memberSchema, meSchema } from '@pharos/core/api/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

let test: TestApp;
let path: string;
beforeAll(async () => {
  test = await testApp();
  path = `/api/v1/projects/${test.projectId}`;
});
afterAll(() => test.close());

const password = 'a long enough password';
const members = async () =>
  (await test.owner.get(`${path}/members`)).as(z.object({ data: z.array(memberSchema) })).data;
const ownerId = async () => (await test.owner.get('/api/v1/me')).as(meSchema).user?.id ?? '';
const invite = async (body: Record<string, unknown> = {}, by: Client = test.owner) =>
  (await by.post(`${path}/invitations`, body)).as(invitationCreatedSchema);
const tokenOf = ({ link }: { link: string }) => new URL(link).searchParams.get('token') ?? '';
const accept = (token: string, email: string, secret = password) =>
  test.nobody.post('/api/v1/invitations/accept', { token, email, name: 'New', password: secret });

describe('members', () => {
  it('are listed with their roles', async () => {
    const viewer = await test.aMember('viewer');
    const listed = await members();
    expect(listed.find(({ id }) => id === viewer.userId)).toMatchObject({
      email: viewer.email,
      role: 'viewer',
    });
  });

  it('get another role from an admin, but never owner', async () => {
    const [admin, member] = [await test.aMember('admin'), await test.aMember('member')];
    const change = (role: string) => admin.patch(`${path}/members/${member.userId}`, { role });
    expect((await change('viewer')).status).toBe(204);
    expect((await change('owner')).status).toBe(403);
    expect((await members()).find(({ id }) => id === member.userId)?.role).toBe('viewer');
  });

  it('who own the project are changed and removed by owners only', async () => {
    const [admin, second] = [await test.aMember('admin'), await test.aMember('owner')];
    expect((await admin.patch(`${path}/members/${second.userId}`, { role: 'viewer' })).status).toBe(403);
    expect((await admin.delete(`${path}/members/${second.userId}`)).status).toBe(403);
    expect((await test.owner.delete(`${path}/members/${second.userId}`)).status).toBe(204);
  });

  it('may leave, except the last owner', async () => {
    const viewer = await test.aMember('viewer');
    expect((await viewer.delete(`${path}/members/${viewer.userId}`)).status).toBe(204);
    const id = await ownerId();
    expect((await test.owner.delete(`${path}/members/${id}`)).at('error.code')).toBe('last_owner');
    const demotion = await test.owner.patch(`${path}/members/${id}`, { role: 'admin' });
    expect(demotion.at('error.code')).toBe('last_owner');
  });

  it('stay while alerts count on them, and are told by what', async () => {
    const { userId } = await test.aMember('member');
    const make = (what: string, body: object) =>
      test.owner.post(`/api/v1/alerts/${what}?project=${test.projectId}`, { ...body });
    const turns = { people: [userId], turn: { unit: 'week', count: 1 }, startsOn: '2026-01-01' };
    const schedule = await make('schedules', { name: 'Nights', timeZone: 'UTC', layers: [turns] });
    const policy = await make('policies', {
      ...{ name: 'Pages', steps: [{ targets: [{ type: 'person', id: userId }] }] },
    });
    const remove = () => test.owner.delete(`${path}/members/${userId}`);
    const refused = await remove();
    expect([refused.status, refused.at('error.message')]).toEqual([
      ...[409, 'Alerts still count on this member: policy “Pages”, schedule “Nights”.'],
    ]);
    expect((await members()).map(({ id }) => id)).toContain(userId);
    for (const [what, { at }] of [
      ['schedules', schedule],
      ['policies', policy],
    ] as const)
      await test.owner.delete(`/api/v1/alerts/${what}/${at('id')}?project=${test.projectId}`);
    expect((await remove()).status).toBe(204);
  });

  it('cannot remove one another without being an admin', async () => {
    const [member, other] = [await test.aMember('member'), await test.aMember('viewer')];
    expect((await member.delete(`${path}/members/${other.userId}`)).status).toBe(403);
  });

  it('keep one owner when two owners leave at the same moment', async () => {
    const { projectId } = await test.aSecondProject();
    const added = await test.aMember('owner', projectId);
    const all = await test.records
      .selectFrom('members')
      .select('userId')
      .where('projectId', '=', projectId)
      .execute();
    expect(all).toHaveLength(2);
    const leave = (userId: string) => added.delete(`/api/v1/projects/${projectId}/members/${userId}`);
    const answers = await Promise.all(all.map(({ userId }) => leave(userId)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });
});

describe('invitations', () => {
  it('make a user, a member and a session for who accepts', async () => {
    const invitation = await invite({ role: 'member' });
    const preview = await test.nobody.post('/api/v1/invitations/preview', { token: tokenOf(invitation) });
    expect(preview.at('projectName')).toBe('default');
    const answer = await accept(tokenOf(invitation), 'New@Example.com');
    expect(answer.as(meSchema)).toMatchObject({
      user: { email: 'new@example.com', name: 'New' },
      projects: [{ id: test.projectId, role: 'member' }],
    });
    expect(answer.headers['set-cookie']).toBeDefined();
    const login = await test.nobody.post('/api/v1/login', { email: 'new@example.com', password });
    expect(login.status).toBe(200);
  });

  it('are in the book of who changed what, accepted by whom and into which project', async () => {
    const invitation = await invite();
    const me = (await accept(tokenOf(invitation), 'noted@example.com')).as(meSchema);
    const lines = await test.records
      .selectFrom('audit')
      .select(['actor', 'action', 'projectId'])
      .where('subject', '=', invitation.id)
      .orderBy('id')
      .execute();
    expect(lines).toMatchObject([
      { action: 'invitation.create', actor: `user:${await ownerId()}`, projectId: test.projectId },
      { action: 'invitation.accept', actor: `user:${me.user?.id}`, projectId: test.projectId },
    ]);
  });

  it('hold once, for seven days, until withdrawn', async () => {
    const [used, old, withdrawn] = [await invite(), await invite(), await invite()];
    expect((await accept(tokenOf(used), 'once@example.com')).status).toBe(200);
    expect((await accept(tokenOf(used), 'twice@example.com')).at('error.code')).toBe('invalid_link');
    expect((await test.owner.delete(`${path}/invitations/${withdrawn.id}`)).status).toBe(204);
    expect((await accept(tokenOf(withdrawn), 'late@example.com')).at('error.code')).toBe('invalid_link');
    const listed = await test.owner.get(`${path}/invitations`);
    expect(listed.at('data.0')).toMatchObject({ id: old.id });
    expect(listed.text).not.toContain('token');
  });

  it('for one address are not accepted by another', async () => {
    const token = tokenOf(await invite({ email: 'her@example.com' }));
    expect((await accept(token, 'him@example.com')).status).toBe(403);
    expect((await accept(token, 'Her@example.com')).status).toBe(200);
  });

  it('let a user who exists join, who has to know the password', async () => {
    const email = 'known@example.com';
    expect((await accept(tokenOf(await invite()), email)).status).toBe(200);
    const { projectId, owner } = await test.aSecondProject();
    const link = await owner.post(`/api/v1/projects/${projectId}/invitations`, { role: 'viewer' });
    const token = tokenOf(link.as(invitationCreatedSchema));
    expect((await accept(token, email, 'somebody else guesses')).at('error.code')).toBe(
      'invalid_credentials',
    );
    const joined = await accept(token, email);
    expect(joined.as(meSchema).projects).toHaveLength(2);
  });

  it('for one new address that are accepted at the same moment make one user, who can join with the other', async () => {
    const email = 'twice@example.com';
    const { projectId, owner } = await test.aSecondProject();
    const link = await owner.post(`/api/v1/projects/${projectId}/invitations`, { role: 'viewer' });
    const tokens = [tokenOf(await invite()), tokenOf(link.as(invitationCreatedSchema))];
    const answers = await Promise.all(tokens.map((token) => accept(token, email)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = answers.findIndex(({ status }) => status === 409);
    expect(answers[late]?.at('error.code')).toBe('conflict');
    const joined = await accept(tokens[late] ?? '', email);
    expect(joined.as(meSchema).projects).toHaveLength(2);
  });

  it('to own a project come from owners only', async () => {
    const admin = await test.aMember('admin');
    expect((await admin.post(`${path}/invitations`, { role: 'owner' })).status).toBe(403);
    expect((await invite({ role: 'admin' }, admin)).role).toBe('admin');
  });

  it('expire', async () => {
    const invitation = await invite();
    test.clock.advance(7 * 24 * 3_600_000);
    expect((await accept(tokenOf(invitation), 'slow@example.com')).at('error.code')).toBe('invalid_link');
  });
});
