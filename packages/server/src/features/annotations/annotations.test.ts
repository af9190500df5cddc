import { annotationSchema } from '@pharos/core/api/annotations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomIds } from '../../ids.ts';
import { scopeTo } from '../../store/scope.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';
import { annotationsIn, insertAnnotation, MAX_LISTED } from './queries.ts';

let test: TestApp;
let url: string;
let ci: Client;
beforeAll(async () => {
  test = await testApp();
  url = `/api/v1/annotations?project=${test.projectId}`;
  ci = test.withKey(await test.aKey(['ingest']));
});
afterAll(() => test.close());

const NOON = '2026-03-01T12:00:00.000Z';
const make = async (body: Record<string, unknown>, client = test.owner) =>
  (await client.post(url, body)).as(annotationSchema);
const within = (from: string, to: string, client = test.owner) =>
  client.get(`${url}&from=2026-${from}&to=2026-${to}`);
const titles = async (from: string, to: string) => {
  const { data } = JSON.parse((await within(from, to)).text) as { data: { title: string }[] };
  return data.map(({ title }) => title);
};
const one = (id: string, projectId = test.projectId) => `/api/v1/annotations/${id}?project=${projectId}`;

const note = (title: string, atMs: number, createdMs: number) => ({
  id: randomIds.id(),
  kind: 'note' as const,
  title,
  text: '',
  at: new Date(atMs),
  until: null,
  link: null,
  createdAt: new Date(createdMs),
});

describe('annotations', () => {
  it('are told by CI with a key that may only send, at the moment they arrive', async () => {
    const deploy = { kind: 'deploy', title: 'v2.4', link: 'https://ci.example.com/runs/7' };
    const made = (await ci.post('/api/v1/annotations', deploy)).as(annotationSchema);
    expect(made).toEqual({ ...deploy, id: made.id, text: '', at: NOON, until: null });
    expect((await within('03-01T11:00:00Z', '03-01T13:00:00Z')).at('data')).toEqual([made]);
    // The same key neither reads nor deletes.
    expect((await within('03-01T11:00:00Z', '03-01T13:00:00Z', ci)).status).toBe(403);
    expect((await ci.delete(one(made.id))).status).toBe(403);
    expect((await test.owner.delete(one(made.id))).status).toBe(204);
    expect((await test.owner.delete(one(made.id))).status).toBe(404);
  });

  it('are told once, however often a build tries: the same id replaces', async () => {
    const deploy = { id: 'build-7:deploy', kind: 'deploy', title: 'v2.5', at: '2026-04-01T10:00:00Z' };
    await make(deploy, ci);
    const again = await make({ ...deploy, title: 'v2.5 again' }, ci);
    expect(again).toMatchObject({ id: 'build-7:deploy', title: 'v2.5 again' });
    expect(await titles('04-01T00:00:00Z', '04-02T00:00:00Z')).toEqual(['v2.5 again']);
    const second = await test.aSecondProject();
    const theirs = `/api/v1/annotations?project=${second.projectId}`;
    expect((await second.owner.post(theirs, deploy)).status).toBe(201);
    expect(await titles('04-01T00:00:00Z', '04-02T00:00:00Z')).toEqual(['v2.5 again']);
  });

  it('are found when they touch the range, its end exclusive, newest first', async () => {
    await make({ title: 'before', at: '2026-05-01T09:59:59.999Z' });
    await make({ title: 'at its start', at: '2026-05-01T12:00:00+02:00' });
    await make({ title: 'into it', at: '2026-05-01T08:00:00Z', until: '2026-05-01T10:00:00Z' });
    await make({ title: 'over it', at: '2026-05-01T08:30:00Z', until: '2026-05-01T20:00:00Z' });
    await make({ title: 'ended before', at: '2026-05-01T08:00:00Z', until: '2026-05-01T09:00:00Z' });
    await make({ title: 'at its end', at: '2026-05-01T11:00:00Z' });
    expect(await titles('05-01T10:00:00Z', '05-01T11:00:00Z')).toEqual([
      'at its start',
      'over it',
      'into it',
    ]);
  });

  it.each([
    ['no title', {}, 'title'],
    ['a blank title', { title: ' ' }, 'title'],
    ['a long title', { title: 'x'.repeat(121) }, 'title'],
    ['an id that is none', { id: 'a/b', title: 'x' }, 'id'],
    ['an unknown kind', { title: 'x', kind: 'party' }, 'kind'],
    ['a time before 1970', { title: 'x', at: '0001-01-01T00:00:00Z' }, '1970'],
    ['a time without a zone', { title: 'x', at: '2026-03-01T12:00:00' }, 'at'],
    ['an end before its start', { title: 'x', at: NOON, until: '2026-03-01T11:00:00Z' }, 'before its start'],
    ['an end that is past, begun now', { title: 'x', until: '2026-03-01T11:00:00Z' }, 'which is now'],
    ['a link that runs', { title: 'x', link: 'javascript:alert(1)' }, 'link'],
    ['a link to nowhere', { title: 'x', link: '/here' }, 'link'],
    ['NUL in its text', { title: 'x', text: 'a\0b' }, 'NUL'],
  ])('are refused with %s', async (_, body, said) => {
    const answer = await test.owner.post(url, body);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(said)]);
  });

  it('are refused when they are too large', async () => {
    expect((await test.owner.post(url, { title: 'x', more: 'y'.repeat(40_000) })).status).toBe(413);
  });

  it.each([
    '',
    '&from=2026-03-01T00:00:00Z',
    '&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z',
    '&from=x&to=y',
  ])('are not looked for in the range "%s"', async (range) => {
    expect((await test.owner.get(url + range)).status).toBe(400);
  });

  it('reach as far as dates do', async () => {
    const made = await make({ title: 'first', at: '1970-01-01T00:00:00Z', until: '9999-12-31T23:59:59Z' });
    expect([made.at, made.until]).toEqual(['1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.000Z']);
    await test.owner.delete(one(made.id));
  });

  it('are those of their project, changed by members and seen by viewers', async () => {
    const made = await make({ title: 'ours', at: '2026-06-01T00:00:00Z' });
    const second = await test.aSecondProject();
    const theirs = `/api/v1/annotations?project=${second.projectId}&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z`;
    expect((await second.owner.get(theirs)).at('data')).toEqual([]);
    expect((await second.owner.delete(one(made.id, second.projectId))).status).toBe(404);
    const viewer = await test.aMember('viewer');
    expect((await within('05-31T00:00:00Z', '06-02T00:00:00Z', viewer)).at('data')).toEqual([made]);
    expect((await viewer.post(url, { title: 'mine' })).status).toBe(403);
    expect((await viewer.delete(one(made.id))).status).toBe(403);
  });

  it('give way to new ones when there are many, whatever time they are about', async () => {
    const project = scopeTo((await test.aSecondProject()).projectId);
    const put = (title: string, atMs: number, createdMs: number) =>
      insertAnnotation(test.records, project, note(title, atMs, createdMs), 2);
    await put('late, made first', 300, 1);
    await put('early, made second', 100, 2);
    await put('earliest, made last', 50, 3);
    const kept = await annotationsIn(test.records, project, new Date(0), new Date(1000));
    expect(kept.map(({ title }) => title)).toEqual(['early, made second', 'earliest, made last']);
  });

  it('are listed up to a bound, the latest first', async () => {
    const project = scopeTo((await test.aSecondProject()).projectId);
    const notes = Array.from({ length: MAX_LISTED + 1 }, (_, n) => note(`note ${n}`, n, n));
    await test.records
      .insertInto('annotations')
      .values(notes.map((each) => ({ ...each, projectId: project })))
      .execute();
    const listed = await annotationsIn(test.records, project, new Date(0), new Date(1000));
    expect(listed).toHaveLength(MAX_LISTED);
    expect([listed[0]?.title, listed.at(-1)?.title]).toEqual([`note ${MAX_LISTED}`, 'note 1']);
  });
});
